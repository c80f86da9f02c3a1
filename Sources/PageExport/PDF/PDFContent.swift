import Scene
import TextShaping

/// The content stream of one page after another: fills and lines that look alike are gathered in one path, texts keep their order.
///
/// Places are written in hundredths of a point, from the bottom left corner.
final class PDFContent {
    private enum Gathering: Equatable {
        case nothing
        case fills
        case lines
    }
    private struct LineStyle: Equatable {
        var width = 1.0
        var color = Color.black
        var dash: [Double] = []
        var miterLimit = 10.0
    }
    /// The string that is being written.
    private enum Writing {
        case nothing
        case simple
        case wide
    }

    let out = ByteBuffer()
    private let faces: [PDFFace]
    private var height = 0
    private var gathering = Gathering.nothing
    private var lineStyle = LineStyle()
    private var fillColor = Color.black
    private var isInText = false
    private var font = (number: -1, size: 0.0)
    /// Where the current line of text starts.
    private var lineStart = (x: 0, y: 0)
    private var writing = Writing.nothing
    private var stringStart = 0
    private var hasShifts = false
    /// Whether marked content is open, and whether it was opened within a text object.
    private var mark: (isOpen: Bool, isInText: Bool) = (false, false)

    init(_ faces: [PDFFace]) { self.faces = faces }

    func begin(_ size: Size) {
        out.clear()
        height = hundredths(size.height)
        (gathering, lineStyle, fillColor, isInText) = (.nothing, LineStyle(), .black, false)
        (font, writing, mark) = ((-1, 0), .nothing, (false, false))
    }

    func end() {
        endMark()
        leaveText()
    }

    // MARK: Marked content

    /// Opens marked content of a structure element (`number` counts within the page), or an artifact for nil.
    /// `text`: all of it is text.
    func beginMark(_ tag: StaticString, number: Int?, text: Bool) {
        endMark()
        if text { enterText() } else { leaveText() }
        out.put("/")
        out.put(tag)
        if let number {
            out.put("<</MCID ")
            out.put(number)
            out.put(">>BDC\n")
        } else {
            out.put(" BMC\n")
        }
        mark = (true, text)
    }

    func endMark() {
        guard mark.isOpen else { return }
        if mark.isInText { flush() } else { leaveText() }
        out.put("EMC\n")
        mark.isOpen = false
    }

    // MARK: Shapes

    func fill(_ rect: Rect, _ color: Color) {
        let left = hundredths(rect.x), right = hundredths(rect.maxX), top = height - hundredths(rect.y), bottom = height - hundredths(rect.maxY)
        guard right > left, top > bottom else { return }
        if gathering != .fills || fillColor != color {
            leaveText()
            setFill(color)
            gathering = .fills
        }
        put(left, bottom)
        put(right - left, top - bottom)
        out.put("re\n")
    }

    func line(from: Point, to: Point, width: Double, color: Color, dash: [Double]) {
        if width == 0 { return }
        let style = LineStyle(width: width, color: color, dash: dash)
        if gathering != .lines || lineStyle != style {
            leaveText()
            set(style)
            gathering = .lines
        }
        put(from)
        out.put("m ")
        put(to)
        out.put("l\n")
    }

    func path(_ path: Path) {
        let isStroked = path.stroke != nil && path.width > 0
        guard !path.segments.isEmpty, path.fill != nil || isStroked else { return }
        leaveText()
        if let fill = path.fill { setFill(fill) }
        // Corners up to a right angle are sharp, more acute ones (peaks of a line chart) are cut off.
        if isStroked, let stroke = path.stroke { set(LineStyle(width: path.width, color: stroke, dash: path.dash, miterLimit: 1.5)) }
        for segment in path.segments {
            switch segment {
            case .move(let point): put(point); out.put("m\n")
            case .line(let point): put(point); out.put("l\n")
            case .curve(let a, let b, let point): put(a); put(b); put(point); out.put("c\n")
            case .close: out.put("h\n")
            }
        }
        out.put(path.fill == nil ? "S\n" : isStroked ? "B\n" : "f\n")
    }

    func image(_ number: Int, in rect: Rect) {
        guard rect.width > 0, rect.height > 0 else { return }
        leaveText()
        out.put("q ")
        out.put(hundredths(rect.width), over: 100)
        out.put(" 0 0 ")
        out.put(hundredths(rect.height), over: 100)
        out.put(" ")
        put(Point(rect.x, rect.maxY))
        out.put("cm /I")
        out.put(number)
        out.put(" Do Q\n")
    }

    // MARK: Text

    /// Sets a run; answers what is wrong with it, if anything.
    func show(_ run: TextRun, of page: Page) throws(TrueTypeSubset.Damaged) -> RunProblem? {
        if let problem = run.problem(in: page) { return problem }
        if run.glyphs.isEmpty { return nil }
        if !isInText || gathering != .nothing { enterText() }
        setFill(run.color)
        var problem: RunProblem?
        try page.glyphs.withUnsafeBufferPointer { glyphs throws(TrueTypeSubset.Damaged) in
            try page.utf8.withUnsafeBufferPointer { text throws(TrueTypeSubset.Damaged) in
                problem = try show(run, UnsafeBufferPointer(rebasing: glyphs[run.glyphs]), UnsafeBufferPointer(rebasing: text[run.text]))
            }
        }
        return problem
    }

