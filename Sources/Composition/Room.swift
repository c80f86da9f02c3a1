// Composition: see README.md of this room.
