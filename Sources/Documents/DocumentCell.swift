public import Quantities

/// One cell: a text, an exact figure, or a state that says why there is none.
public enum DocumentCell: Sendable, Hashable {
    case text(String)
    /// Bytes of a file or a line, code or name: set as it is, never broken at blanks, never taken for a number.
    case code(String)
    case count(Int)
    case figure(Decimal)
    /// A difference: printed with its sign, plus too.
    case difference(Decimal)
    /// 缺
    case missing
    /// —
    case notApplicable
    case light(TrafficLight, String)

    /// As printed: grouped digits, true minus, the word beside the light.
    public var text: String {
        switch self {
        case .text(let text), .code(let text): text
        case .count(let count): Decimal(unscaled: Int128(count), scale: 0).text()
        case .figure(let figure): figure.text()
        case .difference(let figure): (figure.unscaled > 0 ? "+" : "") + figure.text()
        case .missing: "缺"
        case .notApplicable: "—"
        case .light(let light, let text): text.isEmpty ? "\(light.symbol) \(light.word)" : "\(light.symbol) \(text)"
        }
    }

    public static func figure(_ unscaled: some BinaryInteger, scale: Int) -> DocumentCell { .figure(Decimal(unscaled: Int128(unscaled), scale: scale)) }
    public static func difference(_ unscaled: some BinaryInteger, scale: Int) -> DocumentCell { .difference(Decimal(unscaled: Int128(unscaled), scale: scale)) }

    public var isFigure: Bool {
        switch self {
        case .count, .figure, .difference: true
        default: false
        }
    }
}

/// The state of a step or a balance. Told apart by shape and word as well as by colour.
public enum TrafficLight: String, Sendable, Hashable, Comparable, CaseIterable {
    case good, open, attention, stop

    public var symbol: String {
        switch self {
        case .good: "●"
        case .open: "○"
        case .attention: "▲"
        case .stop: "■"
        }
    }

    public var word: String {
        switch self {
        case .good: "正常"
        case .open: "未到"
        case .attention: "注意"
        case .stop: "停止"
        }
    }

    private var rank: Int { Self.allCases.firstIndex(of: self)! }
    public static func < (a: TrafficLight, b: TrafficLight) -> Bool { a.rank < b.rank }
}
