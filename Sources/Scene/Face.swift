/// The typefaces that Gazette ships and pins. Roles (title, body, emphasis) map to these in the theme.
public enum Face: String, Sendable, Hashable, CaseIterable, Comparable {
    /// 黑体 regular: body text and figures.
    case heiRegular = "hei-regular"
    /// 黑体 bold: totals and captions.
    case heiBold = "hei-bold"
    /// 宋体 bold: titles.
    case songBold = "song-bold"

    public static func < (a: Face, b: Face) -> Bool { a.rawValue < b.rawValue }
}
