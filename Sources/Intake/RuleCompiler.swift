internal import Aggregation
internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Turns the tests of rules and filters into integer code for one file and month.
struct RuleCompiler {
    let specification: InterfaceSpecification
    let period: ReportingPeriod
    let ordinals: CodeOrdinals
    let codeTables: [CodeTable]
    let calibers: CaliberResolver

    func compile(_ test: RowTest) throws -> TestCode {
        switch test.kind {
        case .filled(let name, let filled): return TestCode(kind: filled ? .filled : .empty, column: try index(name, test))
        case .member(let name, let codes, let isNegated): return try member(name, codes, isNegated, test)
        case .text(let name, let values, let isPrefix, let isNegated):
            // The file may be in either encoding.
            let converter = try TextConverter(from: .utf8, to: .gb18030)
            let forms = values.flatMap { value in
                let utf8 = Array(value.utf8)
                return value.utf8.allSatisfy { $0 < 0x80 } ? [utf8] : [utf8, utf8.withUnsafeBytes { converter.convert($0) } ?? utf8]
            }
            return TestCode(kind: .text, column: try index(name, test), texts: TestCode.Texts(forms, isPrefix: isPrefix, isNegated: isNegated))
        case .compare(let left, let comparison, let right, let within):
            let difference = RowSum(left.terms + right.terms.map(Self.negated))
            let scale = try [scale(difference, test), Self.scale(within)].max()!
            var code = TestCode(kind: Self.kind(comparison), first: try sum(difference, scale, test))
            code.tolerance = try unscaled(within, scale, test)
            return code
        case .between(let middle, let lower, let upper):
            let low = RowSum(middle.terms + lower.terms.map(Self.negated)), high = RowSum(upper.terms + middle.terms.map(Self.negated))
            let code = TestCode(kind: .between, first: try sum(low, scale(low, test), test))
            return TestCode(kind: .between, first: code.first, second: try sum(high, scale(high, test), test))
        }
    }

    private static func kind(_ comparison: RowTest.Comparison) -> TestCode.Kind {
        switch comparison {
        case .equal: .equal
        case .notEqual: .notEqual
        case .above: .above
        case .below: .below
        case .atLeast: .atLeast
        case .atMost: .atMost
        }
    }

    private static func negated(_ term: RowSum.Term) -> RowSum.Term {
        var term = term
        term.factor = term.factor.negated
        return term
    }

    private func member(_ name: String, _ codes: [String], _ isNegated: Bool, _ test: RowTest) throws -> TestCode {
        let column = try index(name, test)
        guard case .code(let id) = specification.columns[column].type, let table = codeTables.first(where: { $0.id == id }) else {
            throw DiagnosticsError(IntakeDiagnostics.badRule(test, "'\(name)' is no code column"))
        }
        let wanted = Set(codes.flatMap { table.leafCodes(under: $0, on: period.lastDay) }), all = ordinals.codes[id] ?? []
        let allowed = UnsafeMutablePointer<Bool>.allocate(capacity: max(1, all.count))
        for (ordinal, code) in all.enumerated() { allowed[ordinal] = wanted.contains(code) != isNegated }
        return TestCode(kind: .member, column: column, allowed: allowed)
    }

    // MARK: Sums

    /// Factor with calibers multiplied in.
    private func factor(_ term: RowSum.Term, _ test: RowTest) throws -> Amount {
        if let day = term.day {
            let date = day == .start ? period.firstDay : period.lastDay
            return try term.factor.multiplied(by: Amount(date.year * 10000 + date.month * 100 + date.day))
        }
        return try term.calibers.reduce(term.factor) { product, id in
            guard let resolved = calibers.value(id, on: period.lastDay) else {
                throw DiagnosticsError(IntakeDiagnostics.noCaliber(id, period: period, at: test.origin))
            }
            return try product.multiplied(by: resolved.value.value)
        }
    }

    private func scale(_ sum: RowSum, _ test: RowTest) throws -> Int {
        try sum.terms.map { term in
            try Self.scale(try factor(term, test)) + term.columns.reduce(0) { $0 + (try decimals(try index($1, test))) }
        }.max() ?? 0
    }

    private func sum(_ sum: RowSum, _ scale: Int, _ test: RowTest) throws -> TestCode.Sum {
        var constant: Int64 = 0, digits = 0
        var terms: [TestCode.Sum.Term] = []
        for term in sum.terms {
            let columns = try term.columns.map { try index($0, test) }
            let own = try columns.reduce(0) { $0 + (try decimals($1)) }
            let multiplier = try unscaled(try factor(term, test), scale - own, test)
            if columns.isEmpty { constant += multiplier } else {
                terms.append(.init(factor: multiplier, first: Int32(columns[0]), second: columns.count > 1 ? Int32(columns[1]) : -1))
            }
            digits = max(digits, String(multiplier.magnitude).utf8.count + columns.reduce(0) { $0 + width($1) })
        }
        if digits > 18 { throw DiagnosticsError(IntakeDiagnostics.badRule(test, "the numbers can get more than 18 digits; declare fewer integer digits, or compare coarser")) }
        let buffer = UnsafeMutableBufferPointer<TestCode.Sum.Term>.allocate(capacity: terms.count)
        for (index, term) in terms.enumerated() { buffer.initializeElement(at: index, to: term) }
        return TestCode.Sum(constant: constant, terms: buffer)
    }

    /// Decimals of a finite decimal number.
    private static func scale(_ amount: Amount) throws -> Int {
        for scale in 0...12 where try amount.rounded(toScale: scale).amount == amount { return scale }
        return 13
    }

    private func unscaled(_ amount: Amount, _ scale: Int, _ test: RowTest) throws -> Int64 {
        guard scale <= 13, let value = Int64(exactly: try amount.rounded(toScale: scale).unscaled), try amount.rounded(toScale: scale).amount == amount else {
            throw DiagnosticsError(IntakeDiagnostics.badRule(test, "\(amount) has too many digits"))
        }
        return value
    }

    // MARK: Columns

    private func index(_ name: String, _ test: RowTest) throws -> Int {
        guard let index = specification.columns.firstIndex(where: { $0.name == name }) else {
            throw DiagnosticsError(IntakeDiagnostics.badRule(test, "there is no column '\(name)'"))
        }
        return index
    }

    private func decimals(_ column: Int) throws -> Int {
        if case .number(let format) = specification.columns[column].type { format.decimals } else { 0 }
    }

    private func width(_ column: Int) -> Int {
        switch specification.columns[column].type {
        case .number(let format): format.integerDigits + format.decimals
        case .date: 8
        case .period: 6
        default: 1
        }
    }
}
