// DefinitionLoading: see README.md of this room.
