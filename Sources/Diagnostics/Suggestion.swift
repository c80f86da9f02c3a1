/// Finds the word that the user probably meant.
public enum Suggestion {
    /// The candidate nearest to `word` by edit distance (insert, delete, replace, swap of neighbours), if it is near enough
    /// to be a likely slip: at most one third of its length, and at least one edit. Ties go to the first candidate.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            if let distance = distance(from: word, to: candidate), distance < (best?.distance ?? .max) { best = (candidate, distance) }
        }
        return best?.word
    }

    /// The edit distance, when the two are near enough; upper and lower case are the same.
    public static func distance(from word: String, to candidate: String) -> Int? {
        let distance = editDistance(Array(word.lowercased()), Array(candidate.lowercased()))
        return distance <= max(1, max(word.count, candidate.count) / 3) ? distance : nil
    }

    static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforePrevious = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var current = [Int](repeating: i, count: b.count + 1)
            for j in 1...b.count {
                current[j] = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    current[j] = min(current[j], beforePrevious[j - 2] + 1)
                }
            }
            beforePrevious = previous
            previous = current
        }
        return previous[b.count]
    }
}
