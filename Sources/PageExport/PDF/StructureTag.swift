import Scene

/// A structure element that an item of a page belongs to: what it is, and the box and row that it stands for.
struct StructureTag: Hashable {
    enum Kind {
        case title, heading, paragraph, table, row, headerCell, cell, figure

        /// The standard structure type.
        var name: StaticString {
            switch self {
            case .title: "H1"
            case .heading: "H2"
            case .paragraph: "P"
            case .table: "Table"
            case .row: "TR"
            case .headerCell: "TH"
            case .cell: "TD"
            case .figure: "Figure"
            }
        }
    }

    var kind: Kind
    var box: Int
    /// Top edge of a table row in 1/100 pt; 0 for others.
    var row = 0

    /// From the outermost to the innermost; none for rules, backgrounds, page foot and watermark, which are artifacts.
    static func path(of item: Item, in page: Page) -> [StructureTag] {
        var isText = false
        if case .text = item.content { isText = true }
        var path: [StructureTag] = [], index = item.box
        while page.boxes.indices.contains(index), index > 0 {
            let box = page.boxes[index]
            switch box.kind {
            case .title where isText: path = [StructureTag(kind: .title, box: index)]
            case .heading where isText: path = [StructureTag(kind: .heading, box: index)]
            case .headLine where isText, .notes where isText, .signature where isText: path = [StructureTag(kind: .paragraph, box: index)]
            case .headerCell where isText, .columnNumber where isText, .stubCell where isText:
                path = [row(of: box), StructureTag(kind: .headerCell, box: index)]
            case .cell where isText: path = [row(of: box), StructureTag(kind: .cell, box: index)]
            case .table where !path.isEmpty: path.insert(StructureTag(kind: .table, box: index), at: 0)
            case .chart: path = [StructureTag(kind: .figure, box: index)]
            default: break
            }
            guard box.parent < index else { break }
            index = box.parent
        }
        return path
    }

    private static func row(of cell: Box) -> StructureTag {
        StructureTag(kind: .row, box: cell.parent, row: Int((min(max(cell.rect.y, -1e6), 1e6) * 100).rounded()))
    }
}
