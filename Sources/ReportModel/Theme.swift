public import Diagnostics

/// How pages look: sizes in points, colours as 0xRRGGBB. `ReportDefs/theme/*.yaml`.
public struct Theme: Sendable, Hashable {
    public var titleSize = 17.0
    public var periodSize = 11.0
    public var bodySize = 8.0
    public var headerSize = 7.5
    public var columnNumberSize = 6.5
    public var noteSize = 7.0
    public var footSize = 7.0
    /// No text is ever set smaller.
    public var minimumSize = 6.5

    /// Millimetres.
    public var marginLeft = 19.0
    public var marginRight = 19.0
    public var marginTop = 18.0
    public var marginBottom = 16.0

    public var ink: UInt32 = 0x1a1a1a
    public var grey: UInt32 = 0x5c6670
    /// Special values (— and 缺): they step back.
    public var faint: UInt32 = 0x8a949c
    public var headerTint: UInt32 = 0xf1f4f6
    public var totalTint: UInt32 = 0xe8eef3
    /// Behind figures that a rule highlights as a warning.
    public var warningTint: UInt32 = 0xf8e7df
    public var hair: UInt32 = 0x9aa3ab
    public var grid: UInt32 = 0xdfe4e8
    public var plannedTint: UInt32 = 0xb9c7d3
    public var bandTint: UInt32 = 0xf0f4f7
    /// Series colours, in order.
    public var palette: [UInt32] = [0x1f4e79, 0xc98a2b, 0x2f8577, 0xa4473c, 0x6b7f92, 0x7a6496, 0x8c8f3f]

    /// Classes of a tile map, from the lowest to the highest.
    public var ramp: [UInt32] = [0xe4ecf3, 0xbccfdf, 0x8bacc8, 0x41739d, 0x1f4e79]

    /// Top and bottom rule of the table, rule under the header, hair rule: widths in points.
    public var outerRule = 1.2
    public var headerRule = 0.5
    public var hairRule = 0.35

    public var notApplicableText = "—"
    public var missingText = "缺"
    public var suppressedText = "*"

    /// Outlined across every page as the last layer; `{state}` is the edition, for instance 测试版. Empty: none.
    public var watermark = ""
    /// Extra margin on the side where pages are bound: millimetres.
    public var bindingEdge = 7.0

    public init() {}
}
