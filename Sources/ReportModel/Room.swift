// ReportModel: see README.md of this room.
