internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `class in 1501, 1502` · `unit filled` · `due = base × 0.16 within 0.01` · `base between 口径(base.lower) and 口径(base.upper)`
struct RowTestParser {
    private enum Token: Hashable {
        case word(String), number(Amount), caliber(String), symbol(String)
    }

    private let text: String
    private let place: SourceRange
    private var tokens: [Token]
    private var index = 0

    private struct Failure: Error { var reason: String }

    static func parse(_ text: String, at place: SourceRange, _ reading: Reading) -> RowTest? {
        do {
            var parser = RowTestParser(text: text, place: place, tokens: try tokenize(text))
            return RowTest(try parser.test(), text: text, origin: place)
        } catch {
            reading.add(DefinitionDiagnostics.invalidValue(
                text, for: "check", expected: "a test of a row such as 'class in 11, 12', 'unit filled', 'due = base × 0.16 within 0.01' or 'base between 口径(base.lower) and 口径(base.upper)' (\((error as? Failure)?.reason ?? ""))",
                nearest: nil, at: place))
            return nil
        }
    }

    private init(text: String, place: SourceRange, tokens: [Token]) {
        self.text = text; self.place = place; self.tokens = tokens
    }

    // MARK: Grammar

    private mutating func test() throws -> RowTest.Kind {
        if tokens.count >= 2, case .word(let column) = tokens[0], case .word(let word) = tokens[1], ["in", "not", "filled", "empty", "is", "starts"].contains(word) {
            return try columnTest(column, word)
        }
        let left = try sum()
        if accept(.word("between")) {
            let lower = try sum()
            guard accept(.word("and")) else { throw Failure(reason: "'between' lacks 'and'") }
            let upper = try sum()
            return try finished(.between(left, lower: lower, upper: upper))
        }
        guard index < tokens.count, case .symbol(let symbol) = tokens[index], let comparison = RowTest.Comparison(rawValue: symbol) else {
            throw Failure(reason: "no comparison")
        }
        index += 1
        let right = try sum()
        var within = Amount.zero
        if accept(.word("within")) {
            guard index < tokens.count, case .number(let amount) = tokens[index] else { throw Failure(reason: "'within' lacks a number") }
            guard comparison == .equal else { throw Failure(reason: "'within' goes with = only") }
            within = amount
            index += 1
        }
        return try finished(.compare(left, comparison, right, within: within))
    }

    private func columnTest(_ column: String, _ word: String) throws -> RowTest.Kind {
        if word == "filled" || word == "empty" {
            if tokens.count != 2 { throw Failure(reason: "nothing may follow '\(word)'") }
            return .filled(column: column, word == "filled")
        }
        // Codes and values are read from the text: they may be anything.
        var words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init).dropFirst()
        var isNegated = word == "not"
        if isNegated {
            words = words.dropFirst()
            if words.first != "in" { throw Failure(reason: "'not' without 'in'") }
        } else if word == "is", words.dropFirst().first == "not" {
            isNegated = true
            words = words.dropFirst()
        }
        let values = words.dropFirst().flatMap { $0.split(separator: ",").map(String.init) }
        if values.isEmpty { throw Failure(reason: "nothing follows '\(words.first ?? word)'") }
        if word == "is" || word == "starts" { return .text(column: column, values: values, isPrefix: word == "starts", isNegated: isNegated) }
        return .member(column: column, codes: values, isNegated: isNegated)
    }

    private func finished(_ kind: RowTest.Kind) throws -> RowTest.Kind {
        if index < tokens.count { throw Failure(reason: "something follows the test") }
        return kind
    }

    private mutating func accept(_ token: Token) -> Bool {
        guard index < tokens.count, tokens[index] == token else { return false }
        index += 1
        return true
    }

    private mutating func sum() throws -> RowSum {
        var terms: [RowSum.Term] = []
        var sign = accept(.symbol("-")) ? Amount(-1) : .one
        while true {
            terms.append(try product(sign))
            if accept(.symbol("+")) { sign = .one } else if accept(.symbol("-")) { sign = Amount(-1) } else { return RowSum(terms) }
        }
    }

    private mutating func product(_ sign: Amount) throws -> RowSum.Term {
        var term = RowSum.Term(factor: sign)
        repeat {
            guard index < tokens.count else { throw Failure(reason: "a value is missing at the end") }
            switch tokens[index] {
            case .number(let amount): term.factor = try term.factor.multiplied(by: amount)
            case .caliber(let id): term.calibers.append(id)
            case .word(let word):
                if let day = RowSum.PeriodDay(rawValue: word) { term.day = day } else { term.columns.append(word) }
            case .symbol(let symbol): throw Failure(reason: "a value is missing before '\(symbol)'")
            }
            index += 1
        } while accept(.symbol("×"))
        if term.columns.count > 2 { throw Failure(reason: "more than two columns are multiplied") }
        if term.day != nil, !term.columns.isEmpty || !term.calibers.isEmpty || term.factor != .one { throw Failure(reason: "a day is compared, not calculated with") }
        return term
    }

    // MARK: Tokens

    private static func tokenize(_ text: String) throws -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace { rest = rest.dropFirst(); continue }
            if let caliber = caliber(&rest) { tokens.append(.caliber(caliber)); continue }
            if first.isASCII && first.isNumber {
                tokens.append(.number(try number(&rest)))
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
            } else {
                let (symbol, length) = try symbol(rest)
                tokens.append(.symbol(symbol))
                rest = rest.dropFirst(length)
            }
        }
        return tokens
    }

    private static func caliber(_ rest: inout Substring) -> String? {
        for prefix in ["口径(", "caliber("] where rest.hasPrefix(prefix) {
            guard let end = rest.firstIndex(of: ")") else { return nil }
            let id = String(rest[rest.index(rest.startIndex, offsetBy: prefix.count)..<end])
            rest = rest[rest.index(after: end)...]
            return id
        }
        return nil
    }

    /// `0.16`, or a day `2026-07-01` as yyyymmdd.
    private static func number(_ rest: inout Substring) throws -> Amount {
        if let date = CalendarDate(rest.prefix(10)) {
            rest = rest.dropFirst(10)
            return Amount(date.year * 10000 + date.month * 100 + date.day)
        }
        let digits = rest.prefix { ($0.isASCII && $0.isNumber) || $0 == "." }
        guard let amount = Amount(decimalText: digits) else { throw Failure(reason: "'\(digits)' is no number") }
        rest = rest.dropFirst(digits.count)
        if rest.first == "%" {
            rest = rest.dropFirst()
            return try amount.divided(by: Amount(100))
        }
        return amount
    }

    private static func symbol(_ rest: Substring) throws -> (String, Int) {
        for (written, symbol) in [(">=", ">="), ("<=", "<="), ("!=", "≠"), ("≥", ">="), ("≤", "<="), ("≠", "≠"), ("=", "="), (">", ">"), ("<", "<"), ("+", "+"), ("-", "-"), ("−", "-"), ("×", "×"), ("*", "×")]
        where rest.hasPrefix(written) { return (symbol, written.count) }
        throw Failure(reason: "'\(rest.prefix(1))' means nothing here")
    }
}
