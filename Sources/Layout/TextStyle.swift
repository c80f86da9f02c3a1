internal import ReportModel
internal import Scene

/// Face, size and colour of a piece of text.
struct TextStyle: Hashable {
    var face: Face
    /// Points.
    var size: Double
    var color: Color

    init(_ face: Face, _ size: Double, _ color: UInt32) {
        self.face = face; self.size = size; self.color = Color(color)
    }
}

enum Alignment { case left, centre, right }

/// The styles of a page, by role; all sizes are at least the theme's floor.
struct Styles {
    var title: TextStyle
    var period: TextStyle
    /// Office, form number, signature line.
    var frame: TextStyle
    var continuedTitle: TextStyle
    var note: TextStyle
    var noteLabel: TextStyle
    var foot: TextStyle

    init(_ theme: Theme) {
        let size = { max(theme.minimumSize, $0) }
        title = TextStyle(.songBold, size(theme.titleSize), theme.ink)
        period = TextStyle(.heiRegular, size(theme.periodSize), theme.ink)
        frame = TextStyle(.heiRegular, size(theme.bodySize), theme.grey)
        continuedTitle = TextStyle(.heiBold, size(theme.bodySize), theme.ink)
        note = TextStyle(.heiRegular, size(theme.noteSize), theme.grey)
        noteLabel = TextStyle(.heiBold, size(theme.noteSize), theme.grey)
        foot = TextStyle(.heiRegular, size(theme.footSize), theme.grey)
    }

    func heading(size: Double) -> TextStyle {
        var style = continuedTitle
        style.size = size
        return style
    }
}

/// Note marks as printed: ① to ⑩, then (11).
func markText(_ numbers: [Int]) -> String {
    var text = ""
    for number in numbers {
        if let scalar = (1...10).contains(number) ? Unicode.Scalar(UInt32(0x245f + number)) : nil {
            text.unicodeScalars.append(scalar)
        } else {
            text += "(\(number))"
        }
    }
    return text
}

extension TextShaper {
    /// Width of `text` at size 1; widths grow in proportion to the size.
    func unitWidth(_ text: String, _ face: Face) -> Double { width(of: text.utf8, face: face, size: 1) }
    func width(_ text: String, _ style: TextStyle) -> Double { width(of: text.utf8, face: style.face, size: style.size) }
}
