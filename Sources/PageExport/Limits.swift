import Scene

/// Bounds of what a page may hold. The drawing library computes with 24.8 bit fixed numbers: a coordinate beyond them would wrap
/// round silently.
enum Limits {
    static let coordinate = 100_000.0
    /// Text below this size, in points, is a slip.
    static let textSize = 0.001

    /// False for a value that is not finite, too.
    @inline(__always)
    static func allows(_ value: Double) -> Bool { abs(value) <= coordinate }
    static func allows(_ point: Point) -> Bool { allows(point.x) && allows(point.y) }
    static func allows(_ rect: Rect) -> Bool {
        allows(rect.x) && allows(rect.y) && allows(rect.width) && allows(rect.height) && rect.width >= 0 && rect.height >= 0
    }
    static func allows(width: Double) -> Bool { width >= 0 && allows(width) }
    /// Lengths of a dash pattern: none, or not negative with at least one positive.
    static func allows(dash: [Double]) -> Bool { dash.isEmpty || (dash.allSatisfy { allows($0) && $0 >= 0 } && dash.contains { $0 > 0 }) }
}

extension Item.Content {
    /// True when all places and sizes can be drawn. Those of text are looked at while its glyphs are set.
    var isWithinLimits: Bool {
        switch self {
        case .text: true
        case .fill(let rect, _): Limits.allows(rect)
        case .line(let from, let to, let width, _, let dash):
            Limits.allows(from) && Limits.allows(to) && Limits.allows(width: width) && Limits.allows(dash: dash)
        case .path(let path):
            (path.segments.isEmpty || path.segments.first?.isMove == true) && path.segments.allSatisfy(\.isWithinLimits)
                && Limits.allows(width: path.width) && Limits.allows(dash: path.dash)
        case .outlines(_, let degrees, let width): Limits.allows(width: width) && degrees.isFinite
        case .image(let image): Limits.allows(image.rect)
        }
    }
}

extension Path.Segment {
    fileprivate var isMove: Bool {
        if case .move = self { true } else { false }
    }

    fileprivate var isWithinLimits: Bool {
        switch self {
        case .move(let p), .line(let p): Limits.allows(p)
        case .curve(let a, let b, let c): Limits.allows(a) && Limits.allows(b) && Limits.allows(c)
        case .close: true
        }
    }
}

/// What can be wrong with a run of text.
enum RunProblem {
    case coordinate, inconsistent

    func throwIt(_ page: Page, _ item: Item, _ number: Int) throws -> Never {
        switch self {
        case .coordinate: throw OutputDiagnostics.coordinate(page, item: item, number: number)
        case .inconsistent: throw OutputDiagnostics.run(page, item: item, number: number)
        }
    }
}

extension TextRun {
    /// What is wrong with the run as a whole, if anything.
    func problem(in page: Page) -> RunProblem? {
        guard glyphs.upperBound <= page.glyphs.count, text.upperBound <= page.utf8.count, !glyphs.isEmpty || text.isEmpty else { return .inconsistent }
        return Limits.allows(origin) && size >= Limits.textSize && Limits.allows(size) ? nil : .coordinate
    }

    /// The same with the places of its glyphs, which are looked at one by one where text is set, but not where its outlines are drawn.
    func outlineProblem(in page: Page) -> RunProblem? {
        if let problem = problem(in: page) { return problem }
        return page.glyphs[glyphs].allSatisfy { Limits.allows(Double($0.x)) && Limits.allows(Double($0.y)) } ? nil : .coordinate
    }
}
