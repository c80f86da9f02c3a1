// Cubes: see README.md of this room.
