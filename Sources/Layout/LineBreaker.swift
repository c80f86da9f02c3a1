/// Breaks running text into lines: between Han characters, not before closing or after opening punctuation, never inside a
/// number or a Latin word, not between a number and its unit.
struct LineBreaker {
    /// Width of a text at its size.
    let width: (String) -> Double

    /// Lines of at most `available` width, each as full as can be. Only an unbreakable piece that is wider than a whole line stands
    /// out; the caller checks for it. A last line shorter than `least` takes over from the one before it.
    func lines(_ text: String, available: Double, least: Double = 0) -> [String] {
        var lines: [[String]] = [[]]
        for piece in pieces(text) {
            let last = lines.count - 1
            if !lines[last].isEmpty, width(joined(lines[last] + [piece])) > available { lines.append([piece]) } else { lines[last].append(piece) }
        }
        let last = lines.count - 1
        while last > 0, lines[last - 1].count > 1, width(joined(lines[last])) < least {
            let longer = [lines[last - 1].last!] + lines[last]
            if width(joined(longer)) > available { break }
            lines[last] = longer
            lines[last - 1].removeLast()
        }
        return lines.map(joined)
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

    /// A line of pieces, without blanks at its ends.
    private func joined(_ pieces: [String]) -> String {
        var line = pieces.joined()[...]
        while line.first == " " { line.removeFirst() }
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
