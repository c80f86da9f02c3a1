public import Diagnostics
internal import Quantities
public import ReportModel

/// Reads formulas and relations of the definition language. The grammar is in Docs/ReportDefinitions.md.
public struct ExpressionParser {
    /// A formula such as `([01,7] − [08,7]) ÷ [01,5]`. `place` is where its first character stands.
    public static func parse(_ text: String, at place: SourceRange) throws -> Expression {
        var parser = ExpressionParser(text, place)
        let result = try parser.sum()
        try parser.expectEnd()
        return result
    }

    /// A relation such as `01行 = sum(02行:19行)`.
    public static func parseRelation(_ text: String, at place: SourceRange) throws -> (left: Expression, comparison: RelationDefinition.Comparison, right: Expression) {
        var parser = ExpressionParser(text, place)
        let left = try parser.sum()
        guard case .symbol(let symbol)? = parser.current?.kind, let comparison = comparisons[symbol] else {
            throw parser.error("a relation needs =, ≥ or ≤ between its two sides")
        }
        parser.advance()
        let right = try parser.sum()
        try parser.expectEnd()
        return (left, comparison, right)
    }

    private static let comparisons: [Character: RelationDefinition.Comparison] = ["=": .equal, "≥": .atLeast, "≤": .atMost]

    private let tokens: [FormulaToken]
    private var index = 0
    private let place: SourceRange
    private let lexicalError: (message: String, offset: Int)?
    private let length: Int

    private init(_ text: String, _ place: SourceRange) {
        let lexer = FormulaLexer(text)
        (tokens, lexicalError) = lexer.tokens()
        self.place = place
        length = text.count
    }

    private var current: FormulaToken? { index < tokens.count ? tokens[index] : nil }
    private mutating func advance() { index += 1 }

    private func range(from start: Int, to end: Int) -> SourceRange {
        SourceRange(file: place.file, line: place.line, column: place.column + start, length: end - start)
    }

    private func range(from start: FormulaToken) -> SourceRange {
        let end = index > 0 ? tokens[index - 1].end : start.end
        return range(from: start.start, to: end)
    }

    private func error(_ problem: String) -> DiagnosticsError {
        if let lexicalError, current == nil {
            return DiagnosticsError(DefinitionDiagnostics.formula(lexicalError.message, at: range(from: lexicalError.offset, to: lexicalError.offset + 1)))
        }
        let start = current?.start ?? length, end = current?.end ?? length + 1
        return DiagnosticsError(DefinitionDiagnostics.formula(problem, at: range(from: start, to: end)))
    }

    private func expectEnd() throws {
        if current != nil || lexicalError != nil { throw error("something follows the formula") }
    }

    private mutating func take(_ symbol: Character) -> Bool {
        guard case .symbol(symbol)? = current?.kind else { return false }
        advance()
        return true
    }

    private func isAt(_ symbol: Character) -> Bool {
        if case .symbol(symbol)? = current?.kind { return true }
        return false
    }

    private mutating func expect(_ symbol: Character) throws {
        if !take(symbol) { throw error("'\(symbol)' is expected here") }
    }

    // MARK: Grammar

    private mutating func sum() throws -> Expression {
        guard let start = current else { throw error("a formula is expected here") }
        var left = try product()
        while case .symbol(let symbol)? = current?.kind, let op = symbol == "+" ? Expression.BinaryOperator.add : symbol == "−" ? .subtract : nil {
            advance()
            let right = try product()
            left = .binary(op, left, right, range(from: start))
        }
        return left
    }

    private mutating func product() throws -> Expression {
        guard let start = current else { throw error("a value is expected here") }
        var left = try factor()
        while case .symbol(let symbol)? = current?.kind, let op = symbol == "×" ? Expression.BinaryOperator.multiply : symbol == "÷" ? .divide : nil {
            advance()
            let right = try factor()
            left = .binary(op, left, right, range(from: start))
        }
        return left
    }

    private mutating func factor() throws -> Expression {
        guard let token = current else { throw error("a value is expected here") }
        switch token.kind {
        case .symbol("−"):
            advance()
            let inner = try factor()
            return .negate(inner, range(from: token))
        case .symbol("("):
            advance()
            let inner = try sum()
            try expect(")")
            return inner
        case .symbol("["):
            return try cell(report: nil, previous: false, start: token)
        case .number(let text):
            advance()
            return try number(text, start: token)
        case .column(let code):
            advance()
            return .column(code, range(from: token))
        case .row(let code):
            advance()
            return try row(code, start: token)
        case .word(let word):
            let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            if !digits.isEmpty, let unit = unit(String(word.dropFirst(digits.count))) { return try quantity(String(digits), unit, start: token) }
            return try named(word, start: token)
        case .symbol(let symbol):
            throw error("'\(symbol)' cannot stand here")
        }
    }

    /// `0.5`, `1000 万元`, `1,000 万元`, `95 %`; digits in groups need a unit, or they would look like two arguments.
    private mutating func number(_ text: String, start: FormulaToken) throws -> Expression {
        let first = index
        let grouped = groups(after: text)
        if let unit = unit() { return try quantity(grouped, unit, start: start) }
        index = first
        if let unit = unit() { return try quantity(text, unit, start: start) }
        guard let amount = Amount(decimalText: text) else { throw error("'\(text)' is no number") }
        if let token = current, case .word(let word) = token.kind {
            let names = Unit.all.map(\.name)
            throw DiagnosticsError(DefinitionDiagnostics.invalidValue(
                word, for: "unit", expected: "one of \(names.joined(separator: ", "))", nearest: Suggestion.nearest(to: word, among: names),
                at: range(from: token.start, to: token.end)))
        }
        return .number(amount, range(from: start))
    }

