// SampleCity: see README.md of this room.
