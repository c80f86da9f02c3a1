/// A table of a document: columns with a kind, rows of as many cells.
public struct DocumentTable: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public enum Alignment: Sendable, Hashable { case leading, centre, trailing }
        public var title: String
        public var alignment: Alignment
        /// Share of the width against the other columns; nil: as wide as the contents ask for.
        public var share: Int?
        public init(_ title: String, alignment: Alignment = .leading, share: Int? = nil) {
            self.title = title; self.alignment = alignment; self.share = share
        }
        /// A column of figures, aligned at the right.
        public static func figures(_ title: String) -> Column { Column(title, alignment: .trailing) }
    }

    public struct Row: Sendable, Hashable {
        public enum Style: Sendable, Hashable { case normal, total, section }
        public var cells: [DocumentCell]
        public var style: Style
        public init(_ cells: [DocumentCell], style: Style = .normal) { self.cells = cells; self.style = style }
        /// Only the first cell says something: it is set over all columns.
        public var isSpanning: Bool { style == .section && cells.count > 1 && cells.dropFirst().allSatisfy { $0 == .text("") } }
    }

    /// Also the name of its sheet in a workbook.
    public var title: String?
    public var columns: [Column]
    public var rows: [Row]
    /// Printed instead of rows when there are none.
    public var empty: String

    public init(title: String? = nil, columns: [Column], rows: [Row] = [], empty: String = "无") {
        self.title = title; self.columns = columns; self.rows = rows; self.empty = empty
    }

    /// Rows of plain texts.
    public init(title: String? = nil, columns: [String], texts: [[String]], empty: String = "无") {
        self.init(title: title, columns: columns.map { Column($0) }, rows: texts.map { Row($0.map { .text($0) }) }, empty: empty)
    }

    /// A name for the rows that follow, over all columns.
    public mutating func section(_ title: String) {
        add(columns.indices.map { .text($0 == 0 ? title : "") }, style: .section)
    }

    public mutating func add(_ cells: [DocumentCell], style: Row.Style = .normal) {
        precondition(cells.count == columns.count, "as many cells as columns")
        rows.append(Row(cells, style: style))
    }
}
