import Scene

/// The structure tree of a tagged PDF, written page by page: H1, H2, P, Figure with its title, Table with TR, TH and TD, which say
/// how many columns and rows they span; Link.
final class PDFStructure {
    private struct Element {
        var kind: StructureTag.Kind
        var object: Int
        /// Number of the parent's object.
        var parent: Int
        var attributes = ""
        var parts: [Part] = []
    }
    private enum Part {
        case content(Int)
        case element(Int)
    }

    private let body: PDFBody
    private let document: Int
    private var topElements: [Int] = []
    private var elements: [Element] = []
    private var places: [StructureTag: Int] = [:]
    /// The object that each piece of marked content of the page belongs to.
    private var owners: [Int] = []
    private var grids: [Int: TableGrid] = [:]
    /// Objects of the tables that answer which element a page's content, or an annotation, belongs to.
    private var parentTable: [(key: Int, object: Int)] = []

    init(_ body: PDFBody) {
        self.body = body
        document = body.reserve()
    }

    /// The number, within the page, of a new piece of content of the innermost of the tags.
    func content(of path: [StructureTag], in page: Page) -> Int {
        var parent = document
        for (depth, tag) in path.enumerated() {
            let place = places[tag] ?? add(tag, below: depth == 0 ? nil : places[path[depth - 1]], parent, in: page)
            parent = elements[place].object
            if depth == path.count - 1 {
                elements[place].parts.append(.content(owners.count))
                owners.append(parent)
            }
        }
        return owners.count - 1
    }

    private func add(_ tag: StructureTag, below upper: Int?, _ parent: Int, in page: Page) -> Int {
        let object = body.reserve(), place = elements.count
        elements.append(Element(kind: tag.kind, object: object, parent: parent, attributes: attributes(of: tag, in: page)))
        places[tag] = place
        if let upper { elements[upper].parts.append(.element(object)) } else { topElements.append(object) }
        return place
    }

    private func attributes(of tag: StructureTag, in page: Page) -> String {
        switch tag.kind {
        case .figure:
            let out = ByteBuffer()
            out.put("/Alt")
            out.put(text: page.text(ofTitlesIn: tag.box))
            return String(decoding: out.bytes, as: UTF8.self)
        case .headerCell, .cell:
            let box = page.boxes[tag.box]
            let grid = grids[box.parent] ?? TableGrid(of: box.parent, in: page)
            grids[box.parent] = grid
            let span = grid.span(of: box.rect)
            let entries = (tag.kind == .cell ? "" : box.kind == .stubCell ? "/Scope/Row" : "/Scope/Column")
                + (span.columns > 1 ? "/ColSpan \(span.columns)" : "") + (span.rows > 1 ? "/RowSpan \(span.rows)" : "")
            return entries.isEmpty ? "" : "/A<</O/Table\(entries)>>"
        default: return ""
        }
    }

    /// Writes the elements of a page, whose object is `object`, and answers its key in the parent table.
    func endPage(_ object: Int) -> Int {
        for element in elements {
            body.packObject(element.object) { out in
                out.put("<</S/")
                out.put(element.kind.name)
                out.put(string: "/P \(element.parent) 0 R/Pg \(object) 0 R")
                out.put(string: element.attributes)
                out.put("/K[")
                for part in element.parts {
                    switch part {
                    case .content(let number): out.put(number)
                    case .element(let number): out.put(number); out.put(" 0 R")
                    }
                    out.put(byte: 0x20)
                }
                out.put("]>>")
            }
        }
        let table = body.reserve(), key = parentTable.count
        body.packObject(table) { out in
            out.put("[")
            for owner in owners {
                out.put(owner)
                out.put(" 0 R ")
            }
            out.put("]")
        }
        parentTable.append((key, table))
        elements.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        owners.removeAll(keepingCapacity: true)
        grids.removeAll(keepingCapacity: true)
        return key
    }

    /// Adds the element of a link; answers the key for the annotation.
    func link(annotation: Int, page: Int) -> Int {
        let object = body.reserve(), key = parentTable.count
        body.packObject(object) {
            $0.put(string: "<</S/Link/P \(document) 0 R/Pg \(page) 0 R/K<</Type/OBJR/Obj \(annotation) 0 R/Pg \(page) 0 R>>>>")
        }
        topElements.append(object)
        parentTable.append((key, object))
        return key
    }

    /// Writes the root; answers its object.
    func finish() -> Int {
        let root = body.reserve()
        body.write(document) { out in
            out.put(string: "<</S/Document/P \(root) 0 R/K[")
            for element in topElements {
                out.put(element)
                out.put(" 0 R ")
            }
            out.put("]>>")
        }
        body.write(root) { out in
            out.put(string: "<</Type/StructTreeRoot/K \(document) 0 R/ParentTreeNextKey \(parentTable.count)/ParentTree<</Nums[")
            for (key, object) in parentTable {
                out.put(key)
                out.put(byte: 0x20)
                out.put(object)
                out.put(" 0 R ")
            }
            out.put("]>>>>")
        }
        return root
    }
}

/// Where the columns and rows of a table on a page begin, found from its cells.
private struct TableGrid {
    private var lefts: [Double] = []
    private var tops: [Double] = []
    /// Edges nearer than this are one.
    private static let tolerance = 0.5

    init(of table: Int, in page: Page) {
        let cells = page.boxes.filter { $0.parent == table && [.headerCell, .columnNumber, .stubCell, .cell].contains($0.kind) }
        lefts = Self.edges(cells.map(\.rect.x))
        tops = Self.edges(cells.map(\.rect.y))
    }

    private static func edges(_ values: [Double]) -> [Double] {
        values.sorted().reduce(into: []) { edges, value in
            if edges.isEmpty || value - edges[edges.count - 1] > tolerance { edges.append(value) }
        }
    }

    func span(of rect: Rect) -> (columns: Int, rows: Int) {
        (Self.count(lefts, from: rect.x, to: rect.maxX), Self.count(tops, from: rect.y, to: rect.maxY))
    }

    /// How many of the edges lie within, the first one included.
    private static func count(_ edges: [Double], from: Double, to: Double) -> Int {
        func first(after bound: Double) -> Int {
            var low = 0, high = edges.count
            while low < high {
                let middle = (low + high) / 2
                if edges[middle] > bound { high = middle } else { low = middle + 1 }
            }
            return low
        }
        return max(1, first(after: to - tolerance) - first(after: from - tolerance))
    }
}

extension Page {
    /// The texts of a chart's titles, one after another.
    fileprivate func text(ofTitlesIn chart: Int) -> String {
        items.reduce(into: "") { text, item in
            guard case .text(let run) = item.content, boxes.indices.contains(item.box), boxes[item.box].kind == .chartTitle, isBox(item.box, in: chart),
                  run.text.upperBound <= utf8.count
            else { return }
            text += String(decoding: utf8[run.text], as: UTF8.self)
        }
    }

    private func isBox(_ box: Int, in other: Int) -> Bool {
        var index = box
        while index > other, boxes.indices.contains(index), boxes[index].parent < index { index = boxes[index].parent }
        return index == other
    }
}
