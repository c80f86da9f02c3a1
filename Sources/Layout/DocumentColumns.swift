internal import Documents
internal import ReportModel
internal import Scene

/// How wide the columns of a document's table are, and in what size it is set. What does not fit side by side at the smallest size
/// is divided into bands, each with the first column.
struct DocumentColumns {
    /// Columns that stand side by side, with their edges from the left of the frame.
    struct Band {
        var columns: [Int]
        var edges: [Double]
        func width(_ place: Int) -> Double { edges[place + 1] - edges[place] }
    }
    let size: Double
    let headSize: Double
    let bands: [Band]

    /// Space on both sides of a text.
    static let pad = 4.2
    /// No column asks for more than this before its texts are broken; the widest word and code that are kept whole: ems.
    private static let widest = 44.0, longestWord = 12.0, longestCode = 18.0

    /// Widths at size 1: what a column would take without a break, and what it must have.
    struct Needs {
        var natural = 0.0
        var least = 0.0
        mutating func add(natural: Double, least: Double) {
            self.natural = max(self.natural, natural)
            self.least = max(self.least, least)
        }
    }

    init(_ needs: [Needs], shares: [Int?], width: Double, theme: Theme) {
        let floor = theme.minimumSize, full = max(floor, theme.bodySize)
        var size = full
        func least(_ index: Int) -> Double { min(needs[index].least * size + 2 * Self.pad, width * 0.45) }
        func sum(_ columns: [Int]) -> Double { columns.reduce(0) { $0 + least($1) } }
        let all = Array(needs.indices)
        while sum(all) > width, size > floor + 1e-9 { size = max(floor, size - 0.25) }
        if sum(all) > width { size = full }
        var bands: [[Int]] = [[]]
        for column in all {
            if !bands[bands.count - 1].isEmpty, sum(bands[bands.count - 1] + [column]) > width { bands.append([0]) }
            bands[bands.count - 1].append(column)
        }
        self.size = size
        headSize = max(floor, min(theme.headerSize, theme.headerSize * size / full))
        self.bands = bands.map { columns in
            let wanted = columns.map { min(needs[$0].natural, max(Self.widest, needs[$0].least)) * size + 2 * Self.pad }
            let widths = Self.divide(width, least: columns.map(least), wanted: wanted, shares: columns.map { shares[$0] })
            var edge = 0.0
            return Band(columns: columns, edges: [0] + widths.map { edge += $0; return edge })
        }
    }

    /// Natural width of a table at a size.
    static func natural(_ needs: [Needs], size: Double) -> Double { needs.reduce(0) { $0 + min($1.natural, max(widest, $1.least)) * size + 2 * pad } }

    /// The whole width: as wanted and what is left in proportion to it, or what must be and the rest by what is missing.
    private static func divide(_ width: Double, least: [Double], wanted: [Double], shares: [Int?]) -> [Double] {
        var wanted = zip(wanted, least).map(max)
        let shared = wanted.indices.filter { shares[$0] != nil }
        if !shared.isEmpty {
            let taken = wanted.indices.filter { shares[$0] == nil }.reduce(0) { $0 + wanted[$1] }
            let total = Double(shared.reduce(0) { $0 + (shares[$1] ?? 0) })
            for index in shared { wanted[index] = max(least[index], (width - taken) * Double(shares[index]!) / max(1, total)) }
        }
        let sum = wanted.reduce(0, +)
        if sum <= width { return wanted.map { $0 * width / sum } }
        let floor = least.reduce(0, +), missing = sum - floor
        return zip(least, wanted).map { $0 + ($1 - $0) * (width - floor) / missing }
    }

    // MARK: Measuring

    /// Over heads and all cells; texts are printable already.
    static func needs(_ table: DocumentTable, heads: [String], theme: Theme, text: DocumentText) -> [Needs] {
        var needs = [Needs](repeating: Needs(), count: table.columns.count)
        let ratio = theme.headerSize / theme.bodySize, shaper = text.shaper
        for (index, head) in heads.enumerated() {
            let whole = shaper.unitWidth(head, .heiRegular)
            let breaker = HeadBreaker { shaper.unitWidth($0, .heiRegular) }
            let least = head.count > 24 ? longestWord : breaker.minimumWidth([head], unitLine: nil, effort: .halves)
            needs[index].add(natural: whole * ratio, least: min(whole, least, longestWord) * ratio)
        }
        for row in table.rows where !row.isSpanning {
            let face: Face = row.style == .total ? .heiBold : .heiRegular
            for (index, cell) in row.cells.enumerated() where index < needs.count {
                switch cell {
                case .text(let string): add(string, face, isCode: false, text, to: &needs[index])
                case .code(let string): add(string, face, isCode: true, text, to: &needs[index])
                case .light(_, let string):
                    // A short word stays beside its light; a sentence is broken.
                    string.count > 8 ? add(cell.text, .heiBold, isCode: false, text, to: &needs[index]) : whole(cell.text, .heiBold, text, to: &needs[index])
                default: whole(cell.text, face, text, to: &needs[index])
                }
            }
        }
        return needs
    }

    private static func whole(_ string: String, _ face: Face, _ text: DocumentText, to needs: inout Needs) {
        let width = text.shaper.unitWidth(string, face)
        needs.add(natural: width, least: width)
    }

    private static func add(_ string: String, _ face: Face, isCode: Bool, _ text: DocumentText, to needs: inout Needs) {
        for line in string.split(separator: "\n") {
            let natural = text.shaper.unitWidth(String(line), face)
            // A line that no longer moves the limits is not taken apart.
            if natural <= needs.least { continue }
            let least = natural <= 5 ? natural : isCode ? (natural <= longestCode ? natural : longestWord)
                : text.pieces(String(line), isCode: false).reduce(5) { max($0, min(longestWord, text.shaper.unitWidth($1, face))) }
            needs.add(natural: natural, least: least)
        }
    }
}
