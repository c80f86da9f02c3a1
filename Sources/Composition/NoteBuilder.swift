internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Numbers the notes that are pointed to and fills caliber values into their text.
struct NoteBuilder {
    let context: ReportContext
    let period: ReportingPeriod

    /// Marked notes first, in the order of their numbers; notes with an id that nothing points to are left out.
    func build(_ definitions: [NoteDefinition], marks: MarkNumbers) throws -> (notes: [BuiltNote], calibers: [ResolvedCaliber]) {
        var notes: [BuiltNote] = [], used: [ResolvedCaliber] = [], problems: [Diagnostic] = []
        let marked = marks.used.enumerated().compactMap { index, id in definitions.first { $0.id == id }.map { (index + 1, $0) } }
        let plain = definitions.filter { $0.id == nil }.map { (Int?.none, $0) }
        for (mark, definition) in marked.map({ (Int?.some($0.0), $0.1) }) + plain {
            let text = fill(definition, used: &used, problems: &problems)
            notes.append(BuiltNote(mark: mark, text: text))
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
        return (notes, used)
    }

    private func fill(_ note: NoteDefinition, used: inout [ResolvedCaliber], problems: inout [Diagnostic]) -> String {
        var result = ""
        var rest = Substring(note.text)
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else {
                problems.append(CompositionDiagnostics.unclosedPlaceholder(String(rest[open...].prefix(30)), at: note.origin))
                return result
            }
            let placeholder = rest[rest.index(after: open)..<close]
            let value = value(of: String(placeholder), at: note.origin, used: &used, problems: &problems)
            rest = rest[rest.index(after: close)...]
            // What is missing has no unit.
            if value == context.catalogue.theme.missingText { rest = withoutUnit(rest, of: String(placeholder)) }
            // A date ends in 日: the blank that a figure needs is none there.
            if rest.first == " ", value.last == "日", isHan(rest.dropFirst().first) { rest.removeFirst() }
            result += value
        }
        return result + rest
    }

    /// The text after a figure without the caliber's unit, where it begins with it: 元/月 may be written as 元.
    private func withoutUnit(_ text: Substring, of placeholder: String) -> Substring {
        guard let id = placeholder.split(separator: " ").last, let unit = context.calibers.definition(String(id))?.unit, unit != .number else { return text }
        let rest = text.drop { $0 == " " }
        for name in [unit.name, String(unit.name.prefix { $0 != "/" })] where rest.hasPrefix(name) { return rest.dropFirst(name.count) }
        return text
    }

    private func isHan(_ character: Character?) -> Bool { character?.unicodeScalars.first?.isHan ?? false }

    private func value(of placeholder: String, at place: SourceRange, used: inout [ResolvedCaliber], problems: inout [Diagnostic]) -> String {
        let words = placeholder.split(separator: " ").map(String.init)
        guard words.count == 2, ["value", "from", "basis"].contains(words[0]) else {
            problems.append(CompositionDiagnostics.unknownPlaceholder(placeholder, at: place))
            return ""
        }
        guard context.calibers.definition(words[1]) != nil else {
            problems.append(CompositionDiagnostics.unknownCaliber(words[1], at: place))
            return ""
        }
        guard let resolved = context.calibers.value(words[1], on: period.lastDay, knownOn: context.knownOn) else {
            problems.append(CompositionDiagnostics.caliberNotInForce(words[1], on: period.lastDay.description, at: place))
            return ""
        }
        if !used.contains(resolved) { used.append(resolved) }
        switch words[0] {
        case "from": return resolved.value.effective.from.printed
        case "basis": return resolved.value.basis
        default:
            if resolved.value.evidence == .unverified { return context.catalogue.theme.missingText }
            return grouped(resolved.value.value)
        }
    }

    /// The value as it was enacted: its own decimals, thousands separated.
    private func grouped(_ amount: Amount) -> String {
        let plain = amount.description
        let decimals = plain.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
        return (try? amount.rounded(toScale: decimals).text()) ?? plain
    }
}
