public import Scene

/// `layout.tsv`: every box and everything drawn in it, in hundredths of a point.
///
/// Keys: `p1/table/r02c5` for a box, `p1/table/r02c5/t1` for its first text, `f` fill, `l` line, `p` path, `i` picture.
/// A text's place is the left end of its baseline, its height the size. The first fact says how many pages and missing glyphs there are.
public enum LayoutFile {
    static let columns = ["key", "kind", "x", "y", "w", "h", "text", "style", "glyphs"]

    public static func text(of document: PagedDocument) -> String {
        var lines = FactLines(.layout, columns: columns)
        let missing = document.pages.reduce(0) { sum, page in sum + page.glyphs.reduce(0) { $0 + ($1.id == 0 ? 1 : 0) } }
        lines.add(["document", "pages \(document.pages.count)", "", "", "", "", document.title, "", "missing \(missing)"])
        for (index, entry) in document.outline.enumerated() {
            lines.add(["outline/\(twoDigits(index + 1))", "page \(entry.page + 1)", "", hundredths(entry.y), "", "", entry.title, "", ""])
        }
        for (index, page) in document.pages.enumerated() { add(page, number: index + 1, to: &lines) }
        return lines.text
    }

    private static func add(_ page: Page, number: Int, to lines: inout FactLines) {
        let paths = boxPaths(page, number)
        for (box, path) in zip(page.boxes, paths) { lines.add([path, box.kind.rawValue] + rect(box.rect) + ["", "", ""]) }
        if let start = page.stateLayerStart { lines.add(["p\(number)#state", "state layer from item \(start)", "", "", "", "", "", "", ""]) }
        var counts: [String: Int] = [:]
        for item in page.items {
            let fact = describe(item.content, page)
            let key = "\(paths.indices.contains(item.box) ? paths[item.box] : "p\(number)/?")/\(fact.letter)"
            counts[key, default: 0] += 1
            lines.add(["\(key)\(counts[key]!)"] + fact.fields)
        }
    }

    /// Names from the page down; a second box of the same name gets `~2`.
    private static func boxPaths(_ page: Page, _ number: Int) -> [String] {
        var paths: [String] = [], seen: [String: Int] = [:]
        for box in page.boxes {
            var path = paths.indices.contains(box.parent) ? "\(paths[box.parent])/\(box.name)" : "p\(number)"
            seen[path, default: 0] += 1
            if seen[path]! > 1 { path += "~\(seen[path]!)" }
            paths.append(path)
        }
        return paths
    }

    // MARK: Items

    private static func describe(_ content: Item.Content, _ page: Page) -> (letter: String, fields: [String]) {
        switch content {
        case .text(let run):
            let text = String(decoding: page.utf8[run.text], as: UTF8.self)
            return ("t", [
                "text", hundredths(run.origin.x), hundredths(run.origin.y), hundredths(run.width), hundredths(run.size), text,
                "\(run.face.rawValue) \(run.color)", glyphs(page.glyphs[run.glyphs]),
            ])
        case .fill(let area, let color): return ("f", ["fill"] + rect(area) + ["", color.description, ""])
        case .line(let from, let to, let width, let color, let dash):
            let style = "\(hundredths(width)) \(color)" + (dash.isEmpty ? "" : " dash " + dash.map(hundredths).joined(separator: ","))
            return ("l", ["line", hundredths(from.x), hundredths(from.y), hundredths(to.x - from.x), hundredths(to.y - from.y), "", style, ""])
        case .path(let path): return ("p", describe(path))
        case .outlines(let run, let degrees, let width):
            return ("o", [
                "outlines", hundredths(run.origin.x), hundredths(run.origin.y), hundredths(run.width), hundredths(run.size),
                String(decoding: page.utf8[run.text], as: UTF8.self), "\(run.face.rawValue) \(run.color) \(hundredths(width)) turned \(hundredths(degrees))",
                glyphs(page.glyphs[run.glyphs]),
            ])
        case .image(let image):
            var print = Fingerprint()
            for byte in image.png { print.add(Int64(byte)) }
            return ("i", ["image"] + rect(image.rect) + ["", "\(image.png.count) bytes", print.hex])
        }
    }

    private static func glyphs(_ list: ArraySlice<Glyph>) -> String {
        var print = Fingerprint()
        for glyph in list {
            print.add(Int64(glyph.id))
            print.add(rounded(Double(glyph.x)))
            print.add(rounded(Double(glyph.y)))
            print.add(Int64(glyph.byteCount))
        }
        return "\(list.count) \(print.hex)"
    }

    /// The box around all points, control points included, and a fingerprint of the segments.
    private static func describe(_ path: Path) -> [String] {
        var print = Fingerprint(), points: [Point] = []
        func add(_ kind: Int64, _ list: [Point]) {
            print.add(kind)
            for point in list { print.add(rounded(point.x)); print.add(rounded(point.y)) }
            points += list
        }
        for segment in path.segments {
            switch segment {
            case .move(let p): add(0, [p])
            case .line(let p): add(1, [p])
            case .curve(let a, let b, let c): add(2, [a, b, c])
            case .close: add(3, [])
            }
        }
        let left = points.map(\.x).min() ?? 0, top = points.map(\.y).min() ?? 0
        let area = Rect(x: left, y: top, width: (points.map(\.x).max() ?? 0) - left, height: (points.map(\.y).max() ?? 0) - top)
        let style = [
            path.fill.map { "fill \($0)" }, path.stroke.map { "stroke \($0) \(hundredths(path.width))" },
            path.dash.isEmpty ? nil : "dash " + path.dash.map(hundredths).joined(separator: ","),
        ].compactMap { $0 }.joined(separator: " ")
        return ["path"] + rect(area) + ["", style, "\(path.segments.count) \(print.hex)"]
    }

    // MARK: Numbers

    private static func rounded(_ points: Double) -> Int64 { points.isFinite && abs(points) < 1e12 ? Int64((points * 100).rounded()) : .max }
    private static func hundredths(_ points: Double) -> String { String(rounded(points)) }
    private static func rect(_ r: Rect) -> [String] { [hundredths(r.x), hundredths(r.y), hundredths(r.width), hundredths(r.height)] }
}
