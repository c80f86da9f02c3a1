/// Breaks running text into lines: between Han characters, not before closing or after opening punctuation, never inside a
/// number or a Latin word, not between a number and its unit.
struct LineBreaker {
    /// Width of a text at its size.
    let width: (String) -> Double

    /// Lines of at most `available` width; the first one has `first` instead. Only an unbreakable piece that is wider
    /// than a whole line stands out; the caller checks for it.
    func lines(_ text: String, first: Double, available: Double) -> [String] {
        var lines: [String] = [], line = "", room = first
        for piece in pieces(text) {
            let candidate = line + piece
            if !line.isEmpty || room < available, width(trimmed(candidate)) > room {
                lines.append(trimmed(line))
                line = String(piece.drop { $0 == " " })
                room = available
            } else {
                line = candidate
            }
        }
        return lines + [trimmed(line)]
    }

    /// Lines of at most `available` width, the last one no shorter than `least` if that costs no further line.
    func balanced(_ text: String, available: Double, least: Double) -> [String] {
        let full = lines(text, first: available, available: available)
        guard full.count > 1, let last = full.last, width(last) < least else { return full }
        let narrower = available - (least - width(last)) / Double(full.count - 1) - least / 4
        let even = lines(text, first: narrower, available: narrower)
        return even.count == full.count ? even : full
    }

    /// The smallest pieces that may stand on lines of their own.
    func pieces(_ text: String) -> [String] {
        var pieces: [String] = [], piece = ""
        var previous: Character?
        for character in text {
            if let last = previous, canBreak(between: last, and: character, before: piece) {
                pieces.append(piece)
                piece = ""
            }
            piece.append(character)
            previous = character
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    private func canBreak(between a: Character, and b: Character, before piece: String) -> Bool {
        if "，。；：、！？）》”’%％…)]".contains(b) || "（《“‘([".contains(a) { return false }
        if b == " " { return false }
        if a == " " {
            let word = piece.last { $0 != " " }
            return !(word?.isNumber == true && isHan(b)) && !b.isNumber
        }
        if isHan(a) || isHan(b) { return !(a.isNumber && isHan(b)) }
        return !a.isASCII && !b.isASCII || "，。；：、）》”".contains(a)
    }

    private func trimmed(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}
