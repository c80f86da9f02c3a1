internal import ReportModel
internal import Scene

/// The theme in a spreadsheet's means: makes styles and measures text in them.
struct WorkbookStyles {
    let theme: Theme
    let fonts: WorkbookOptions.Fonts
    let sizeFactor: Double
    let widthFactor: Double
    let shaper: any TextShaper
    var table = StyleTable()

    init(_ options: WorkbookOptions) {
        theme = options.theme
        fonts = options.fonts
        sizeFactor = options.sizeFactor
        widthFactor = options.widthFactor
        shaper = options.shaper
    }

    // MARK: Styles

    /// A page size in the workbook, to half points.
    func size(_ points: Double) -> Double { (points * sizeFactor * 2).rounded() / 2 }

    func body(_ color: UInt32? = nil, bold: Bool = false) -> CellStyle {
        var style = CellStyle(font: fonts.body, size: size(theme.bodySize), color: color ?? theme.ink)
        style.bold = bold
        return style
    }
    var title: CellStyle {
        var style = CellStyle(font: fonts.title, size: size(theme.titleSize), color: theme.ink)
        style.bold = true
        style.horizontal = .center
        return style
    }
    var period: CellStyle {
        var style = CellStyle(font: fonts.body, size: size(theme.periodSize), color: theme.ink)
        style.horizontal = .center
        return style
    }
    func note(_ color: UInt32? = nil, bold: Bool = false) -> CellStyle {
        var style = CellStyle(font: fonts.body, size: size(theme.noteSize), color: color ?? theme.grey)
        style.bold = bold
        return style
    }
    var head: CellStyle {
        var style = CellStyle(font: fonts.body, size: size(theme.headerSize), color: theme.ink)
        style.fill = theme.headerTint
        style.horizontal = .center
        style.wraps = true
        return style
    }
    var columnNumber: CellStyle {
        var style = CellStyle(font: fonts.body, size: size(theme.columnNumberSize), color: theme.grey)
        style.horizontal = .center
        return style
    }

    var outerRule: CellStyle.Border { CellStyle.Border(line: .medium, color: theme.ink) }
    var headerRule: CellStyle.Border { CellStyle.Border(line: .thin, color: theme.grey) }
    /// A spreadsheet's thinnest solid line is twice the page's hair rule: half the ink makes it look the same.
    var hairRule: CellStyle.Border {
        // Each channel halfway to white, without carrying between channels.
        let lighter = ((theme.hair & 0xfefefe) >> 1) + 0x7f7f7f
        return CellStyle.Border(line: .thin, color: lighter)
    }

    mutating func index(_ style: CellStyle) -> Int { table.index(of: style) }

    // MARK: Measures

    /// Width in pixels, with the safety factor.
    func pixels(_ text: String, _ style: CellStyle) -> Double { pixels(text.utf8, style) }

    func pixels(_ text: some Collection<UInt8>, _ style: CellStyle) -> Double {
        shaper.plainWidth(of: text, face: face(style), size: style.size) / 0.75 * widthFactor
    }

    private func face(_ style: CellStyle) -> Face {
        style.font == fonts.title ? .songBold : style.bold ? .heiBold : .heiRegular
    }

    /// How many lines a text takes in a width; each line may stay a character short.
    func lineCount(_ text: String, _ style: CellStyle, width: Double) -> Int {
        let usable = max(style.size * 2, width - style.size / 0.75)
        return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { count, line in
            count + max(1, Int((pixels(String(line), style) / usable).rounded(.up)))
        }
    }

    func lineHeight(_ style: CellStyle) -> Double { style.size * 1.4 }

    /// Row height in points, a whole number of pixels.
    static func height(_ points: Double) -> Double { (points / 0.75).rounded(.up) * 0.75 }
}
