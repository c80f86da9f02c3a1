// Relations: see README.md of this room.
