internal import Cubes
internal import Quantities
internal import ReportModel

/// The value of an expression with its dimension and its sources.
struct Evaluated {
    var value: BuiltValue
    var dimension: Unit.Dimension
    /// A plain number of the formula: it takes the unit of what it meets.
    var isLiteral = false
    /// Caliber values used anywhere below.
    var calibers: [ResolvedCaliber] = []
    /// Batches used anywhere below.
    var batches: Set<String> = []
    /// Caliber values that the expression itself names: their evidence marks the cell.
    var directCalibers: [ResolvedCaliber] = []

    static func special(_ value: BuiltValue, _ dimension: Unit.Dimension = .number) -> Evaluated {
        Evaluated(value: value, dimension: dimension)
    }

    func withSources(of others: Evaluated...) -> Evaluated {
        var result = self
        for other in others {
            for caliber in other.calibers where !result.calibers.contains(caliber) { result.calibers.append(caliber) }
            result.batches.formUnion(other.batches)
            for caliber in other.directCalibers where !result.directCalibers.contains(caliber) { result.directCalibers.append(caliber) }
        }
        return result
    }

    /// The same value counted in another dimension: a plain ratio becomes a percentage.
    func converted(to target: Unit.Dimension) throws -> Evaluated {
        guard case .number(let amount) = value, dimension != target else {
            var result = self
            result.dimension = target
            return result
        }
        var result = self
        result.dimension = target
        if dimension == .number && target == .percent && !isLiteral { result.value = .number(try amount.multiplied(by: Amount(100))) }
        return result
    }

    /// Both sides of a condition: a plain ratio beside a rate becomes a percentage.
    static func comparable(_ left: Evaluated, _ right: Evaluated) throws -> (Evaluated, Evaluated) {
        if left.dimension == .percent { return (left, try right.converted(to: .percent)) }
        if right.dimension == .percent { return (try left.converted(to: .percent), right) }
        return (left, right)
    }

    /// Which special value an operation on both yields; nil when both are numbers.
    static func specialResult(_ a: BuiltValue, _ b: BuiltValue) -> BuiltValue? {
        for value in [a, b] { if case .suppressed = value { return value } }
        for value in [a, b] { if case .missing = value { return value } }
        for value in [a, b] { if case .notApplicable = value { return value } }
        return nil
    }

    static func binary(_ op: Expression.BinaryOperator, _ a: Evaluated, _ b: Evaluated) throws -> Evaluated {
        let dimension = resultDimension(op, a.dimension, b.dimension)
        if let special = specialResult(a.value, b.value) {
            return Evaluated(value: special, dimension: dimension).withSources(of: a, b)
        }
        guard case .number(let x) = a.value, case .number(let y) = b.value else { return .special(.notApplicable) }
        let value: BuiltValue
        switch op {
        case .add: value = .number(try x.adding(y))
        case .subtract: value = .number(try x.subtracting(y))
        case .multiply: value = .number(try x.multiplied(by: y))
        case .divide: value = y.isZero ? .notApplicable : .number(try x.divided(by: y))
        }
        return Evaluated(value: value, dimension: dimension, isLiteral: a.isLiteral && b.isLiteral).withSources(of: a, b)
    }

    private static func resultDimension(_ op: Expression.BinaryOperator, _ a: Unit.Dimension, _ b: Unit.Dimension) -> Unit.Dimension {
        switch op {
        case .add: return a == .number ? b : a
        case .subtract: return a == .percent && b == .percent ? .percentagePoint : a == .number ? b : a
        case .multiply: return a == .number ? b : a
        case .divide:
            if a == b { return .number }
            if a == .money && (b == .persons || b == .organisations || b == .occurrences) { return .moneyPerPerson }
            return a
        }
    }
}

extension BuiltValue {
    /// Exact decimal text, or the kind of special value.
    var sourceText: String { amount.map(\.description) ?? kind }
}