    private func show(
        _ run: TextRun, _ glyphs: UnsafeBufferPointer<Glyph>, _ text: UnsafeBufferPointer<UInt8>
    ) throws(TrueTypeSubset.Damaged) -> RunProblem? {
        let faceNumber = run.face.number, face = faces[faceNumber], toThousandths = 1000 / run.size
        // Where the next glyph would stand, in thousandths of the size from the run's origin, and how high.
        var pen = 0, y = Float.nan, place = 0
        for glyph in glyphs {
            let x = run.origin.x + Double(glyph.x), bytes = Int(glyph.byteCount)
            guard Limits.allows(x), Limits.allows(run.origin.y + Double(glyph.y)) else { return .coordinate }
            guard place + bytes <= text.count else { return .inconsistent }
            let wanted = Int((Double(glyph.x) * toThousandths).rounded())
            if glyph.y != y {
                closeString()
                move(to: Point(x, run.origin.y + Double(glyph.y)))
                (pen, y) = (wanted, glyph.y)
            }
            let code: PDFFace.Code
            if bytes == 1, face.has(text[place] & 0x7f, for: glyph.id), text[place] < 0x80 {
                code = .simple(text[place])
            } else {
                guard let found = try face.code(of: glyph.id, for: UnsafeBufferPointer(rebasing: text[place..<place + bytes])) else { return .inconsistent }
                code = found
            }
            place += bytes
            switch code {
            case .simple(let byte):
                if writing != .simple { open(.simple, font: faceNumber * 2, size: run.size) }
                if wanted != pen { shift(by: pen - wanted) }
                out.reserve(2)
                if byte == 0x28 || byte == 0x29 || byte == 0x5c { out.put(byte: 0x5c) }
                out.put(byte: byte)
            case .wide(let number):
                if writing != .wide { open(.wide, font: faceNumber * 2 + 1, size: run.size) }
                if wanted != pen { shift(by: pen - wanted) }
                out.put(hexadecimal: number)
            }
            pen = wanted + face.width(code)
        }
        closeString()
        return place == text.count ? nil : .inconsistent
    }

    private func open(_ kind: Writing, font number: Int, size: Double) {
        closeString()
        if font != (number, size) {
            out.put("/F")
            out.put(number)
            out.put(byte: 0x20)
            out.put(Int((size * 10_000).rounded()), over: 10_000)
            out.put(" Tf\n")
            font = (number, size)
        }
        (writing, stringStart, hasShifts) = (kind, out.count, false)
        out.put(byte: kind == .simple ? 0x28 : 0x3c)
    }

    /// Moves the next glyph to the left by thousandths of the size.
    private func shift(by distance: Int) {
        if !hasShifts {
            out.insert(0x5b, at: stringStart)
            hasShifts = true
        }
        out.put(byte: writing == .simple ? 0x29 : 0x3e)
        out.put(distance)
        out.put(byte: writing == .simple ? 0x28 : 0x3c)
    }

    private func closeString() {
        if writing == .nothing { return }
        out.put(byte: writing == .simple ? 0x29 : 0x3e)
        if hasShifts { out.put("]TJ\n") } else { out.put("Tj\n") }
        writing = .nothing
    }

    private func move(to point: Point) {
        let x = hundredths(point.x), y = height - hundredths(point.y)
        put(x - lineStart.x, y - lineStart.y)
        out.put("Td")
        lineStart = (x, y)
    }

    private func enterText() {
        flush()
        if isInText { return }
        out.put("BT\n")
        (isInText, lineStart) = (true, (0, 0))
    }

    private func leaveText() {
        flush()
        guard isInText else { return }
        if mark.isOpen, mark.isInText { endMark() }
        out.put("ET\n")
        isInText = false
    }

    // MARK: State

    /// Paints the path that is being gathered.
    private func flush() {
        switch gathering {
        case .nothing: return
        case .fills: out.put("f\n")
        case .lines: out.put("S\n")
        }
        gathering = .nothing
    }

    private func setFill(_ color: Color) {
        if color == fillColor { return }
        put(color)
        out.put(color.isGray ? "g\n" : "rg\n")
        fillColor = color
    }

    private func set(_ style: LineStyle) {
        if style.color != lineStyle.color {
            put(style.color)
            out.put(style.color.isGray ? "G\n" : "RG\n")
        }
        if style.width != lineStyle.width {
            out.put(Int((style.width * 1000).rounded()), over: 1000)
            out.put(" w\n")
        }
        if style.dash != lineStyle.dash {
            out.put("[")
            for length in style.dash {
                out.put(Int((length * 1000).rounded()), over: 1000)
                out.put(" ")
            }
            out.put("]0 d\n")
        }
        if style.miterLimit != lineStyle.miterLimit {
            out.put(Int((style.miterLimit * 1000).rounded()), over: 1000)
            out.put(" M\n")
        }
        lineStyle = style
    }

    private func put(_ color: Color) {
        for channel in color.isGray ? [color.red] : [color.red, color.green, color.blue] {
            out.put((Int(channel) * 1000 + 127) / 255, over: 1000)
            out.put(byte: 0x20)
        }
    }

    private func put(_ point: Point) { put(hundredths(point.x), height - hundredths(point.y)) }

    private func put(_ x: Int, _ y: Int) {
        out.put(x, over: 100)
        out.put(byte: 0x20)
        out.put(y, over: 100)
        out.put(byte: 0x20)
    }

    @inline(__always)
    private func hundredths(_ value: Double) -> Int { Int((value * 100).rounded()) }
}

extension Color {
    fileprivate var isGray: Bool { red == green && green == blue }
}

extension Face {
    /// Its place among all faces.
    var number: Int {
        switch self {
        case .heiRegular: 0
        case .heiBold: 1
        case .songBold: 2
        }
    }
}
