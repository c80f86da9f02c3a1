// Pipeline: see README.md of this room.
