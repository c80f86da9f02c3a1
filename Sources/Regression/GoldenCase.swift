public import Digests
public import Quantities

/// Which case a golden folder is: report × period × scope.
public struct GoldenKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// `SB-Z02`
    public let report: String
    /// `2026-10` or `2026`
    public let period: String
    /// `city` or a district code
    public let scope: String

    /// Nil when a part could not be the name of a folder: only letters, digits, `-`, `_` and single dots inside.
    public init?(report: String, period: String, scope: String) {
        for part in [report, period, scope] {
            let allowed = part.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || [45, 46, 95].contains($0) }
            guard !part.isEmpty, allowed, part.first != ".", !part.utf8.elementsEqual("..".utf8) else { return nil }
        }
        self.report = report; self.period = period; self.scope = scope
    }

    public var description: String { "\(report)/\(period)/\(scope)" }
    public static func < (a: GoldenKey, b: GoldenKey) -> Bool { (a.report, a.period, a.scope) < (b.report, b.period, b.scope) }
}

/// What a case was made from: digests that tell the cause of a difference.
public struct CaseInputs: Sendable, Hashable {
    public var data: SHA256Digest
    public var definitions: SHA256Digest
    public var calibers: SHA256Digest
    public init(data: SHA256Digest, definitions: SHA256Digest, calibers: SHA256Digest) {
        self.data = data; self.definitions = definitions; self.calibers = calibers
    }
}

/// When and why a case was accepted.
public struct Acceptance: Sendable, Hashable {
    public var date: CalendarDate
    /// Empty only when no figure changed.
    public var reason: String
    public init(date: CalendarDate, reason: String) { self.date = date; self.reason = reason }
}

/// `case.yaml`: eight lines in a fixed order, read strictly.
struct CaseFile: Equatable {
    var key: GoldenKey
    var inputs: CaseInputs
    /// Nil in a pending file.
    var acceptance: Acceptance?

    var text: String {
        """
        report: "\(key.report)"
        period: "\(key.period)"
        scope: "\(key.scope)"
        data: \(inputs.data)
        definitions: \(inputs.definitions)
        calibers: \(inputs.calibers)
        accepted: "\(acceptance?.date.description ?? "")"
        reason: "\(CaseFile.quoted(acceptance?.reason ?? ""))"

        """
    }

    init(key: GoldenKey, inputs: CaseInputs, acceptance: Acceptance?) { self.key = key; self.inputs = inputs; self.acceptance = acceptance }

    /// Nil for anything that `text` does not write.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let names = ["report", "period", "scope", "data", "definitions", "calibers", "accepted", "reason"]
        guard lines.count == 9, lines[8].isEmpty else { return nil }
        var values: [String] = []
        for (line, name) in zip(lines, names) {
            guard line.hasPrefix(name + ": ") else { return nil }
            values.append(String(line.dropFirst(name.count + 2)))
        }
        func unquoted(_ value: String) -> String? {
            guard value.count >= 2, value.first == "\"", value.last == "\"" else { return nil }
            return String(value.dropFirst().dropLast())
        }
        guard let report = unquoted(values[0]), let period = unquoted(values[1]), let scope = unquoted(values[2]),
            let key = GoldenKey(report: report, period: period, scope: scope), let data = SHA256Digest(hex: values[3]),
            let definitions = SHA256Digest(hex: values[4]), let calibers = SHA256Digest(hex: values[5]), let date = unquoted(values[6]),
            let reason = unquoted(values[7])
        else { return nil }
        self.init(key: key, inputs: CaseInputs(data: data, definitions: definitions, calibers: calibers), acceptance: nil)
        if !date.isEmpty {
            guard let day = CalendarDate(date) else { return nil }
            acceptance = Acceptance(date: day, reason: CaseFile.unescaped(reason))
        }
        if self.text != text { return nil }
    }

    private static func quoted(_ text: String) -> String {
        text.map { $0 == "\\" ? "\\\\" : $0 == "\"" ? "\\\"" : $0.isNewline ? "\\n" : String($0) }.joined()
    }

    private static func unescaped(_ text: String) -> String {
        var result = "", escaping = false
        for character in text {
            if escaping {
                result += character == "n" ? "\n" : String(character)
                escaping = false
            } else if character == "\\" {
                escaping = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}

/// `environment`: versions and digests of what draws: Cairo, Pango, HarfBuzz, FreeType, fontconfig, libxlsxwriter, fonts. Given by the caller.
public struct RenderEnvironment: Sendable, Hashable {
    public var entries: [Entry]
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var value: String
        public init(name: String, value: String) { self.name = name; self.value = value }
    }
    public init(_ entries: [Entry]) { self.entries = entries }

    var text: String {
        var lines = FactLines(.environment, columns: ["name", "value"])
        for entry in entries.sorted(by: { ($0.name, $0.value) < ($1.name, $1.value) }) { lines.add([entry.name, entry.value]) }
        return lines.text
    }
}

/// All that a report shows now, ready to compare with what was accepted.
public struct GoldenSnapshot: Sendable, Hashable {
    public var key: GoldenKey
    /// The texts of `FiguresFile`, `LayoutFile`, `WorkbookFile` and `PagesFile`.
    public var figures: String
    public var layout: String
    public var workbook: String
    public var pages: String
    public var inputs: CaseInputs
    public var environment: RenderEnvironment

    public init(
        key: GoldenKey, figures: String, layout: String, workbook: String, pages: String, inputs: CaseInputs, environment: RenderEnvironment
    ) {
        self.key = key; self.figures = figures; self.layout = layout; self.workbook = workbook; self.pages = pages
        self.inputs = inputs; self.environment = environment
    }

    func text(of file: GoldenFile, acceptance: Acceptance? = nil) -> String {
        switch file {
        case .figures: figures
        case .layout: layout
        case .workbook: workbook
        case .pages: pages
        case .caseFile: CaseFile(key: key, inputs: inputs, acceptance: acceptance).text
        case .environment: environment.text
        }
    }
}
