// Release: see README.md of this room.
