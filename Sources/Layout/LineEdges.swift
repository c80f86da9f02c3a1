internal import Scene

/// Full-width punctuation is half white. At the ends of a line the white is left out, so that brackets line up with the other lines
/// and a centred line stands in the middle by its ink: 行首行尾标点挤压. Every line of text is placed by this rule.
enum LineEdges {
    /// White to leave out at both ends, in ems.
    static func white(_ line: String) -> (left: Double, right: Double) {
        let scalars = line.unicodeScalars
        let first = scalars.first.flatMap { FullWidthMark($0) }, last = scalars.last.flatMap { FullWidthMark($0) }
        return (first == .opening ? FullWidthMark.white : 0, last == .closing ? FullWidthMark.white : 0)
    }

    /// White at both ends of a figure or of Han characters together, in ems.
    static let bearing = 0.08

    /// White at both ends of a line that is left after that, in ems.
    static func remainder(_ line: String) -> Double {
        let white = white(line)
        return bearing + 0.28 * (white.left + white.right)
    }

    /// Width without the white at both ends.
    static func width(_ line: String, face: Face, size: Double, shaper: any TextShaper) -> Double {
        let white = white(line)
        return shaper.width(of: line.utf8, face: face, size: size) - (white.left + white.right) * size
    }

    /// Where the baseline of a line begins whose left end, middle or right end is to stand at `x`; `width` is that of all its advances.
    static func start(_ line: String, width: Double, face: Face, size: Double, _ alignment: Alignment, at x: Double, shaper: any TextShaper) -> Double {
        switch alignment {
        case .left: return x - white(line).left * size
        case .right: return x - width + white(line).right * size
        case .centre:
            let white = shaper.bearings(of: line, face: face)
            return x - (width + (white.left - white.right) * size) / 2
        }
    }
}
