// TextShaping: see README.md of this room.
