internal import Composition

/// Breaks the text of a head over lines: where sense breaks first, between Han words as the last resort, never inside a
/// number or a Latin word.
struct HeadBreaker {
    /// How far breaking may go.
    enum Effort: Int, CaseIterable, Comparable {
        /// Only the breaks of the definition.
        case asWritten
        /// Before （, after ：、，；.
        case sense
        /// Between Han words, into two pieces a line.
        case halves
        /// Between Han words, into three pieces a line.
        case thirds

        static func < (a: Effort, b: Effort) -> Bool { a.rawValue < b.rawValue }
        var pieces: Int { self == .asWritten ? 1 : self == .halves ? 2 : 3 }
    }

    /// Width of a text at the head's size.
    let width: (String) -> Double

    /// The smallest width that `lines` can be set in.
    func minimumWidth(_ lines: [String], unitLine: String?, effort: Effort) -> Double {
        let own = lines.map { line in best(line, effort).map(width).max() ?? 0 }.max() ?? 0
        return max(own, unitLine.map(width) ?? 0)
    }

    /// The lines for a column of `available` width, broken as little as possible: the breaks of the definition act where the title
    /// does not fit on one line.
    func lines(_ lines: [String], fitting available: Double, effort: Effort) -> [String] {
        let whole = lines.joined()
        if width(whole) <= available { return [whole] }
        for attempt in Effort.allCases where attempt <= effort {
            let broken = lines.map { width($0) <= available ? [$0] : best($0, attempt) }
            if broken.allSatisfy({ $0.allSatisfy { width($0) <= available } }) { return broken.flatMap { $0 } }
        }
        return lines.flatMap { best($0, effort) }
    }

    /// The partition with the smallest greatest width; of equals the one with fewer pieces.
    private func best(_ line: String, _ effort: Effort) -> [String] {
        if effort == .asWritten { return [line] }
        let scalars = Array(line.unicodeScalars)
        let ends = [0] + breakPoints(scalars, betweenWords: effort >= .halves) + [scalars.count], last = ends.count - 1
        if last == 1 { return [line] }
        var pieces: [Piece?] = Array(repeating: nil, count: ends.count * ends.count)
        /// The text from one end to another; measured once.
        func piece(_ from: Int, _ to: Int) -> Piece {
            if let known = pieces[from * ends.count + to] { return known }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[ends[from]..<ends[to]])
            let made = Piece(text: String(text), width: width(String(text)))
            pieces[from * ends.count + to] = made
            return made
        }
        var best = [0, last], bestWidth = piece(0, last).width
        func search(_ chosen: [Int], _ widest: Double) {
            let from = chosen[chosen.count - 1], whole = max(widest, piece(from, last).width)
            if whole < bestWidth - 1e-9 { (best, bestWidth) = (chosen + [last], whole) }
            if chosen.count == effort.pieces { return }
            for to in from + 1..<last { search(chosen + [to], max(widest, piece(from, to).width)) }
        }
        search([0], 0)
        return zip(best, best.dropFirst()).map { piece($0, $1).text }
    }

    /// Two lines of at most `available` width, as even as they can be: broken before a bracket, else where sense breaks, else, with
    /// `betweenWords`, between Han words; nil where none of these breaks fits.
    func twoLines(_ text: String, fitting available: Double, betweenWords: Bool) -> [String]? {
        let scalars = Array(text.unicodeScalars), points = breakPoints(scalars, betweenWords: false)
        var tiers = [points.filter { scalars[$0] == "（" || scalars[$0] == "(" }, points]
        if betweenWords { tiers.append(breakPoints(scalars, betweenWords: true)) }
        for points in tiers {
            let lines = points.map { [String(String.UnicodeScalarView(scalars[..<$0])), String(String.UnicodeScalarView(scalars[$0...]))] }
            let widest = lines.map { max(width($0[0]), width($0[1])) }
            if let least = widest.indices.min(by: { widest[$0] < widest[$1] }), widest[least] <= available { return lines[least] }
        }
        return nil
    }

    private struct Piece {
        let text: String
        let width: Double
    }

    /// Where a line may break, in rising order; neither its start nor its end.
    private func breakPoints(_ text: [Unicode.Scalar], betweenWords: Bool) -> [Int] {
        var isPoint = Array(repeating: false, count: text.count + 1)
        for index in text.indices.dropFirst() where opens(text[index]) || separates(text[index - 1]) { isPoint[index] = true }
        if betweenWords {
            var start = 0
            while start < text.count {
                var end = start
                while end < text.count, text[end].isHan { end += 1 }
                for point in stride(from: start + 2, through: max(start, end - 2), by: 2) where point < end { isPoint[point] = true }
                start = max(end, start + 1)
            }
        }
        return isPoint.indices.filter { isPoint[$0] }
    }

    private func opens(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "（", "(", "《", "“": true
        default: false
        }
    }

    private func separates(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "：", "、", "，", "；": true
        default: false
        }
    }
}

func isHan(_ character: Character) -> Bool { character.unicodeScalars.first?.isHan ?? false }
