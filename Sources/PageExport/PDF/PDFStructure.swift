import Scene

/// The structure tree of a tagged PDF, written page by page: H1, H2, P, Figure with its title, Table with TR, TH and TD, which say
/// how many columns and rows they span; Link.
///
/// What it remembers of a page is kept in arrays that the next page uses again: a long table has a million elements.
final class PDFStructure {
    private struct Element {
        var name: StaticString
        var object: Int
        /// Number of the parent's object.
        var parent: Int
        var attributes = Attributes.none
        /// Places in `parts`, −1 for none.
        var firstPart = -1
        var lastPart = -1
    }
    private enum Attributes {
        case none
        case cell(scope: StaticString, columns: Int, rows: Int)
        case title(String)
    }
    /// What an element holds: another element, or marked content.
    private struct Part {
        var number: Int
        var isElement: Bool
        /// Place of the next one, −1 for none.
        var next = -1
    }
    private struct Row: Hashable {
        var table: Int
        /// Top edge in 1/100 pt.
        var top: Int
    }

    private let body: PDFBody
    private let document: Int
    private var topElements: [Int] = []
    private var elements: [Element] = []
    private var parts: [Part] = []
    /// Box → place in `elements`, −1 for none.
    private var places: [Int] = []
    private var rows: [Row: Int] = [:]
    private var lastRow: (row: Row, place: Int)?
    /// The object that each piece of marked content of the page belongs to.
    private var owners: [Int] = []
    private var grids: [Int: TableGrid] = [:]
    /// Objects of the tables that answer which element a page's content, or an annotation, belongs to.
    private var parentTable: [(key: Int, object: Int)] = []

    init(_ body: PDFBody) {
        self.body = body
        document = body.reserve()
    }

    /// The number, within the page, of a new piece of content of an element.
    func content(of path: StructurePath, in page: Page) -> Int {
        if places.count < page.boxes.count { places += Array(repeating: -1, count: page.boxes.count - places.count) }
        let place = places[path.box] >= 0 ? places[path.box] : add(path, in: page)
        append(Part(number: owners.count, isElement: false), to: place)
        owners.append(elements[place].object)
        return owners.count - 1
    }

    private func add(_ path: StructurePath, in page: Page) -> Int {
        let upper = path.table.map { row(of: page.boxes[path.box].rect, in: $0) }
        let place = add(path.kind.name, below: upper, attributes(of: path, in: page))
        places[path.box] = place
        return place
    }

    private func row(of rect: Rect, in table: Int) -> Int {
        let row = Row(table: table, top: Limits.allows(rect.y) ? Int((rect.y * 100).rounded()) : 0)
        if let lastRow, lastRow.row == row { return lastRow.place }
        if places[table] < 0 { places[table] = add("Table", below: nil, .none) }
        let place = rows[row] ?? add("TR", below: places[table], .none)
        rows[row] = place
        lastRow = (row, place)
        return place
    }

    private func add(_ name: StaticString, below upper: Int?, _ attributes: Attributes) -> Int {
        let object = body.reserve()
        elements.append(Element(name: name, object: object, parent: upper.map { elements[$0].object } ?? document, attributes: attributes))
        if let upper { append(Part(number: object, isElement: true), to: upper) } else { topElements.append(object) }
        return elements.count - 1
    }

    private func append(_ part: Part, to place: Int) {
        parts.append(part)
        if elements[place].lastPart < 0 { elements[place].firstPart = parts.count - 1 } else { parts[elements[place].lastPart].next = parts.count - 1 }
        elements[place].lastPart = parts.count - 1
    }

    private func attributes(of path: StructurePath, in page: Page) -> Attributes {
        guard let table = path.table else { return path.kind == .figure ? .title(page.text(ofTitlesIn: path.box)) : .none }
        let box = page.boxes[path.box]
        if grids[table] == nil { grids[table] = TableGrid(of: table, in: page) }
        let span = grids[table]!.span(of: box.rect), scope: StaticString = path.kind == .cell ? "" : box.kind == .stubCell ? "/Scope/Row" : "/Scope/Column"
        return path.kind == .cell && span == (1, 1) ? .none : .cell(scope: scope, columns: span.columns, rows: span.rows)
    }

    /// Writes the elements of a page, whose object is `object`, and answers its key in the parent table.
    func endPage(_ object: Int) -> Int {
        for element in elements { body.packObject(element.object) { write(element, page: object, to: $0) } }
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
        parts.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        owners.removeAll(keepingCapacity: true)
        grids.removeAll(keepingCapacity: true)
        lastRow = nil
        return key
    }

    private func write(_ element: Element, page: Int, to out: ByteBuffer) {
        out.put("<</S/")
        out.put(element.name)
        out.put("/P ")
        out.put(element.parent)
        out.put(" 0 R/Pg ")
        out.put(page)
        out.put(" 0 R")
        switch element.attributes {
        case .none: break
        case .title(let title):
            out.put("/Alt")
            out.put(text: title)
        case .cell(let scope, let columns, let rows):
            out.put("/A<</O/Table")
            out.put(scope)
            if columns > 1 {
                out.put("/ColSpan ")
                out.put(columns)
            }
            if rows > 1 {
                out.put("/RowSpan ")
                out.put(rows)
            }
            out.put(">>")
        }
        out.put("/K[")
        var place = element.firstPart
        while place >= 0 {
            out.put(parts[place].number)
            if parts[place].isElement { out.put(" 0 R ") } else { out.put(byte: 0x20) }
            place = parts[place].next
        }
        out.put("]>>")
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
