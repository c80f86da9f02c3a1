/// Punctuation of full width whose ink stands in one half of its square; the other half is white.
public enum FullWidthMark: Sendable {
    /// White at the left: （《“
    case opening
    /// White at the right: ）》”，。
    case closing

    public init?(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "（", "《", "〈", "「", "『", "【", "〔", "［", "｛", "“", "‘": self = .opening
        case "）", "》", "〉", "」", "』", "】", "〕", "］", "｝", "”", "’", "，", "、", "；", "：", "。", "！", "？": self = .closing
        default: return nil
        }
    }

    /// The white half, in ems.
    public static let white = 0.5
}
