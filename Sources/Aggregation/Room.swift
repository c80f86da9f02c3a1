// Aggregation: see README.md of this room.
