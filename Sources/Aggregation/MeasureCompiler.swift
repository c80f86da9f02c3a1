internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

struct DimensionPlan {
    var column: Int
    var stride: Int
    var codes: [String]
}

struct SumPlan {
    var measure: String
    var part: String
    /// −1 counts rows.
    var column: Int
    var scale: Int
    /// Bits of the tests that must hold.
    var conditions: UInt64
}

struct DistinctPlan {
    var measure: String
    var column: Int
    var by: [(column: Int, stride: Int)]
    var cellCount: Int
    var conditions: UInt64
}

/// A condition as an integer test.
struct ConditionPlan {
    enum Test {
        /// Ordinals that are allowed, as a table of booleans.
        case member(column: Int, allowed: [Bool])
        case compare(columns: [(column: Int, factor: Int64)], MeasureCondition.Comparison, Int64)
    }
    var test: Test
    var definition: MeasureCondition
}

/// The same in raw memory, for the inner loop; the accumulator frees it.
struct ConditionCode {
    private let comparison: MeasureCondition.Comparison?
    private let column: Int
    private let allowed: UnsafeMutablePointer<Bool>
    private let terms: UnsafeMutablePointer<(column: Int, factor: Int64)>
    private let termCount: Int
    private let operand: Int64

    init(_ test: ConditionPlan.Test) {
        switch test {
        case .member(let column, let table):
            comparison = nil
            self.column = column
            allowed = .allocate(capacity: max(1, table.count))
            for (index, value) in table.enumerated() { allowed[index] = value }
            terms = .allocate(capacity: 1)
            termCount = 0
            operand = 0
        case .compare(let columns, let comparison, let operand):
            self.comparison = comparison
            column = 0
            allowed = .allocate(capacity: 1)
            terms = .allocate(capacity: columns.count)
            for (index, term) in columns.enumerated() { (terms + index).initialize(to: term) }
            termCount = columns.count
            self.operand = operand
        }
    }

    func deallocate() {
        allowed.deallocate()
        terms.deallocate()
    }

    @inline(__always)
    func holds(_ row: RowView) -> Bool {
        guard let comparison else { return !row.isNull[column] && allowed[Int(row.numbers[column])] }
        var sum: Int64 = 0
        for index in 0..<termCount where !row.isNull[terms[index].column] { sum &+= row.numbers[terms[index].column] &* terms[index].factor }
        switch comparison {
        case .equal: return sum == operand
        case .above: return sum > operand
        case .below: return sum < operand
        case .atLeast: return sum >= operand
        case .atMost: return sum <= operand
        }
    }
}

/// Turns measure definitions into integer plans for one interface file and period.
struct MeasureCompiler {
    let specification: InterfaceSpecification
    let ordinals: CodeOrdinals
    let codeTables: [CodeTable]
    let calibers: CaliberResolver
    let period: ReportingPeriod

    struct Plan {
        var dimensions: [DimensionPlan] = []
        var tests: [ConditionPlan] = []
        var sums: [SumPlan] = []
        var distincts: [DistinctPlan] = []
    }

    func compile(_ measures: [MeasureDefinition]) throws -> Plan {
        var plan = Plan()
        var stride = 1
        for name in specification.dimensions.reversed() {
            let column = try index(of: name, at: specification.origin)
            let codes = codes(of: column)
            plan.dimensions.insert(DimensionPlan(column: column, stride: stride, codes: codes), at: 0)
            stride *= max(1, codes.count)
        }
        for measure in measures where !usesAbsentColumn(measure) { try add(measure, to: &plan) }
        if plan.tests.count > 64 {
            throw DiagnosticsError(Diagnostic(
                "AGG002", .error, "the measures of \(specification.id) have \(plan.tests.count) different conditions; at most 64 are evaluated in one pass",
                at: specification.origin, hint: "combine conditions, or split the measures over interfaces"))
        }
        return plan
    }

    /// The measure reads a column that files of this month do not have yet, or no longer: it has no cells then.
    private func usesAbsentColumn(_ measure: MeasureDefinition) -> Bool {
        if specification.absentColumns.isEmpty { return false }
        var names = measure.conditions.flatMap { condition -> [String] in
            switch condition {
            case .member(let column, _, _): [column]
            case .compare(let columns, _, _, _): columns
            }
        }
        switch measure.aggregation {
        case .countRows: break
        case .sum(let parts): names += parts.map(\.column)
        case .distinct(let column, let by): names += [column] + by
        }
        return names.contains { specification.absentColumns.contains($0) }
    }

