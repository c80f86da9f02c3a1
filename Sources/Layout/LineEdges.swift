internal import Scene

/// Full-width punctuation is half white. At the ends of a line the white is left out, so that brackets line up with the other lines
/// and a centred line stands in the middle by its ink: 行首行尾标点挤压.
enum LineEdges {
    private static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "（", "《", "「", "【", "〔": true
        default: false
        }
    }

    private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "）", "》", "」", "】", "〕", "，", "、", "；", "：", "。": true
        default: false
        }
    }

    /// White to leave out at both ends, in ems.
    static func white(_ line: String) -> (left: Double, right: Double) {
        let scalars = line.unicodeScalars
        return (scalars.first.map(isOpening) ?? false ? 0.5 : 0, scalars.last.map(isClosing) ?? false ? 0.5 : 0)
    }

    /// White at both ends of a figure or of Han characters together, in ems.
    static let bearing = 0.08

    /// White at both ends of a line that is left after that, in ems.
    static func remainder(_ line: String) -> Double {
        let white = white(line)
        return bearing + 0.28 * (white.left + white.right)
    }

    static func width(_ line: String, face: Face, size: Double, shaper: any TextShaper) -> Double {
        let white = white(line)
        return shaper.width(of: line.utf8, face: face, size: size) - (white.left + white.right) * size
    }
}
