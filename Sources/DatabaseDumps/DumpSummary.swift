public import Diagnostics

/// What one pass over a dump found, in the order of the file.
public struct DumpSummary: Sendable {
    public struct Table: Sendable {
        public enum State: Sendable, Equatable {
            case read
            case skipped
            /// The dump has the table's definition and no rows section (exported with rows=n, or left out by the exporting tool).
            case structureOnly
            /// Its rows cannot be read; the reason names the type.
            case refused(reason: String)
        }
        public var table: DumpTable
        public var state: State
        /// Rows found; 0 for refused tables.
        public var rows: Int
        /// Partitions, or 1.
        public var sections: Int
        /// Values with a fault in the rows that were read.
        public var faults: Int
        /// Offset of the first rows section.
        public var offset: Int

        public init(table: DumpTable, state: State, rows: Int, sections: Int, faults: Int, offset: Int) {
            self.table = table; self.state = state; self.rows = rows; self.sections = sections; self.faults = faults; self.offset = offset
        }
    }

    public var tables: [Table] = []
    /// Warnings: refused tables, faults, a missing end. Errors are thrown instead.
    public var diagnostics: [Diagnostic] = []
    /// The dump's own end mark was found, so nothing is missing at its end.
    public var isComplete = false
    public var bytesRead = 0

    public init() {}

    public func table(_ name: String, schema: String? = nil) -> Table? {
        tables.first { $0.table.name == name && (schema == nil || $0.table.schema == schema) }
    }
}
