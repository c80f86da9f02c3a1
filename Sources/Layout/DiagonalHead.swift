internal import Scene

/// 斜线表头: the stub's head divided by one or two slanting lines from its upper left corner. Two labels stand at the upper right
/// and the lower left; with three, the middle one stands between the lines.
struct DiagonalHead {
    let labels: [String]
    /// Widths of the labels.
    private let widths: [Double]
    private let size: Double
    private static let pad = 3.0
    /// Height of a label's ink box by its size.
    private static let inkHeight = 1.0

    init(_ labels: [String], size: Double, width: (String) -> Double) {
        self.labels = labels
        self.size = size
        widths = labels.map(width)
    }

    var minimumHeight: Double { size * (labels.count == 2 ? 2.9 : 4.6) }

    /// The least width at which every label is clear of the lines, for a head at least `minimumHeight` high.
    var minimumWidth: Double {
        var width = (widths.max() ?? 0) + 2 * Self.pad
        while width < 600, !isClear(Size(width, minimumHeight)) { width += 1 }
        return width
    }

    /// Boxes of the labels in a head of this size, from its upper left corner.
    func boxes(_ head: Size) -> [Rect] {
        let height = size * Self.inkHeight, last = labels.count - 1
        return labels.indices.map { index in
            if index == 0 { return Rect(x: head.width - Self.pad - widths[0], y: Self.pad * 0.7, width: widths[0], height: height) }
            if index == last { return Rect(x: Self.pad, y: head.height - Self.pad * 0.7 - height, width: widths[last], height: height) }
            return Rect(x: head.width * 0.72 - widths[index] / 2, y: head.height * 0.76 - height / 2, width: widths[index], height: height)
        }
    }

    /// Ends of the lines that begin in the upper left corner.
    func lineEnds(_ head: Size) -> [Point] {
        labels.count == 2 ? [Point(head.width, head.height)] : [Point(head.width, head.height / 2), Point(head.width / 2, head.height)]
    }

    /// Label i stands below line i − 1 and above line i, with a point to spare.
    private func isClear(_ head: Size) -> Bool {
        let lines = lineEnds(head).map { $0.y / $0.x }, boxes = boxes(head)
        for (index, box) in boxes.enumerated() {
            if box.x < Self.pad * 0.6 || box.maxX > head.width - Self.pad * 0.6 { return false }
            if index < lines.count, box.maxY + 1 > lines[index] * box.x { return false }
            if index > 0, box.y - 1 < lines[index - 1] * box.maxX { return false }
        }
        return true
    }
}
