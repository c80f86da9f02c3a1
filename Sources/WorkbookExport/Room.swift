// WorkbookExport: see README.md of this room.
