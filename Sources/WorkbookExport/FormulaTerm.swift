internal import Composition
internal import Quantities

/// A part of a spreadsheet formula with what it computes, exactly and as a spreadsheet does.
struct FormulaTerm {
    var text: String
    /// 1: sum, 2: product, 3: needs no brackets.
    private var strength: Int
    /// Base units = value × 10^power.
    private(set) var power: Int
    private var dimension: Unit.Dimension
    private var isLiteral = false
    private(set) var exact: Amount
    private(set) var double: Double
    /// Set for a single cell, so that neighbours become a range.
    private var place: (row: Int, column: Int)?

    /// What a cell can hold, less a margin.
    static let longest = 4000
    private static let mostArguments = 100

    init(cell: (row: Int, column: Int), number: Decimal, double: Double, power: Int, dimension: Unit.Dimension) {
        text = CellRange.reference(cell.row, cell.column)
        strength = 3
        self.power = power; self.dimension = dimension; self.double = double
        exact = number.amount
        place = cell
    }

    /// A number of the definition; nil when it cannot be written down.
    init?(_ number: Amount) {
        power = 0
        dimension = .number
        isLiteral = true
        exact = number
        let value = number.reduced
        if let decimal = SpreadsheetNumber.exactDecimal(value) {
            guard SpreadsheetNumber.digitCount(decimal.unscaled) <= SpreadsheetNumber.significantDigits else { return nil }
            text = decimal.description
            double = SpreadsheetNumber.double(decimal)
            strength = decimal.unscaled < 0 ? 1 : 3
        } else {
            guard value.numerator.magnitude < 1 << 50, value.denominator.magnitude < 1 << 50 else { return nil }
            text = "\(value.numerator)/\(value.denominator)"
            double = Double(Int64(value.numerator)) / Double(Int64(value.denominator))
            strength = value.numerator < 0 ? 1 : 2
        }
    }

    private init(_ text: String, _ strength: Int, _ power: Int, _ dimension: Unit.Dimension, _ exact: Amount, _ double: Double) {
        self.text = text; self.strength = strength; self.power = power; self.dimension = dimension; self.exact = exact; self.double = double
    }

    private func text(atLeast wanted: Int) -> String { strength >= wanted ? text : "(\(text))" }

    var negated: FormulaTerm {
        var result = FormulaTerm("-\(text(atLeast: 2))", 1, power, dimension, exact.negated, -double)
        result.isLiteral = isLiteral
        return result
    }

    /// A ratio as a percentage.
    var inPercent: FormulaTerm? {
        var result = shifted(by: 2)
        // A hundred times as much of the quantity, not the same in another unit.
        result?.power = power
        result?.dimension = .percent
        return result
    }

    static func binary(_ op: CellFormula.Operator, _ x: FormulaTerm, _ y: FormulaTerm) -> FormulaTerm? {
        var y = y
        if op == .add || op == .subtract, x.power != y.power {
            guard let aligned = y.shifted(by: y.power - x.power) else { return nil }
            y = aligned
        }
        guard let exact = try? combine(op, x.exact, y.exact) else { return nil }
        let text: String, strength: Int, power: Int, double: Double
        switch op {
        case .add: (text, strength, power, double) = ("\(x.text)+\(y.text(atLeast: 2))", 1, x.power, x.double + y.double)
        case .subtract: (text, strength, power, double) = ("\(x.text)-\(y.text(atLeast: 2))", 1, x.power, x.double - y.double)
        case .multiply: (text, strength, power, double) = ("\(x.text(atLeast: 2))*\(y.text(atLeast: 3))", 2, x.power + y.power, x.double * y.double)
        case .divide: (text, strength, power, double) = ("\(x.text(atLeast: 2))/\(y.text(atLeast: 3))", 2, x.power - y.power, x.double / y.double)
        }
        var result = FormulaTerm(text, strength, power, dimension(op, x.dimension, y.dimension), exact, double)
        result.isLiteral = x.isLiteral && y.isLiteral
        return result
    }

    private static func combine(_ op: CellFormula.Operator, _ x: Amount, _ y: Amount) throws -> Amount? {
        switch op {
        case .add: try x.adding(y)
        case .subtract: try x.subtracting(y)
        case .multiply: try x.multiplied(by: y)
        case .divide: y.isZero ? nil : try x.divided(by: y)
        }
    }

    /// Only a ratio of like things and a plain number matter: they become percentages in a column of %.
    private static func dimension(_ op: CellFormula.Operator, _ x: Unit.Dimension, _ y: Unit.Dimension) -> Unit.Dimension {
        if op == .divide { return x == y ? .number : x }
        return x == .number ? y : x
    }

    /// The cells of `C8+C9+C10`, where nothing else is in it.
    static func addends(_ formula: CellFormula) -> [CellFormula]? {
        switch formula {
        case .cell: [formula]
        case .binary(.add, let left, let right): addends(left).flatMap { x in addends(right).map { x + $0 } }
        case .number, .negate, .binary, .sum, .percentage, .growth: nil
        }
    }

    /// All parts in the same unit; neighbouring cells of a column or row as ranges.
    static func sum(_ terms: [FormulaTerm]) -> FormulaTerm? {
        guard let first = terms.first, terms.allSatisfy({ $0.power == first.power }) else { return nil }
        var exact = Amount.zero, double = 0.0
        for term in terms {
            guard let next = try? exact.adding(term.exact) else { return nil }
            exact = next
            double += term.double
        }
        let arguments = arguments(terms)
        guard arguments.count <= mostArguments else { return nil }
        return FormulaTerm("SUM(\(arguments.joined(separator: ",")))", 3, first.power, first.dimension, exact, double)
    }

    private static func arguments(_ terms: [FormulaTerm]) -> [String] {
        var result: [String] = [], index = 0
        while index < terms.count {
            guard let start = terms[index].place else {
                result.append(terms[index].text)
                index += 1
                continue
            }
            var end = index
            for (down, right) in [(1, 0), (0, 1)] where end == index {
                while end + 1 < terms.count, let next = terms[end + 1].place,
                    next == (start.row + down * (end + 1 - index), start.column + right * (end + 1 - index))
                { end += 1 }
            }
            result.append(end == index ? terms[index].text : "\(terms[index].text):\(terms[end].text)")
            index = end + 1
        }
        return result
    }

    /// The same quantity in the unit of a cell; a plain ratio becomes a percentage in a column of %.
    func scaled(to unit: Unit) -> FormulaTerm? {
        let isRatio = dimension == .number && unit.dimension == .percent && !isLiteral
        return shifted(by: power - unit.power + (isRatio ? 2 : 0))
    }

    /// Times 10^exponent.
    private func shifted(by exponent: Int) -> FormulaTerm? {
        if exponent == 0 { return self }
        guard exponent.magnitude <= 12, let factor = FormulaTerm(Amount(tenTo(Int(exponent.magnitude)))),
            let exact = exponent > 0 ? try? exact.multiplied(by: factor.exact) : try? exact.divided(by: factor.exact)
        else { return nil }
        var result = FormulaTerm(
            "\(text(atLeast: 2))\(exponent > 0 ? "*" : "/")\(factor.text)", 2, power - exponent, dimension, exact,
            exponent > 0 ? double * factor.double : double / factor.double)
        result.isLiteral = isLiteral
        return result
    }

    private func tenTo(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { value, _ in value * 10 } }
}
