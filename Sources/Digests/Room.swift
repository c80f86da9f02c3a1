// Digests: see README.md of this room.
