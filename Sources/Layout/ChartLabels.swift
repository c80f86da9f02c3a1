internal import Composition
internal import Scene

/// Breaks labels between words, as far as words can be told without a dictionary.
enum ChartLabels {
    /// At most `limit` lines, each no wider than `width` if that can be done.
    static func lines(_ text: String, width: Double, limit: Int = 2, measure: (String) -> Double) -> [String] {
        broken(text, width: width, limit: limit, measure: measure).lines
    }

    /// The same, and whether all lines fit without a break inside a word.
    static func broken(_ text: String, width: Double, limit: Int = 2, measure: (String) -> Double) -> (lines: [String], keepsWords: Bool) {
        if measure(text) <= width || text.count < 3 || text.allSatisfy(\.isASCII) { return ([text], true) }
        var lines: [String] = []
        for word in words(text) {
            if let last = lines.last, measure(last + word) <= width { lines[lines.count - 1] += word } else { lines.append(word) }
        }
        if lines.count <= limit, lines.allSatisfy({ measure($0) <= width }) { return (lines, true) }
        return (halves(text, width: width, limit: limit, measure: measure), false)
    }

    // MARK: Words

    /// Words of two characters, the word at the end of a name, what stands in brackets; marks stay with the word before them.
    private static func words(_ text: String) -> [String] {
        var words: [String] = [], han: [String] = [], bracket = ""
        for piece in LineBreaker(width: { _ in 0 }).pieces(text) {
            if !bracket.isEmpty || piece.hasPrefix("（") {
                bracket += piece
            } else if let first = piece.first, isHan(first), piece.count(where: isHan) == 1 {
                han.append(piece)
            } else {
                // A number between blanks with what it counts: 第 1 季.
                words += paired(han) + [piece]
                han = []
            }
            if piece.hasSuffix("）") || piece.hasSuffix("，") {
                words += paired(han) + [bracket].filter { !$0.isEmpty }
                (han, bracket) = ([], "")
            }
        }
        return words + paired(han) + [bracket].filter { !$0.isEmpty }
    }

    /// Han characters, with the marks behind them, as words of two; one of an odd number before the last word has three.
    private static func paired(_ characters: [String]) -> [String] {
        let end = max(0, characters.count - ending(of: characters.joined().filter(isHan)))
        var words = stride(from: 0, to: end, by: 2).map { characters[$0..<min($0 + 2, end)].joined() }
        if end > 1, !end.isMultiple(of: 2) { words = words.dropLast(2) + [characters[(end - 3)..<end].joined()] }
        return words + [characters[end...].joined()].filter { !$0.isEmpty }
    }

    /// Words of two characters at the end of names whose other characters are no pairs.
    private static let endings: Set = ["新区", "园区", "地区", "城区", "郊区", "矿区", "林区", "养老", "医疗", "保险", "人员", "单位", "企业", "机关"]

    /// Length of the last word: 临空／经济区, 工伤／保险费. A name like 石景山区 is one word.
    private static func ending(of name: String) -> Int {
        let count = name.count
        if count > 3, endings.contains(String(name.suffix(2))) { return 2 }
        if name.hasSuffix("区") || name.hasSuffix("县") { return count > 4 ? 3 : count }
        return count > 1 && count.isMultiple(of: 2) ? 2 : min(3, count)
    }

    // MARK: Halves

    /// Where words do not fit: before a bracket, else in the middle, and the halves again.
    private static func halves(_ text: String, width: Double, limit: Int, measure: (String) -> Double) -> [String] {
        if measure(text) <= width || text.count < 3 { return [text] }
        let bracket = text.firstIndex { $0 == "（" || $0 == "(" }.flatMap { $0 > text.startIndex ? text.distance(from: text.startIndex, to: $0) : nil }
        let middle = text.count == 4 && ending(of: text) == 4 ? 3 : (text.count + 1) / 2, cut = bracket ?? clear(middle, in: Array(text))
        let parts = [String(text.prefix(cut)), String(text.dropFirst(cut))].filter { !$0.isEmpty }
        if limit < 3 || parts.count == 1 { return parts }
        return parts.flatMap { $0.count < 4 ? [$0] : lines($0, width: width, measure: measure) }
    }

    /// A place to break at, moved on to the end of a number or Latin word that it lies in.
    private static func clear(_ cut: Int, in text: [Character]) -> Int {
        var cut = cut
        while cut < text.count, text[cut].isASCII, text[cut - 1].isASCII { cut += 1 }
        return cut
    }
}
