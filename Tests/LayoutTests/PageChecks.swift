import Scene
import Testing

/// Invariants of laid-out pages, checked on boxes and items alone.
struct PageChecks {
    struct SetText {
        var text: String
        var rect: Rect
        var run: TextRun
        var box: Int
    }
    let page: Page
    let texts: [SetText]
    let rules: [(from: Point, to: Point, width: Double)]

    init(_ page: Page) {
        self.page = page
        texts = page.items.compactMap { item in
            guard case .text(let run) = item.content else { return nil }
            let text = String(decoding: page.utf8[run.text], as: UTF8.self), white = Self.white(text)
            let rect = Rect(
                x: run.origin.x + white.left * run.size, y: run.origin.y - 0.84 * run.size, width: run.width - (white.left + white.right) * run.size,
                height: 0.92 * run.size)
            return SetText(text: text, rect: rect, run: run, box: item.box)
        }
        rules = page.items.compactMap { item in
            if case .line(let from, let to, let width, _, _) = item.content { (from, to, width) } else { nil }
        }
    }

    /// The white halves of punctuation at the ends of a line, in ems: 行首行尾标点挤压.
    static func white(_ text: String) -> (left: Double, right: Double) {
        ("（《“".contains(text.first ?? " ") ? 0.5 : 0, "）》”，。；：、".contains(text.last ?? " ") ? 0.5 : 0)
    }

    /// Every text lies inside its box.
    func textsOutsideTheirBoxes() -> [String] {
        texts.filter { text in
            let box = page.boxes[text.box].rect
            return text.rect.x < box.x - 0.01 || text.rect.maxX > box.maxX + 0.01 || text.rect.y < box.y - 0.01 || text.rect.maxY > box.maxY + 0.01
        }.map { "\($0.text) in \(page.boxes[$0.box].name)" }
    }

    /// No two texts share an area.
    func overlaps() -> [String] {
        let sorted = texts.sorted { $0.rect.y < $1.rect.y }
        var found: [String] = []
        for (index, text) in sorted.enumerated() {
            for other in sorted[(index + 1)...] {
                if other.rect.y >= text.rect.maxY { break }
                if text.rect.overlaps(other.rect, tolerance: 0.01) { found.append("\(text.text) / \(other.text)") }
            }
        }
        return found
    }

    /// No rule runs through a text.
    func crossedRules() -> [String] {
        texts.flatMap { text in
            rules.filter { rule in
                rule.from.y + rule.width / 2 > text.rect.y + 0.01 && rule.from.y - rule.width / 2 < text.rect.maxY - 0.01
                    && rule.to.x > text.rect.x && rule.from.x < text.rect.maxX
            }.map { _ in text.text }
        }
    }

    /// Nothing leaves the page, and all boxes lie inside it.
    func boxesOutsideThePage() -> [String] {
        page.boxes.filter { $0.rect.x < -0.01 || $0.rect.y < -0.01 || $0.rect.maxX > page.size.width + 0.01 || $0.rect.maxY > page.size.height + 0.01 }
            .map(\.name)
    }

    func boxes(_ kind: Box.Kind) -> [(index: Int, box: Box)] {
        page.boxes.enumerated().filter { $0.element.kind == kind }.map { ($0.offset, $0.element) }
    }
    func text(in box: Int) -> [SetText] { texts.filter { $0.box == box } }

    func expectSound(_ comment: String) {
        #expect(textsOutsideTheirBoxes() == [], "text outside its box: \(comment)")
        #expect(overlaps() == [], "texts overlap: \(comment)")
        #expect(crossedRules() == [], "rule through a text: \(comment)")
        #expect(boxesOutsideThePage() == [], "outside the page: \(comment)")
    }
}