    private func quantity(_ text: String, _ unit: Unit, start: FormulaToken) throws -> Expression {
        guard let amount = Amount(decimalText: text), (try? unit.baseValue(amount)) != nil else { throw error("'\(text)' is no number of 38 digits") }
        return .quantity(amount, unit, range(from: start))
    }

    /// The number with the groups of three digits that follow it: `1,000`.
    private mutating func groups(after text: String) -> String {
        var text = text
        while index + 1 < tokens.count, !text.contains("."), case .symbol(",") = tokens[index].kind, case .number(let group) = tokens[index + 1].kind,
            tokens[index].start == tokens[index - 1].end, tokens[index + 1].start == tokens[index].end, group.prefix { $0 != "." }.count == 3
        {
            text += group
            index += 2
        }
        return text
    }

    /// The unit that stands next: `%`, `万元`, `元/人`.
    private mutating func unit() -> Unit? {
        if take("%") { return .percent }
        guard case .word(let word)? = current?.kind else { return nil }
        return unit(word)
    }

    /// The unit that the current token ends with; nil: none, and nothing is taken.
    private mutating func unit(_ word: String) -> Unit? {
        if index + 2 < tokens.count, case .symbol("÷") = tokens[index + 1].kind, case .word(let per) = tokens[index + 2].kind,
            tokens[index + 1].start == tokens[index].end, tokens[index + 2].start == tokens[index + 1].end, let unit = Unit.named("\(word)/\(per)")
        {
            index += 3
            return unit
        }
        guard let unit = Unit.named(word) else { return nil }
        advance()
        return unit
    }

    private mutating func row(_ code: String, start: FormulaToken) throws -> Expression {
        guard take(":") else { return .row(code, range(from: start)) }
        guard case .row(let last)? = current?.kind else { throw error("the last row of the range is expected here, for instance 19行") }
        advance()
        return .rowRange(code, last, range(from: start))
    }

    private mutating func named(_ word: String, start: FormulaToken) throws -> Expression {
        advance()
        if word.hasPrefix("上期") {
            let report = String(word.dropFirst(2))
            return try cell(report: report.isEmpty ? nil : report, previous: true, start: start)
        }
        if case .symbol("[")? = current?.kind { return try cell(report: word, previous: false, start: start) }
        if case .symbol("(")? = current?.kind { return try call(word, start: start) }
        var slice: [String: String] = [:]
        if take("{") {
            repeat {
                let key = try code()
                try expect(":")
                slice[key] = try code()
            } while take(",")
            try expect("}")
        }
        return .measure(MeasureReference(code: word, slice: slice, origin: range(from: start)))
    }

    private mutating func code() throws -> String {
        switch current?.kind {
        case .word(let text)?, .number(let text)?:
            advance()
            return text
        default: throw error("a code or name is expected here")
        }
    }

    private mutating func cell(report: String?, previous: Bool, start: FormulaToken) throws -> Expression {
        try expect("[")
        let row = try code()
        try expect(",")
        let column = try code()
        try expect("]")
        let names = (report ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        return .cell(CellReference(
            report: names.first, table: names.count > 1 ? names[1] : nil, row: row, column: column, previousPeriod: previous, origin: range(from: start)))
    }

    private mutating func call(_ name: String, start: FormulaToken) throws -> Expression {
        try expect("(")
        if ["口径", "caliber", "字段", "field"].contains(name) {
            let id = try code()
            try expect(")")
            return name == "口径" || name == "caliber" ? .caliber(id, range(from: start)) : .field(id, range(from: start))
        }
        guard let function = Expression.Function.allCases.first(where: { $0.rawValue == name || $0.englishName == name }) else {
            let names = Expression.Function.allCases.flatMap { [$0.rawValue, $0.englishName] } + ["口径", "字段"]
            throw DiagnosticsError(DefinitionDiagnostics.unknown(
                "function", name, nearest: Suggestion.nearest(to: name, among: names), at: range(from: start.start, to: start.end)))
        }
        var arguments: [Expression] = []
        if !(function == .elapsedYear && isAt(")")) { repeat { arguments.append(try sum()) } while take(",") }
        try expect(")")
        try checkArguments(function, arguments, start: start)
        return .call(function, arguments, range(from: start))
    }

    private func checkArguments(_ function: Expression.Function, _ arguments: [Expression], start: FormulaToken) throws {
        let wanted: ClosedRange<Int> = function == .elapsedYear ? 0...0 : function == .sum ? 1...1000 : [.ifMissing, .completion, .round].contains(function) ? 2...2 : 1...1
        if !wanted.contains(arguments.count) {
            throw DiagnosticsError(DefinitionDiagnostics.formula(
                "\(function.rawValue) takes \(wanted.lowerBound) argument\(wanted.lowerBound == 1 ? "" : "s"), not \(arguments.count)", at: range(from: start)))
        }
        if function == .round {
            guard case .number(let places, _) = arguments[1], let count = places.wholeNumber, (0...8).contains(count) else {
                throw DiagnosticsError(DefinitionDiagnostics.formula("the second argument of round is a number of places from 0 to 8", at: arguments[1].place))
            }
        }
        if function != .sum, let range = arguments.first(where: { if case .rowRange = $0 { true } else { false } }) {
            throw DiagnosticsError(DefinitionDiagnostics.formula("a range of rows can only stand in sum", at: range.place))
        }
    }
}
