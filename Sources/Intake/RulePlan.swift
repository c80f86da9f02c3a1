internal import Aggregation
internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Rules and filters of a specification as integer tests over a parsed row, in raw memory.
final class RulePlan {
    struct Rule {
        var id: String
        var severity: RuleSeverity
        var column: String
    }
    /// Declared rules, then the limits of columns that only make a row suspect or are counted. At most 64.
    private(set) var rules: [Rule] = []
    private(set) var filters: [String] = []
    /// Columns that each filter reads.
    private(set) var filterColumns: [[Int]] = []
    private var ruleCodes: UnsafeMutableBufferPointer<RuleCode>
    private var filterCodes: UnsafeMutableBufferPointer<RuleCode>
    /// Bits of the rules of each severity.
    private(set) var errors: UInt64 = 0
    private(set) var suspects: UInt64 = 0
    private(set) var warnings: UInt64 = 0

    init(_ specification: InterfaceSpecification, period: ReportingPeriod, ordinals: CodeOrdinals, codeTables: [CodeTable], calibers: CaliberResolver) throws {
        ruleCodes = .allocate(capacity: 0)
        filterCodes = .allocate(capacity: 0)
        let compiler = RuleCompiler(specification: specification, period: period, ordinals: ordinals, codeTables: codeTables, calibers: calibers)
        var codes: [RuleCode] = []
        for rule in specification.rules + Self.limits(specification) {
            codes.append(RuleCode(conditions: try rule.conditions.map(compiler.compile), test: try compiler.compile(rule.test)))
            rules.append(Rule(id: rule.id, severity: rule.severity, column: rule.test.columns.first ?? ""))
            let bit = UInt64(1) << UInt64(min(63, rules.count - 1))
            switch rule.severity {
            case .error: errors |= bit
            case .suspect: suspects |= bit
            case .warning: warnings |= bit
            }
        }
        if rules.count > 64 { throw DiagnosticsError(IntakeDiagnostics.tooManyRules(specification.id, at: specification.origin)) }
        ruleCodes = .allocate(capacity: codes.count)
        for (index, code) in codes.enumerated() { ruleCodes.initializeElement(at: index, to: code) }
        filterCodes = .allocate(capacity: specification.filters.count)
        for (index, filter) in specification.filters.enumerated() {
            filterCodes.initializeElement(at: index, to: RuleCode(conditions: try filter.conditions.map(compiler.compile), test: nil))
            filters.append(filter.id)
            filterColumns.append(filter.conditions.flatMap(\.columns).compactMap { name in specification.columns.firstIndex { $0.name == name } })
        }
    }

    deinit {
        ruleCodes.forEach { $0.deallocate() }
        ruleCodes.deallocate()
        filterCodes.forEach { $0.deallocate() }
        filterCodes.deallocate()
    }

    /// Minimum and maximum of columns where a value outside is no error.
    private static func limits(_ specification: InterfaceSpecification) -> [RowRule] {
        specification.columns.flatMap { column -> [RowRule] in
            guard case .number(let format) = column.type, format.outside != .error else { return [] }
            let value = RowSum([.init(factor: .one, columns: [column.name])])
            func rule(_ end: String, _ comparison: RowTest.Comparison, _ limit: Amount?) -> RowRule? {
                limit.map {
                    let test = RowTest(.compare(value, comparison, RowSum([.init(factor: $0)]), within: .zero), text: "", origin: column.origin)
                    return RowRule(id: "\(end)-\(column.name)", name: column.title, test: test, severity: format.outside, origin: column.origin)
                }
            }
            return [rule("minimum", .atLeast, format.minimum), rule("maximum", .atMost, format.maximum)].compactMap { $0 }
        }
    }

    var isEmpty: Bool { ruleCodes.isEmpty }
    var hasFilters: Bool { !filterCodes.isEmpty }

    /// Bits of the rules that the row violates.
    @inline(__always)
    func violations(_ row: RowView) -> UInt64 {
        var result: UInt64 = 0
        for index in 0..<ruleCodes.count where ruleCodes[index].isViolated(row) { result |= 1 << UInt64(index) }
        return result
    }

    /// The first filter that leaves the row out. `isBad`: columns whose value could not be read.
    func filter(_ row: RowView, isBad: (Int) -> Bool) -> Int? {
        for index in 0..<filterCodes.count where !filterColumns[index].contains(where: isBad) && filterCodes[index].applies(row) { return index }
        return nil
    }
}

