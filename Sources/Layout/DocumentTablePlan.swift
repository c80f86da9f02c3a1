internal import Documents
internal import ReportModel
internal import Scene

/// A table of a document, broken into lines: what stands in each cell, and how high each row is.
struct DocumentTablePlan {
    /// A row, or the lines of it that stand on one page when it is higher than a page.
    struct Part {
        var row: Int
        var lines: Range<Int>
        /// Begins the row.
        var isFirst: Bool { lines.lowerBound == 0 }
    }

    /// Columns that stand side by side.
    struct Band {
        var columns: DocumentColumns.Band
        var heads: [[String]]
        /// Row → place in the band → lines.
        var cells: [[[String]]]
        func lineCount(_ row: Int) -> Int { max(1, cells[row].map(\.count).max() ?? 1) }
    }

    let table: DocumentTable
    /// `t2`: second table of the document.
    let name: String
    let size: Double
    let headSize: Double
    let bands: [Band]
    /// Band → lines of its title, and of the title of its continuation; none without a title.
    private let titles: [(first: [String], next: [String])]
    /// What stands in place of rows when there are none.
    let none: [String]

    init(_ given: DocumentTable, number: Int, width: Double, needs: [DocumentColumns.Needs]? = nil, theme: Theme, text: DocumentText) {
        let table = Self.printable(given, text)
        let heads = table.columns.map(\.title)
        let columns = DocumentColumns(
            needs ?? DocumentColumns.needs(table, heads: heads, theme: theme, text: text), shares: table.columns.map(\.share), width: width, theme: theme)
        (size, headSize) = (columns.size, columns.headSize)
        bands = columns.bands.map { band in
            Band(
                columns: band, heads: band.columns.enumerated().map { Self.head(heads[$1], size: columns.headSize, width: band.width($0) - 5, text) },
                cells: table.rows.map { row in
                    if row.isSpanning {
                        return [text.lines(row.cells[0].text, TextStyle(.heiBold, columns.size, theme.ink), width: width - 2 * DocumentColumns.pad)] + Array(repeating: [], count: band.columns.count - 1)
                    }
                    return band.columns.enumerated().map { place, column in
                        let style = DocumentCellStyle(row.cells[column], row.style, theme, size: columns.size)
                        let isCode = if case .code = row.cells[column] { true } else { false }
                        return text.lines(row.cells[column].text, style.text, width: band.width(place) - 2 * DocumentColumns.pad, isCode: isCode)
                    }
                })
        }
        self.table = table
        name = "t\(number)"
        let size = columns.size, titleStyle = TextStyle(.heiBold, size, theme.ink)
        titles = columns.bands.indices.map { band in
            let title = Self.title(table.title ?? "", columns.bands, band)
            return title.isEmpty ? ([], []) : (text.lines(title, titleStyle, width: width), text.lines(title + "（续）", titleStyle, width: width))
        }
        none = text.lines(table.empty, TextStyle(.heiRegular, size, theme.grey), width: width - 2 * DocumentColumns.pad)
    }

    private static func title(_ title: String, _ bands: [DocumentColumns.Band], _ band: Int) -> String {
        guard bands.count > 1 else { return title }
        let places = bands[band].columns, first = band == 0 ? places[0] : places[min(1, places.count - 1)]
        return "\(title)（第 \(first + 1)—\(places[places.count - 1] + 1) 栏）"
    }

    func title(_ band: Int, isContinued: Bool) -> [String] { isContinued ? titles[band].next : titles[band].first }

    /// Heads, cells and title with nothing that cannot be set.
    static func printable(_ table: DocumentTable, _ text: DocumentText) -> DocumentTable {
        var result = table
        result.title = table.title.map { text.printable($0, .heiBold).replacing("\n", with: " ") }
        result.empty = text.printable(table.empty, .heiRegular)
        for index in table.columns.indices { result.columns[index].title = text.printable(table.columns[index].title, .heiRegular) }
        for index in table.rows.indices {
            let face: Face = table.rows[index].style == .total || table.rows[index].isSpanning ? .heiBold : .heiRegular
            for (place, cell) in table.rows[index].cells.enumerated() {
                switch cell {
                case .text(let string): result.rows[index].cells[place] = .text(text.printable(string, face))
                case .code(let string): result.rows[index].cells[place] = .code(text.printable(string, face))
                case .light(let light, let string): result.rows[index].cells[place] = .light(light, text.printable(string, .heiBold))
                default: break
                }
            }
        }
        return result
    }

    private static func head(_ title: String, size: Double, width: Double, _ text: DocumentText) -> [String] {
        let style = TextStyle(.heiRegular, size, 0)
        if text.shaper.width(title, style) <= width { return [title] }
        if title.count <= 24 {
            let lines = HeadBreaker { text.shaper.width($0, style) }.lines([title], fitting: width, effort: .thirds)
            if lines.allSatisfy({ text.shaper.width($0, style) <= width }) { return lines }
        }
        return text.lines(title, style, width: width)
    }

    // MARK: Heights

    var leading: Double { size * 1.4 }
    var headLeading: Double { headSize * 1.3 }
    private var rowPad: Double { size * 0.27 }
    var firstLine: Double { rowPad + leading / 2 }

    /// Of the longer of both titles.
    func titleHeight(_ band: Int) -> Double { titles[band].next.isEmpty ? 0 : Double(titles[band].next.count) * titleLeading + size * 0.25 }
    var titleLeading: Double { size * 1.5 }
    var noneHeight: Double { height(lines: none.count) }
    func headHeight(_ band: Int) -> Double { Double(bands[band].heads.map(\.count).max() ?? 1) * headLeading + size * 0.75 }
    func height(lines: Int) -> Double { Double(lines) * leading + 2 * rowPad }
    func height(_ row: Int, band: Int) -> Double { height(lines: bands[band].lineCount(row)) }
    /// How many lines of a row go into a height; at least one.
    func lines(in height: Double) -> Int { max(1, Int((height - 2 * rowPad) / leading)) }

    /// Title, heads and the first rows: what must stand together for the table to begin on a page.
    func beginning(_ band: Int) -> Double {
        titleHeight(band) + headHeight(band) + (table.rows.isEmpty ? noneHeight : (0..<min(2, table.rows.count)).reduce(0) { $0 + height($1, band: band) })
    }
}

/// How a cell is set.
struct DocumentCellStyle {
    var text: TextStyle

    init(_ cell: DocumentCell, _ row: DocumentTable.Row.Style, _ theme: Theme, size: Double) {
        text = TextStyle(row == .total ? .heiBold : .heiRegular, size, row == .section ? theme.grey : theme.ink)
        switch cell {
        case .missing, .notApplicable: text.color = Color(theme.faint)
        case .light(let light, _): text = TextStyle(.heiBold, size, Self.color(light, theme))
        default: break
        }
    }

    /// Of the theme's series colours; symbol and word tell the same.
    private static func color(_ light: TrafficLight, _ theme: Theme) -> UInt32 {
        func palette(_ index: Int) -> UInt32 { theme.palette.isEmpty ? theme.ink : theme.textColor(theme.palette[index % theme.palette.count]) }
        return switch light {
        case .good: palette(2)
        case .open: palette(4)
        case .attention: palette(1)
        case .stop: palette(3)
        }
    }
}