    private func add(_ measure: MeasureDefinition, to plan: inout Plan) throws {
        var conditions: UInt64 = 0
        for condition in measure.conditions {
            let position: Int
            if let known = plan.tests.firstIndex(where: { same($0.definition, condition) }) { position = known } else {
                plan.tests.append(ConditionPlan(test: try test(condition), definition: condition))
                position = plan.tests.count - 1
            }
            if position < 64 { conditions |= 1 << UInt64(position) }
        }
        switch measure.aggregation {
        case .countRows:
            plan.sums.append(SumPlan(measure: measure.code, part: "", column: -1, scale: 0, conditions: conditions))
        case .sum(let parts):
            for part in parts {
                let column = try index(of: part.column, at: measure.origin)
                plan.sums.append(SumPlan(measure: measure.code, part: part.part, column: column, scale: scale(of: column), conditions: conditions))
            }
        case .distinct(let name, let by):
            var stride = 1
            var splits: [(column: Int, stride: Int)] = []
            for dimension in by {
                let column = try index(of: dimension, at: measure.origin)
                splits.append((column, stride))
                stride *= max(1, codes(of: column).count)
            }
            let column = try index(of: name, at: measure.origin)
            plan.distincts.append(DistinctPlan(measure: measure.code, column: column, by: splits, cellCount: stride, conditions: conditions))
        }
    }

    private func same(_ a: MeasureCondition, _ b: MeasureCondition) -> Bool {
        switch (a, b) {
        case (.member(let c, let x, _), .member(let d, let y, _)): c == d && x == y
        case (.compare(let c, let op, let x, _), .compare(let d, let oq, let y, _)): c == d && op == oq && x == y
        default: false
        }
    }

    private func test(_ condition: MeasureCondition) throws -> ConditionPlan.Test {
        switch condition {
        case .member(let name, let codes, let place):
            let column = try index(of: name, at: place)
            guard case .code(let id) = specification.columns[column].type, let table = codeTables.first(where: { $0.id == id }) else {
                throw unknown(name, at: place)
            }
            let wanted = Set(codes.flatMap { table.leafCodes(under: $0, on: period.lastDay) })
            return .member(column: column, allowed: self.codes(of: column).map(wanted.contains))
        case .compare(let names, let comparison, let operand, let place):
            let columns = try names.map { try index(of: $0, at: place) }
            let scale = columns.map { self.scale(of: $0) }.max() ?? 0
            let factors = columns.map { column in (column, (0..<(scale - self.scale(of: column))).reduce(Int64(1)) { value, _ in value * 10 }) }
            return .compare(columns: factors, comparison, try scaled(operand, scale: scale, at: place))
        }
    }

    /// The operand × 10^scale; it must be a whole number, for a comparison must be exact.
    private func scaled(_ operand: MeasureCondition.Operand, scale: Int, at place: SourceRange) throws -> Int64 {
        let amount: Amount
        switch operand {
        case .number(let number): amount = number
        case .caliber(let id, let factor):
            guard let resolved = calibers.value(id, on: period.lastDay) else {
                throw DiagnosticsError(Diagnostic(
                    "AGG001", .error, "no value of caliber '\(id)' is in force on \(period.lastDay)", at: place,
                    hint: "add the value under ReportDefs/calibers; the measure needs it to read \(period)"))
            }
            amount = try resolved.value.value.multiplied(by: factor)
        }
        let rounded = try amount.rounded(toScale: scale)
        guard rounded.amount == amount, let value = Int64(exactly: rounded.unscaled) else {
            throw DiagnosticsError(Diagnostic(
                "AGG004", .error, "the operand \(amount) has more decimals than the column it is compared with", at: place, hint: "use at most \(scale) decimals"))
        }
        return value
    }

    private func index(of name: String, at place: SourceRange) throws -> Int {
        guard let index = specification.columns.firstIndex(where: { $0.name == name }) else { throw unknown(name, at: place) }
        return index
    }

    private func unknown(_ name: String, at place: SourceRange) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "AGG005", .error, "interface \(specification.id) has no usable column '\(name)'", at: place,
            hint: Suggestion.nearest(to: name, among: specification.columns.map(\.name)).map { "did you mean '\($0)'?" } ?? "name a column of the interface specification"))
    }

    private func codes(of column: Int) -> [String] {
        guard case .code(let table) = specification.columns[column].type else { return [] }
        return ordinals.codes[table] ?? []
    }

    private func scale(of column: Int) -> Int {
        if case .number(let format) = specification.columns[column].type { format.decimals } else { 0 }
    }
}
