/// What is printed about a specification, a load, a month: headings, paragraphs and tables in order.
public struct Document: Sendable, Hashable {
    public enum Block: Sendable, Hashable {
        /// Level 1 is a section, 2 a part of it.
        case heading(String, level: Int)
        case paragraph(String)
        case table(DocumentTable)
        /// Pages only.
        case chart(DocumentChart)
        /// The next block begins a new page (a new sheet has every table anyway).
        case pageBreak
    }

    public var title: String
    /// Left, middle and right of the line above the contents: 编制单位, 报告期, 编号. Empty texts are left out.
    public var head: [String]
    public var blocks: [Block]
    /// Data mark and state, such as 合成数据; stands at the foot of every page.
    public var mark: String

    public init(title: String, head: [String] = [], blocks: [Block] = [], mark: String = "") {
        self.title = title; self.head = head; self.blocks = blocks; self.mark = mark
    }

    public mutating func heading(_ text: String, level: Int = 1) { blocks.append(.heading(text, level: level)) }
    public mutating func paragraph(_ text: String) { blocks.append(.paragraph(text)) }
    public mutating func chart(_ chart: DocumentChart) { blocks.append(.chart(chart)) }
    public mutating func table(_ table: DocumentTable) { blocks.append(.table(table)) }

    public var tables: [DocumentTable] {
        blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }
}
