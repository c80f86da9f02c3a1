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

    /// The lines for a column of `available` width, broken as little as possible.
    func lines(_ lines: [String], fitting available: Double, effort: Effort) -> [String] {
        for attempt in Effort.allCases where attempt <= effort {
            let broken = lines.map { width($0) <= available ? [$0] : best($0, attempt) }
            if broken.allSatisfy({ $0.allSatisfy { width($0) <= available } }) { return broken.flatMap { $0 } }
        }
        return lines.flatMap { best($0, effort) }
    }

    /// The partition with the smallest greatest width; of equals the one with fewer pieces.
    private func best(_ line: String, _ effort: Effort) -> [String] {
        var bestPieces = [line], bestWidth = width(line)
        if effort == .asWritten { return bestPieces }
        let characters = Array(line)
        let points = breakPoints(characters, betweenWords: effort >= .halves)
        func search(_ start: Int, _ from: Int, _ pieces: [String]) {
            let last = pieces + [String(characters[start...])]
            let widest = last.map(width).max() ?? 0
            if widest < bestWidth - 1e-9 { (bestPieces, bestWidth) = (last, widest) }
            if last.count == effort.pieces { return }
            for index in points.indices.dropFirst(from) {
                search(points[index], index + 1, pieces + [String(characters[start..<points[index]])])
            }
        }
        if !points.isEmpty { search(0, 0, []) }
        return bestPieces
    }

    private func breakPoints(_ text: [Character], betweenWords: Bool) -> [Int] {
        var points: [Int] = []
        var index = 1
        while index < text.count {
            if "（(《“".contains(text[index]) || "：、，；".contains(text[index - 1]) { points.append(index) }
            index += 1
        }
        guard betweenWords else { return points.sorted() }
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, isHan(text[end]) { end += 1 }
            for point in stride(from: start + 2, through: max(start, end - 2), by: 2) where point < end { points.append(point) }
            start = max(end, start + 1)
        }
        return Array(Set(points)).sorted()
    }
}

/// True for Han characters; punctuation and kana are not.
func isHan(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x4e00...0x9fff).contains(scalar) || (0x3400...0x4dbf).contains(scalar) || (0xf900...0xfaff).contains(scalar)
        || (0x20000...0x3ffff).contains(scalar)
}
