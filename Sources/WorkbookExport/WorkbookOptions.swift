public import ReportModel
public import Scene

/// What a workbook needs besides the report.
public struct WorkbookOptions {
    public var theme: Theme
    /// Creation date in the document properties, `2026-11-15T00:00:00Z`; from the release parameters, never the clock.
    public var created: String
    /// Printed charts as PNG by chart id: for charts that have no native form (bars with a line on a second axis).
    public var chartPictures: [String: [UInt8]]
    /// Measures text for column widths and row heights.
    public var shaper: any TextShaper
    public var fonts: Fonts
    /// Workbook sizes are the page's sizes times this: 8 pt is too small on a screen; in print, fit-to-width brings it back.
    public var sizeFactor: Double
    /// Column widths are the measured text times this, because the reader's machine may set another font.
    public var widthFactor: Double

    /// Faces by name, as an office's machine has them; a workbook cannot carry fonts.
    public struct Fonts: Sendable, Hashable {
        public var title = "宋体"
        public var body = "微软雅黑"
        public init() {}
    }

    public init(
        theme: Theme, created: String, chartPictures: [String: [UInt8]] = [:], shaper: any TextShaper, fonts: Fonts = Fonts(),
        sizeFactor: Double = 1.25, widthFactor: Double = 1.15
    ) {
        self.theme = theme; self.created = created; self.chartPictures = chartPictures; self.shaper = shaper
        self.fonts = fonts; self.sizeFactor = sizeFactor; self.widthFactor = widthFactor
    }
}
