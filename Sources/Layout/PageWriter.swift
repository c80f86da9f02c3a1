internal import Scene

/// Puts boxes, fills, rules and texts on one page.
struct PageWriter {
    var page: Page
    let shaper: any TextShaper

    init(size: Size, shaper: any TextShaper) {
        page = Page(size: size)
        self.shaper = shaper
    }

    /// Makes room for a table of about `cells` cells.
    mutating func reserve(cells: Int) {
        page.boxes.reserveCapacity(page.boxes.count + cells + 32)
        page.items.reserveCapacity(page.items.count + cells + 96)
        page.glyphs.reserveCapacity(page.glyphs.count + cells * 10)
        page.utf8.reserveCapacity(page.utf8.count + cells * 10)
    }

    /// Adds a box and returns its index.
    mutating func box(_ kind: Box.Kind, _ name: String, _ rect: Rect, parent: Int = 0) -> Int {
        page.boxes.append(Box(kind: kind, name: name, rect: rect, parent: parent))
        return page.boxes.count - 1
    }

    mutating func fill(_ rect: Rect, _ color: UInt32, box: Int) {
        page.items.append(Item(box: box, .fill(rect, Color(color))))
    }

    mutating func line(from start: Point, to end: Point, width: Double, color: UInt32, box: Int) {
        page.items.append(Item(box: box, .line(from: start, to: end, width: width, color: Color(color), dash: [])))
    }

    /// A horizontal rule whose middle is at `y`.
    mutating func rule(y: Double, from left: Double, to right: Double, width: Double, color: UInt32, box: Int) {
        page.items.append(Item(box: box, .line(from: Point(left, y), to: Point(right, y), width: width, color: Color(color), dash: [])))
    }

    /// Sets `text` with its left end, middle or right end at `x`; answers its width.
    @discardableResult
    mutating func text(_ text: String, _ style: TextStyle, x: Double, baseline: Double, _ alignment: Alignment = .left, box: Int) -> Double {
        var text = text
        return text.withUTF8 { self.text($0, style, x: x, baseline: baseline, alignment, box: box) }
    }

    /// A line whose punctuation at both ends is set half an em wide, as in a head. See `LineEdges`.
    mutating func trimmedText(_ text: String, _ style: TextStyle, x: Double, baseline: Double, _ alignment: Alignment, box: Int) {
        let item = page.items.count, white = LineEdges.white(text)
        self.text(text, style, x: x, baseline: baseline, alignment, box: box)
        guard white != (0, 0), page.items.count > item, case .text(var run) = page.items[item].content else { return }
        let left = white.left * style.size, right = white.right * style.size
        for index in run.glyphs { page.glyphs[index].x -= Float(left) }
        switch alignment {
        case .left: break
        case .centre: run.origin.x += (left + right) / 2
        case .right: run.origin.x += left + right
        }
        run.width -= left + right
        page.items[item].content = .text(run)
    }

    /// The same for UTF-8 bytes.
    @discardableResult
    mutating func text(
        _ text: UnsafeBufferPointer<UInt8>, _ style: TextStyle, x: Double, baseline: Double, _ alignment: Alignment = .left, box: Int
    ) -> Double {
        if text.isEmpty { return 0 }
        var run = shaper.append(bytes: text, face: style.face, size: style.size, color: style.color, origin: Point(x, baseline), to: &page)
        switch alignment {
        case .left: break
        case .centre: run.origin.x = x - run.width / 2
        case .right: run.origin.x = x - run.width
        }
        page.items.append(Item(box: box, .text(run)))
        return run.width
    }
}
