/// A reader who wants to know what is hidden. Knows nothing of the product's method: tries whole numbers for the hidden figures
/// until all that is printed agrees.
struct Attacker {
    /// Σ coefficient × figure = `sum`, or ≥ `sum`.
    struct Clue {
        var terms: [(figure: Int, coefficient: Int)]
        var sum: Int
        var isAtLeast = false
    }

    /// The true figures; only read to look near them first.
    let truth: [Int]
    let clues: [Clue]
    /// What else a solution must agree with.
    let agrees: ([Int]) -> Bool
    private let byFigure: [[Int]]
    private static let most = 100_000

    init(truth: [Int], clues: [Clue], agrees: @escaping ([Int]) -> Bool = { _ in true }) {
        self.truth = truth; self.clues = clues; self.agrees = agrees
        byFigure = truth.indices.map { figure in clues.indices.filter { clues[$0].terms.contains { $0.figure == figure } } }
    }

    /// True when another value than the true one agrees with everything.
    func canBeAnother(_ figure: Int) -> Bool {
        var trials = 20_000
        for distance in 1...6 {
            for value in [truth[figure] + distance, truth[figure] - distance] where value >= 1 {
                var low = [Int](repeating: 1, count: truth.count), high = [Int](repeating: Self.most, count: truth.count)
                low[figure] = value
                high[figure] = value
                if narrow(&low, &high, from: byFigure[figure]) && search(low, high, &trials) { return true }
            }
        }
        return false
    }

    private func search(_ low: [Int], _ high: [Int], _ trials: inout Int) -> Bool {
        trials -= 1
        if trials < 0 { return false }
        guard let figure = truth.indices.filter({ low[$0] < high[$0] }).min(by: { high[$0] - low[$0] < high[$1] - low[$1] }) else { return agrees(low) }
        let values = (0...4).flatMap { $0 == 0 ? [truth[figure]] : [truth[figure] + $0, truth[figure] - $0] } + [low[figure], high[figure]]
        for value in values where value >= low[figure] && value <= high[figure] {
            var low = low, high = high
            low[figure] = value
            high[figure] = value
            if narrow(&low, &high, from: byFigure[figure]) && search(low, high, &trials) { return true }
        }
        return false
    }

    /// Draws the bounds together; false when nothing is left.
    private func narrow(_ low: inout [Int], _ high: inout [Int], from first: [Int]) -> Bool {
        var open = first
        while let index = open.popLast() {
            let clue = clues[index]
            let most = clue.terms.reduce(0) { $0 + $1.coefficient * ($1.coefficient > 0 ? high : low)[$1.figure] }
            let least = clue.terms.reduce(0) { $0 + $1.coefficient * ($1.coefficient > 0 ? low : high)[$1.figure] }
            if most < clue.sum || (!clue.isAtLeast && least > clue.sum) { return false }
            for (figure, coefficient) in clue.terms {
                let size = abs(coefficient), own = coefficient > 0
                // How far this one may be from its end, in the sum's favour.
                let spare = (most - clue.sum) / size, excess = clue.isAtLeast ? Int.max / 4 : (clue.sum - least) / size
                let newLow = max(low[figure], own ? high[figure] - spare : high[figure] - excess), newHigh = min(high[figure], own ? low[figure] + excess : low[figure] + spare)
                if newLow > newHigh { return false }
                if newLow > low[figure] || newHigh < high[figure] {
                    low[figure] = newLow
                    high[figure] = newHigh
                    open += byFigure[figure].filter { !open.contains($0) }
                    if !open.contains(index) { open.append(index) }
                    break
                }
            }
        }
        return true
    }
}
