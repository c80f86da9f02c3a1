// PageExport: see README.md of this room.
