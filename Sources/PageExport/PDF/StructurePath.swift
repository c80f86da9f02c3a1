import Scene

/// Where an item of a page belongs in the structure of the document: an element, and the table and row around it.
struct StructurePath: Equatable {
    enum Kind {
        case title, heading, paragraph, headerCell, cell, figure

        /// The standard structure type.
        var name: StaticString {
            switch self {
            case .title: "H1"
            case .heading: "H2"
            case .paragraph: "P"
            case .headerCell: "TH"
            case .cell: "TD"
            case .figure: "Figure"
            }
        }
    }

    var kind: Kind
    /// The box that the element stands for.
    var box: Int
    /// The box of the table of a cell.
    var table: Int?

    /// nil for rules, backgrounds, page foot and watermark, which are artifacts.
    init?(of item: Item, in page: Page) {
        var isText = false
        if case .text = item.content { isText = true }
        var found: StructurePath?, index = item.box
        while page.boxes.indices.contains(index), index > 0 {
            let box = page.boxes[index]
            switch box.kind {
            case .title where isText: found = StructurePath(.title, index)
            case .heading where isText: found = StructurePath(.heading, index)
            case .headLine where isText, .notes where isText, .signature where isText: found = StructurePath(.paragraph, index)
            case .headerCell where isText, .columnNumber where isText, .stubCell where isText: found = StructurePath(.headerCell, index, table: page.table(of: box))
            case .cell where isText: found = StructurePath(.cell, index, table: page.table(of: box))
            case .chart: found = StructurePath(.figure, index)
            default: break
            }
            guard box.parent < index else { break }
            index = box.parent
        }
        guard let found else { return nil }
        self = found
    }

    private init(_ kind: Kind, _ box: Int, table: Int? = nil) { (self.kind, self.box, self.table) = (kind, box, table) }
}

extension Page {
    /// nil for a cell that stands in none.
    fileprivate func table(of cell: Box) -> Int? { cell.parent > 0 && boxes.indices.contains(cell.parent) ? cell.parent : nil }
}
