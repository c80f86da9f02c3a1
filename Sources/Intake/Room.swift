// Intake: see README.md of this room.
