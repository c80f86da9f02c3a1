// Layout: see README.md of this room.
