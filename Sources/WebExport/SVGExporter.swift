public import Scene

/// A page as SVG: text stays text, every character where the layout put it.
public enum SVGExporter {
    /// `title` is what readers who cannot see the picture are told.
    public static func export(_ page: Page, title: String) -> String {
        var svg = Markup()
        let width = number(page.size.width), height = number(page.size.height)
        svg.open("svg", [
            ("xmlns", "http://www.w3.org/2000/svg"), ("width", width + "pt"), ("height", height + "pt"), ("viewBox", "0 0 \(width) \(height)"),
            ("role", "img"), ("aria-label", title), ("font-kerning", "none"),
        ])
        svg.element("title", [], title)
        for item in page.items { add(item, of: page, to: &svg) }
        svg.close("svg")
        return svg.text
    }

    private static func add(_ item: Item, of page: Page, to svg: inout Markup) {
        switch item.content {
        case .text(let run): add(run, of: page, to: &svg)
        case .fill(let rect, let color):
            svg.element("rect", [
                ("x", number(rect.x)), ("y", number(rect.y)), ("width", number(rect.width)), ("height", number(rect.height)), ("fill", color.description),
            ])
        case .line(let from, let to, let width, let color, let dash):
            svg.element("line", [
                ("x1", number(from.x)), ("y1", number(from.y)), ("x2", number(to.x)), ("y2", number(to.y)), ("stroke", color.description), ("stroke-width", number(width)),
            ] + dashes(dash))
        case .path(let path):
            let stroke = path.stroke.map { [("stroke", $0.description), ("stroke-width", number(path.width)), ("stroke-linejoin", "round")] } ?? []
            svg.element("path", [("d", data(path)), ("fill", path.fill?.description ?? "none")] + stroke + dashes(path.dash))
        case .outlines(let run, let degrees, let width):
            let text = String(decoding: page.utf8[run.text], as: UTF8.self), x = number(run.origin.x), y = number(run.origin.y)
            svg.element("text", [
                ("x", x), ("y", y), ("transform", "rotate(\(number(-degrees)) \(x) \(y))"), ("font-family", family(run.face)), ("font-weight", "700"),
                ("font-size", number(run.size)), ("fill", "none"), ("stroke", run.color.description), ("stroke-width", number(width)), ("aria-hidden", "true"),
            ], text)
        case .image(let image):
            svg.element("image", [
                ("x", number(image.rect.x)), ("y", number(image.rect.y)), ("width", number(image.rect.width)), ("height", number(image.rect.height)),
                ("href", "data:image/png;base64," + Base64.encode(image.png)),
            ])
        }
    }

    /// One x for each character: the reader's own typeface may be wider, the places stay.
    private static func add(_ run: TextRun, of page: Page, to svg: inout Markup) {
        let text = String(decoding: page.utf8[run.text], as: UTF8.self)
        let places = page.glyphs[run.glyphs].map { number(run.origin.x + Double($0.x)) }.joined(separator: " ")
        svg.element("text", [
            ("x", places), ("y", number(run.origin.y)), ("font-family", family(run.face)), ("font-weight", run.face == .heiRegular ? "400" : "700"),
            ("font-size", number(run.size)), ("fill", run.color.description),
        ], text)
    }

    private static func family(_ face: Face) -> String {
        face == .songBold
            ? "'Gazette Song', 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, serif"
            : "'Gazette Hei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', sans-serif"
    }

    private static func dashes(_ dash: [Double]) -> [(String, String)] {
        dash.isEmpty ? [] : [("stroke-dasharray", dash.map(number).joined(separator: " "))]
    }

    private static func data(_ path: Path) -> String {
        func point(_ point: Point) -> String { "\(number(point.x)) \(number(point.y))" }
        return path.segments.map { segment in
            switch segment {
            case .move(let to): "M" + point(to)
            case .line(let to): "L" + point(to)
            case .curve(let a, let b, let to): "C" + [a, b, to].map(point).joined(separator: " ")
            case .close: "Z"
            }
        }.joined()
    }

    /// Hundredths of a point, without trailing zeros; the same on every machine.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let whole = abs(hundredths) / 100, part = abs(hundredths) % 100
        let fraction = part == 0 ? "" : part % 10 == 0 ? ".\(part / 10)" : part < 10 ? ".0\(part)" : ".\(part)"
        return (hundredths < 0 ? "-" : "") + "\(whole)\(fraction)"
    }
}

/// RFC 4648, with padding.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = 0
            for index in 0..<3 { group = group << 8 | (index < count ? Int(bytes[start + index]) : 0) }
            for index in 0..<4 { result.append(index <= count ? alphabet[group >> (18 - 6 * index) & 63] : UInt8(ascii: "=")) }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
