// Warehouse: see README.md of this room.
