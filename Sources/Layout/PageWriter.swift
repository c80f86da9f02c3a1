internal import Scene

/// Puts boxes, fills, rules and texts on one page.
struct PageWriter {
    var page: Page
    let shaper: any TextShaper
    /// Where the note of each mark begins.
    let notes: [Int: NotePlace]

    init(size: Size, shaper: any TextShaper, notes: [Int: NotePlace] = [:]) {
        page = Page(size: size)
        self.shaper = shaper
        self.notes = notes
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

    /// Sets a line with its left end, middle or right end at `x`; answers its width. See `LineEdges`.
    @discardableResult
    mutating func text(_ text: String, _ style: TextStyle, x: Double, baseline: Double, _ alignment: Alignment = .left, box: Int) -> Double {
        if text.isEmpty { return 0 }
        var line = text
        var run = line.withUTF8 { shaper.append(bytes: $0, face: style.face, size: style.size, color: style.color, origin: Point(x, baseline), to: &page) }
        run.origin.x = LineEdges.start(text, width: run.width, face: style.face, size: style.size, alignment, at: x, shaper: shaper)
        page.items.append(Item(box: box, .text(run)))
        let white = LineEdges.white(text)
        return run.width - (white.left + white.right) * style.size
    }

    /// Sets a figure, given as UTF-8 bytes, by its advances alone.
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

    /// Sets marks of notes with their left end at `x`, inside their box; each one that has a note is a link to it.
    mutating func marks(_ numbers: [Int], _ style: TextStyle, x: Double, baseline: Double, box: Int) {
        text(markText(numbers), style, x: x, baseline: baseline, box: box)
        let metrics = shaper.metrics(face: style.face, size: style.size), cell = page.boxes[box].rect
        var left = x
        for (index, number) in numbers.enumerated() {
            let ink = Rect(x: left, y: baseline - metrics.ascent, width: shaper.width(markText([number]), style), height: metrics.ascent + metrics.descent)
            left = ink.maxX
            guard let note = notes[number] else { continue }
            let rect = MarkArea.of(ink, isFirst: index == 0, isLast: index == numbers.count - 1, in: cell)
            page.links.append(Link(rect: rect, page: note.page, y: note.y))
        }
    }
}
