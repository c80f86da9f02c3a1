internal import ReportModel
internal import Scene

/// Where ink may stand: on the printable page, inside the margins, in its chart, in its own box.
struct PlaceRules {
    private let ink: PageInk
    private let page: Int
    private let tolerance: Double
    private let kind: PageKind
    /// No printer reaches nearer to the edge of the paper: points.
    private static let unprintable = 14.0
    /// White round a picture.
    private static let pictureMargin = 12.0
    /// Brackets and the tails of commas reach this far out of the line that a chart gives to its texts.
    private static let chartTolerance = 1.0
    /// Furniture that belongs into the margins.
    private static let marginal: Set<Box.Kind> = [.foot, .watermark]

    private let paper: Rect
    private let printable: Rect
    private let frame: Rect

    init(_ ink: PageInk, page: Int, kind: PageKind, theme: Theme, tolerance: Double) {
        self.ink = ink; self.page = page; self.kind = kind; self.tolerance = tolerance
        paper = Rect(x: 0, y: 0, width: ink.page.size.width, height: ink.page.size.height)
        if kind == .picture {
            printable = paper.insetBy(dx: Self.pictureMargin - Self.chartTolerance, dy: Self.pictureMargin / 2)
            frame = printable
        } else {
            printable = paper.insetBy(dx: Self.unprintable, dy: Self.unprintable)
            // The narrower side: which one is bound differs from page to page.
            let side = min(theme.marginLeft, theme.marginRight) * pointsPerMillimetre, top = theme.marginTop * pointsPerMillimetre
            frame = Rect(x: side, y: top, width: paper.width - 2 * side, height: paper.height - top - theme.marginBottom * pointsPerMillimetre)
        }
    }

    var findings: [LayoutFinding] { texts + drawings }

    private var texts: [LayoutFinding] {
        ink.texts.flatMap { text -> [LayoutFinding] in
            if text.ink.width == 0 { return [] }
            let name = "\(text.box.name) “\(text.text)”"
            var found: [LayoutFinding] = []
            let out = text.box.rect.excess(of: text.ink)
            if out > tolerance(in: text.box) { found.append(LayoutFinding(.textOutOfBox, page: page, element: name, excess: out)) }
            let beyond = excess(of: text.ink, text.box)
            if beyond > tolerance { found.append(LayoutFinding(.clipped, page: page, element: name, excess: beyond)) }
            return found
        }
    }

    /// Rules, fills, marks and pictures. A white ground is seen by nobody.
    private var drawings: [LayoutFinding] {
        ink.drawings.compactMap { drawing in
            if drawing.color == .white { return nil }
            let out = excess(of: drawing.rect, drawing.box)
            // The outer rules of a table stand on the edges of the frame, half of them outside.
            return out > 2 * tolerance ? LayoutFinding(.clipped, page: page, element: drawing.box.name, excess: out) : nil
        }
    }

    /// How far ink stands out of the printable page, the frame, or the chart that it belongs to.
    private func excess(of rect: Rect, _ box: Box) -> Double {
        var out = printable.excess(of: rect)
        if !Self.marginal.contains(box.kind) {
            // A classification stands above the form.
            let area = box.name == "classification" ? Rect(x: frame.x, y: 0, width: frame.width, height: frame.maxY) : frame
            out = max(out, area.excess(of: rect))
        }
        if PageInk.chartKinds.contains(box.kind), let chart = chart(of: box) {
            let beyond = chart.rect.excess(of: rect)
            if beyond > Self.chartTolerance { out = max(out, beyond) }
        }
        return out
    }

    private func tolerance(in box: Box) -> Double { PageInk.chartKinds.contains(box.kind) ? Self.chartTolerance : tolerance }

    private func chart(of box: Box) -> Box? {
        var box = box
        while box.kind != .chart, ink.page.boxes.indices.contains(box.parent) { box = ink.page.boxes[box.parent] }
        return box.kind == .chart ? box : nil
    }
}
