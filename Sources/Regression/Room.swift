// Regression: see README.md of this room.
