/// A word of a formula with its place in characters.
struct FormulaToken {
    enum Kind: Equatable {
        case number(String)
        /// A name: measure, function, report, dimension.
        case word(String)
        /// `7栏`, `paid栏`
        case column(String)
        /// `02行`
        case row(String)
        /// Operators and brackets; ASCII spellings are normalised to + − × ÷ = ≥ ≤.
        case symbol(Character)
    }
    var kind: Kind
    var start: Int
    var end: Int
}

struct FormulaLexer {
    private let characters: [Character]

    init(_ text: String) { characters = Array(text) }

    func tokens() -> (tokens: [FormulaToken], error: (message: String, offset: Int)?) {
        var result: [FormulaToken] = []
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if character.isWhitespace {
                index += 1
            } else if let symbol = symbol(at: index) {
                result.append(FormulaToken(kind: .symbol(symbol.symbol), start: index, end: index + symbol.length))
                index += symbol.length
            } else if isWordCharacter(character) {
                let start = index
                while index < characters.count, isWordCharacter(characters[index]) || (characters[index] == "." && index + 1 < characters.count && isWordCharacter(characters[index + 1])) {
                    index += 1
                }
                result.append(FormulaToken(kind: kind(String(characters[start..<index])), start: start, end: index))
            } else {
                return (result, ("'\(character)' is not part of the formula language", index))
            }
        }
        return (result, nil)
    }

    private func symbol(at index: Int) -> (symbol: Character, length: Int)? {
        let next = index + 1 < characters.count ? characters[index + 1] : nil
        switch characters[index] {
        case ">" where next == "=": return ("≥", 2)
        case "<" where next == "=": return ("≤", 2)
        case "-", "−", "－": return ("−", 1)
        case "*", "×": return ("×", 1)
        case "/", "÷": return ("÷", 1)
        case "＋": return ("+", 1)
        case "＝": return ("=", 1)
        case "（": return ("(", 1)
        case "）": return (")", 1)
        case "，", "、": return (",", 1)
        case "：": return (":", 1)
        case "％": return ("%", 1)
        case let c where "+=≥≤()[]{},:><%".contains(c): return (c, 1)
        default: return nil
        }
    }

    private func isWordCharacter(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }

    private func kind(_ word: String) -> FormulaToken.Kind {
        if word.hasSuffix("栏"), word.count > 1 { return .column(String(word.dropLast())) }
        if word.hasSuffix("行"), word.count > 1, word.dropLast().allSatisfy({ $0.isASCII || $0 == "_" }) { return .row(String(word.dropLast())) }
        if word.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) { return .number(word) }
        return .word(word)
    }
}
