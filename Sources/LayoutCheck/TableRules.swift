internal import Scene

/// Tables over pages: the same heads over every column on each of them; every row whole, on one page, once; no total torn from its parts.
/// Rows and columns are told from where boxes stand, so this holds for forms and documents.
struct TableRules {
    private struct Column: Hashable {
        /// `c5`, `stub`, `code`
        var name: String
        var x: Double
        var width: Double
        var middle: Double { x + width / 2 }
    }
    /// One table with the same columns, on whatever pages.
    private struct Part: Hashable {
        var table: String
        var columns: [String]
    }
    private struct Row: Hashable {
        var part: Part
        var name: String
    }

    private let isForm: Bool
    private var heads: [Part: (page: Int, texts: [String])] = [:]
    private var pages: [Part: [String: Int]] = [:]
    /// Totals alone on a page, with the table that they belong to.
    private var lone: [(table: String, finding: LayoutFinding)] = []
    private var found: [LayoutFinding] = []

    init(isForm: Bool) { self.isForm = isForm }

    var findings: [LayoutFinding] {
        var rows: [String: Set<String>] = [:]
        for part in pages.keys { rows[part.table, default: []].formUnion(pages[part]!.keys) }
        return found + lone.filter { rows[$0.table]?.count ?? 0 > 1 }.map(\.finding)
    }

    mutating func add(_ ink: PageInk, page: Int) {
        let boxes = ink.page.boxes
        var members: [Int: [Int]] = [:], texts: [Int: [PageInk.Text]] = [:]
        for place in boxes.indices where Self.kinds.contains(boxes[place].kind) { members[boxes[place].parent, default: []].append(place) }
        for text in ink.texts where text.ink.width > 0 && Self.kinds.contains(text.box.kind) { texts[text.place, default: []].append(text) }
        for table in boxes.indices where boxes[table].kind == .table {
            let own = members[table] ?? [], columns = self.columns(own.map { boxes[$0] })
            let part = Part(table: boxes[table].name, columns: columns.map(\.name))
            addHeads(part, columns, own, boxes, texts, page)
            addRows(part, columns, own, boxes, texts, page)
        }
    }

    private static let kinds: Set<Box.Kind> = [.headerCell, .columnNumber, .stubCell, .cell]

    private func columns(_ boxes: [Box]) -> [Column] {
        let numbers = boxes.filter { $0.kind == .columnNumber }
        if !numbers.isEmpty { return numbers.map { Column(name: String($0.name.dropFirst(2)), x: $0.rect.x, width: $0.rect.width) } }
        return boxes.filter { $0.kind == .headerCell }.map { Column(name: "c" + $0.name.dropFirst(), x: $0.rect.x, width: $0.rect.width) }
    }

    // MARK: Heads

    private mutating func addHeads(_ part: Part, _ columns: [Column], _ own: [Int], _ boxes: [Box], _ texts: [Int: [PageInk.Text]], _ page: Int) {
        let titles = own.filter { boxes[$0].kind == .headerCell }, numbers = own.filter { boxes[$0].kind == .columnNumber }
        if titles.isEmpty || isForm && numbers.isEmpty { return found.append(LayoutFinding(.missingHeader, page: page, element: part.table)) }
        let bottom = (numbers.map { boxes[$0].rect.y } + (numbers.isEmpty ? titles.map { boxes[$0].rect.maxY } : [])).min()!
        for column in columns {
            let hasTitle = titles.contains { place in
                let rect = boxes[place].rect
                return rect.x < column.middle && column.middle < rect.maxX && abs(rect.maxY - bottom) < 0.5 && !(isForm && texts[place] == nil)
            }
            let hasNumber = !isForm || numbers.contains { boxes[$0].name == "n-" + column.name && texts[$0] != nil }
            if !hasTitle || !hasNumber { found.append(LayoutFinding(.missingHeader, page: page, element: "\(part.table): \(column.name)")) }
        }
        let printed = (titles + numbers).flatMap { place in (texts[place] ?? []).map(\.text) }
        if let first = heads[part], first.texts != printed {
            found.append(LayoutFinding(.missingHeader, page: page, element: "\(part.table): other heads than on page \(first.page)"))
        } else {
            heads[part] = (heads[part]?.page ?? page, printed)
        }
    }

    // MARK: Rows

    private mutating func addRows(_ part: Part, _ columns: [Column], _ own: [Int], _ boxes: [Box], _ texts: [Int: [PageInk.Text]], _ page: Int) {
        let cells = own.filter { place in
            let box = boxes[place]
            return [.cell, .stubCell].contains(box.kind) && !["continued", "none"].contains(box.name) && !box.name.hasPrefix("carried")
        }
        let lines = Dictionary(grouping: cells) { Int((boxes[$0].rect.y * 20).rounded()) }
            .sorted { $0.key < $1.key }.map { $0.value.sorted { boxes[$0].rect.x < boxes[$1].rect.x } }
        for line in lines {
            let first = boxes[line[0]], name = rowName(first, columns)
            if let other = pages[part]?[name] { found.append(LayoutFinding(.rowTorn, page: page, element: "\(first.name), also on page \(other)")) }
            pages[part, default: [:]][name] = page
            judge(line, name, columns, boxes, texts, page)
        }
        if isForm, lines.count == 1, let title = texts[lines[0][0]]?.first(where: { $0.run.face == .heiBold }) {
            lone.append((part.table, LayoutFinding(.loneTotal, page: page, element: "\(title.box.name) “\(title.text)”")))
        }
    }

    /// `r02` of the stub cell `r02` or of the cell `r02c5`.
    private func rowName(_ box: Box, _ columns: [Column]) -> String {
        if box.kind == .stubCell { return box.name }
        let column = columns.first { $0.x <= box.rect.midX && box.rect.midX < $0.x + $0.width } ?? columns.first
        return column.map { box.name.hasSuffix($0.name) ? String(box.name.dropLast($0.name.count)) : box.name } ?? box.name
    }

    /// A cell of the row below every head, unless one cell stands over several columns.
    private mutating func judge(_ line: [Int], _ name: String, _ columns: [Column], _ boxes: [Box], _ texts: [Int: [PageInk.Text]], _ page: Int) {
        let isHeading = !line.contains { boxes[$0].kind == .cell && texts[$0] != nil }
        var missing: [Column] = []
        for column in columns {
            guard let cell = line.first(where: { boxes[$0].rect.x < column.middle && column.middle < boxes[$0].rect.maxX }) else {
                // The title of a group has no code.
                if !(isHeading && column.name == "code") { missing.append(column) }
                continue
            }
            let box = boxes[cell], expected = column.name == "stub" ? name : name + column.name
            if box.rect.width < column.width + 0.5, box.name != expected {
                found.append(LayoutFinding(.rowTorn, page: page, element: "\(box.name) in row \(name)"))
            }
        }
        if !missing.isEmpty {
            found.append(LayoutFinding(
                .rowTorn, page: page, element: "\(name): without \(missing.map(\.name).joined(separator: ", "))", excess: missing.reduce(0) { $0 + $1.width }))
        }
    }
}
