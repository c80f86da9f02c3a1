internal import Quantities

/// Which cells of a table must not be shown so that no small count can be read or computed back.
///
/// The reader knows every shown cell and every linear relation between cells (totals, formulas, 审核关系). A hidden cell can be
/// computed back exactly when the relations, with everything shown moved to one side, determine it; then another cell of one of
/// its relations is hidden as well, until nothing hidden is determined.
struct CellSuppression {
    /// Σ coefficient × cell = a constant that the reader knows. Cells are numbered by the caller.
    struct Equation {
        var terms: [(cell: Int, coefficient: Int)]
        func contains(_ cell: Int) -> Bool { terms.contains { $0.cell == cell } }
    }

    private let equations: [Equation]
    /// Value of each cell; nil when it shows no number anyhow.
    private let values: [Amount?]
    /// Totals are hidden only when nothing else is left.
    private let isTotal: [Bool]
    private(set) var hidden: Set<Int>

    /// `primary` are the cells below the threshold.
    init(values: [Amount?], isTotal: [Bool], equations: [Equation], primary: Set<Int>) {
        self.values = values
        self.isTotal = isTotal
        self.equations = equations
        hidden = primary
    }

    /// Hides more cells until no hidden one is determined. False when that cannot be reached.
    mutating func complete() -> Bool {
        while true {
            let determined = Self.determined(hidden, equations: equations)
            if determined.isEmpty { return true }
            // First those that a relation gives away alone: the others follow from them.
            let exposed = determined.first { cell in equations.contains { $0.contains(cell) && unknowns($0) == 1 } }
            guard let partner = partner(of: exposed ?? determined[0]) else { return false }
            hidden.insert(partner)
        }
    }

    private func unknowns(_ equation: Equation) -> Int { equation.terms.count { hidden.contains($0.cell) } }

    /// The cheapest cell that shares a relation with `cell`: a part before a total, a small figure before a large one, zero last.
    private func partner(of cell: Int) -> Int? {
        let mine = equations.enumerated().filter { $0.element.contains(cell) }.sorted {
            (unknowns($0.element), $0.offset) < (unknowns($1.element), $1.offset)
        }
        return mine.lazy.compactMap { candidates($0.element).first }.first
    }

    private func candidates(_ equation: Equation) -> [Int] {
        equation.terms.map(\.cell).filter { !hidden.contains($0) && values[$0] != nil }.sorted { a, b in
            if isTotal[a] != isTotal[b] { return isTotal[b] }
            if values[a]!.isZero != values[b]!.isZero { return values[b]!.isZero }
            return values[a]! == values[b]! ? a < b : values[a]! < values[b]!
        }
    }

    /// The hidden cells that the relations determine, ascending: rows of the reduced echelon form with a single entry.
    /// The arithmetic is in the field of 2⁶¹ − 1: coefficients are small whole numbers.
    static func determined(_ hidden: Set<Int>, equations: [Equation]) -> [Int] {
        let unknowns = hidden.sorted()
        let columns = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($0.element, $0.offset) })
        var rows: [[UInt64]] = []
        for equation in equations {
            var row = [UInt64](repeating: 0, count: unknowns.count), isUsed = false
            for term in equation.terms {
                guard let column = columns[term.cell] else { continue }
                row[column] = PrimeField.add(row[column], PrimeField.element(term.coefficient))
                isUsed = true
            }
            if isUsed { rows.append(row) }
        }
        let pivots = reduce(&rows, columns: unknowns.count)
        return pivots.compactMap { row, column in rows[row].count { $0 != 0 } == 1 ? unknowns[column] : nil }
    }

    /// Gauss–Jordan; answers row and column of each pivot, by column.
    private static func reduce(_ rows: inout [[UInt64]], columns: Int) -> [(row: Int, column: Int)] {
        var pivots: [(row: Int, column: Int)] = []
        for column in 0..<columns {
            guard let found = rows.indices.dropFirst(pivots.count).first(where: { rows[$0][column] != 0 }) else { continue }
            let place = pivots.count
            rows.swapAt(found, place)
            let inverse = PrimeField.inverse(rows[place][column])
            for index in column..<columns { rows[place][index] = PrimeField.multiply(rows[place][index], inverse) }
            for other in rows.indices where other != place && rows[other][column] != 0 {
                let factor = PrimeField.negate(rows[other][column])
                for index in column..<columns {
                    rows[other][index] = PrimeField.add(rows[other][index], PrimeField.multiply(rows[place][index], factor))
                }
            }
            pivots.append((place, column))
        }
        return pivots
    }
}

/// Whole numbers modulo the prime 2⁶¹ − 1.
private enum PrimeField {
    static let modulus: UInt64 = (1 << 61) - 1

    static func element(_ value: Int) -> UInt64 { value >= 0 ? UInt64(value) % modulus : negate(UInt64(-value) % modulus) }
    static func add(_ a: UInt64, _ b: UInt64) -> UInt64 { (a + b) % modulus }
    static func negate(_ a: UInt64) -> UInt64 { a == 0 ? 0 : modulus - a }
    static func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return add(product.low & modulus, (product.high << 3 | product.low >> 61) % modulus)
    }
    static func inverse(_ a: UInt64) -> UInt64 {
        var result: UInt64 = 1, base = a, exponent = modulus - 2
        while exponent > 0 {
            if exponent & 1 == 1 { result = multiply(result, base) }
            base = multiply(base, base)
            exponent >>= 1
        }
        return result
    }
}