/// Conditions and a test in raw memory; the plan frees them.
struct RuleCode {
    private let conditions: UnsafeMutableBufferPointer<TestCode>
    private let test: TestCode?

    init(conditions: [TestCode], test: TestCode?) {
        self.conditions = .allocate(capacity: conditions.count)
        for (index, condition) in conditions.enumerated() { self.conditions.initializeElement(at: index, to: condition) }
        self.test = test
    }

    func deallocate() {
        conditions.forEach { $0.deallocate() }
        conditions.deallocate()
        test?.deallocate()
    }

    /// All conditions hold; one with an empty field does not.
    @inline(__always)
    func applies(_ row: RowView) -> Bool {
        for index in 0..<conditions.count where conditions[index].evaluate(row) != 1 { return false }
        return true
    }

    @inline(__always)
    func isViolated(_ row: RowView) -> Bool { applies(row) && test!.evaluate(row) == 0 }
}

/// One test of a row; sums are brought to a common scale when it is compiled.
struct TestCode {
    enum Kind { case member, text, filled, empty, equal, notEqual, above, below, atLeast, atMost, between }

    /// Values of a text column, or the beginnings of them.
    struct Texts {
        let values: UnsafeMutableBufferPointer<UnsafeMutableRawBufferPointer>
        let isPrefix: Bool
        let isNegated: Bool

        init(_ texts: [[UInt8]], isPrefix: Bool, isNegated: Bool) {
            values = .allocate(capacity: texts.count)
            for (index, text) in texts.enumerated() {
                let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
                copy.copyBytes(from: text)
                values.initializeElement(at: index, to: copy)
            }
            self.isPrefix = isPrefix
            self.isNegated = isNegated
        }

        func deallocate() {
            values.forEach { $0.deallocate() }
            values.deallocate()
        }

        func holds(_ field: UnsafeRawBufferPointer) -> Bool {
            for value in values where isPrefix ? field.count >= value.count && field.prefix(value.count).elementsEqual(value) : field.elementsEqual(value) { return !isNegated }
            return isNegated
        }
    }

    struct Sum {
        var constant: Int64 = 0
        var terms: UnsafeMutableBufferPointer<Term>
        struct Term {
            var factor: Int64
            var first: Int32
            /// −1: none.
            var second: Int32
        }
    }

    var kind: Kind
    var column = 0
    /// Ordinals that are allowed.
    var allowed: UnsafeMutablePointer<Bool>?
    var texts: Texts?
    /// Left − right, or middle − lower and upper − middle, so that everything is compared with zero.
    var first: Sum?
    var second: Sum?
    var tolerance: Int64 = 0

    func deallocate() {
        allowed?.deallocate()
        texts?.deallocate()
        first?.terms.deallocate()
        second?.terms.deallocate()
    }

    /// 1 holds, 0 does not hold, −1 a field is empty.
    func evaluate(_ row: RowView) -> Int {
        switch kind {
        case .member: return row.isNull[column] ? -1 : allowed![Int(row.numbers[column])] ? 1 : 0
        case .text: return row.isNull[column] ? -1 : texts!.holds(row.fields[column]) ? 1 : 0
        case .filled: return row.isNull[column] ? 0 : 1
        case .empty: return row.isNull[column] ? 1 : 0
        default: break
        }
        guard let difference = value(first!, row) else { return -1 }
        let holds = switch kind {
        case .equal: difference.magnitude <= UInt64(tolerance)
        case .notEqual: difference != 0
        case .above: difference > 0
        case .below: difference < 0
        case .atLeast: difference >= 0
        case .atMost: difference <= 0
        default: difference >= 0
        }
        if kind != .between || !holds { return holds ? 1 : 0 }
        guard let rest = value(second!, row) else { return -1 }
        return rest >= 0 ? 1 : 0
    }

    /// Cannot overflow: the compiler has added up the digits.
    @inline(__always)
    private func value(_ sum: Sum, _ row: RowView) -> Int64? {
        var result = sum.constant
        for term in sum.terms {
            if row.isNull[Int(term.first)] { return nil }
            var product = term.factor &* row.numbers[Int(term.first)]
            if term.second >= 0 {
                if row.isNull[Int(term.second)] { return nil }
                product = product &* row.numbers[Int(term.second)]
            }
            result &+= product
        }
        return result
    }
}
