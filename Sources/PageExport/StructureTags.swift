import CCairo
import Scene

/// Opens and closes the structure tags of a tagged PDF while the texts of a page are drawn: H1, P, Figure, Table with TR,
/// TH and TD. Everything else (rules, backgrounds, page foot, watermark) is left untagged.
struct StructureTags {
    /// An open tag: its name, and the box and row that it stands for.
    struct Tag: Equatable {
        var name: String
        var box: Int
        /// Top edge of a table row in 1/100 pt; 0 for other tags.
        var row = 0
    }

    /// How many tags stay open, and which open after that.
    struct Change {
        var kept: Int
        var opened: [Tag]
    }

    private var open: [Tag] = []

    /// What must change before the item is drawn; nil when nothing.
    func change(to item: Item, of page: Page) -> Change? {
        let wanted = tags(of: item, in: page)
        if wanted == open { return nil }
        let kept = zip(open, wanted).prefix { $0 == $1 }.count
        return Change(kept: kept, opened: Array(wanted[kept...]))
    }

    mutating func apply(_ change: Change, on context: OpaquePointer) {
        while open.count > change.kept { close(on: context) }
        for tag in change.opened {
            cairo_tag_begin(context, tag.name, nil)
            open.append(tag)
        }
    }

    mutating func closeAll(on context: OpaquePointer) {
        while !open.isEmpty { close(on: context) }
    }

    private mutating func close(on context: OpaquePointer) {
        cairo_tag_end(context, open.removeLast().name)
    }

    /// From the outermost to the innermost.
    private func tags(of item: Item, in page: Page) -> [Tag] {
        var isText = false
        if case .text = item.content { isText = true }
        var result: [Tag] = [], index = item.box
        while page.boxes.indices.contains(index), index > 0 {
            let box = page.boxes[index]
            switch box.kind {
            case .title where isText: result = [Tag(name: "H1", box: index)]
            case .heading where isText: result = [Tag(name: "H2", box: index)]
            case .headLine where isText, .notes where isText, .signature where isText: result = [Tag(name: "P", box: index)]
            case .headerCell where isText, .columnNumber where isText, .stubCell where isText:
                result = [row(of: box), Tag(name: "TH", box: index)]
            case .cell where isText: result = [row(of: box), Tag(name: "TD", box: index)]
            case .table where !result.isEmpty: result.insert(Tag(name: "Table", box: index), at: 0)
            case .chart: result = [Tag(name: "Figure", box: index)]
            default: break
            }
            guard box.parent < index else { break }
            index = box.parent
        }
        return result
    }

    private func row(of cell: Box) -> Tag {
        Tag(name: "TR", box: cell.parent, row: Int((min(max(cell.rect.y, -1e6), 1e6) * 100).rounded()))
    }
}
