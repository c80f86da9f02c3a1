internal import DefinitionLoading
public import Diagnostics
internal import Quantities
public import ReportModel

/// Applies requests to the text of one code table. Lines that no request is about stay byte for byte as they are, comments too;
/// the line of a changed code is closed and a new one opened behind it: history is never edited.
public struct CodeTableEditor {
    private struct Item {
        /// The lines as they stand; nil once they are changed.
        var raw: String?
        /// Empty for comments and blank lines.
        var fields: [String]
    }
    private var items: [Item] = []
    private var header: [String] = []
    private let lineEnd: String
    public let table: String

    public init(_ text: String, table: String) {
        self.table = table
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.last == "" { lines.removeLast() }
        var next = 0
        for record in CSVText.records(text) {
            while next < record.line - 1 { items.append(Item(raw: lines[next], fields: [])); next += 1 }
            let raw = lines[next..<min(record.lastLine, lines.count)].joined(separator: lineEnd)
            items.append(Item(raw: raw, fields: record.isComment ? [] : record.fields))
            next = record.lastLine
        }
        while next < lines.count { items.append(Item(raw: lines[next], fields: [])); next += 1 }
        header = items.first { !$0.fields.isEmpty }?.fields ?? []
    }

    public var text: String { items.map { ($0.raw ?? CSVText.line($0.fields)) + lineEnd }.joined() }

    /// Throws COD004 with the reason when the table does not allow it; then nothing is changed.
    public mutating func apply(_ request: CodeRequest) throws {
        switch request.action {
        case .new: try add(request)
        case .change: try change(request)
        case .end: try end(request)
        }
    }

    // MARK: The three actions

    private mutating func add(_ request: CodeRequest) throws {
        let from = request.from!
        if let line = lines(of: request.code).first(where: { range($0).overlaps(EffectiveRange(from: from, to: request.to)) }) {
            throw refuse(request, "the code is in force already: \(items[line].fields[1]), \(days(line))", "ask for a change, or for another code")
        }
        try requireParent(request.parent, request, on: from)
        var fields = [String](repeating: "", count: header.count)
        fields[0] = request.code
        fields[1] = request.name
        fields[2] = request.short
        fields[3] = request.parent == "-" ? "" : request.parent
        fields[4] = from.description
        fields[5] = request.to?.description ?? ""
        items.insert(Item(raw: nil, fields: fields), at: place(for: request, from))
    }

    private mutating func change(_ request: CodeRequest) throws {
        let from = request.from!
        guard let line = line(of: request.code, on: from) else {
            throw refuse(request, "the code is not in force on \(from)", lines(of: request.code).isEmpty ? "ask for it as new" : "it is in force \(lines(of: request.code).map(days).joined(separator: "; "))")
        }
        if range(line).from >= from { throw refuse(request, "its line begins on \(from) itself: that would edit history", "name a later day") }
        try requireParent(request.parent, request, on: from)
        var next = items[line].fields
        if !request.name.isEmpty { next[1] = request.name }
        if !request.short.isEmpty { next[2] = request.short } else if !request.name.isEmpty { next[2] = "" }
        if request.parent == "-" { next[3] = "" } else if !request.parent.isEmpty { next[3] = request.parent }
        if next[1...3] == items[line].fields[1...3] { throw refuse(request, "nothing would change", "leave the line out") }
        next[4] = from.description
        if let to = request.to { next[5] = to.description }
        items[line].fields[5] = from.adding(days: -1).description
        items[line].raw = nil
        items.insert(Item(raw: nil, fields: next), at: line + 1)
    }

    private mutating func end(_ request: CodeRequest) throws {
        let to = request.to!
        guard let line = line(of: request.code, on: to) else {
            throw refuse(request, "the code is not in force on \(to)", lines(of: request.code).isEmpty ? "check the code" : "it is in force \(lines(of: request.code).map(days).joined(separator: "; "))")
        }
        if let last = range(line).to, last <= to { throw refuse(request, "it ends on \(last) already", "leave the line out") }
        if let later = lines(of: request.code).first(where: { range($0).from > to }) { throw refuse(request, "a later line of it follows: \(days(later))", "let the provider say which of the two is meant") }
        let day = to.adding(days: 1)
        if let child = items.first(where: { $0.fields.count > 3 && $0.fields[3] == request.code && Self.range($0.fields).contains(day) }) {
            throw refuse(request, "\(child.fields[0]) \(child.fields[1]) below it stays in force", "end or move what stands below it first")
        }
        for successor in request.successors where self.line(of: successor, on: day) == nil {
            throw refuse(request, "its successor '\(successor)' is not in force on \(day)", "ask for the successor as new, in a line before")
        }
        if !request.successors.isEmpty { successorColumn() }
        items[line].fields[5] = to.description
        if !request.successors.isEmpty { items[line].fields[header.firstIndex(of: "successor")!] = request.successors.joined(separator: " ") }
        items[line].raw = nil
    }

    /// The column `successor` behind all others, when the table has none yet: every line gets a field more.
    private mutating func successorColumn() {
        if header.contains("successor") { return }
        header.append("successor")
        var isHead = true
        for index in items.indices where !items[index].fields.isEmpty {
            items[index].fields.append(isHead ? "successor" : "")
            items[index].raw = items[index].raw.map { $0 + (isHead ? ",successor" : ",") }
            isHead = false
        }
    }

    // MARK: Places

    private func lines(of code: String) -> [Int] { members.filter { items[$0].fields[0] == code } }
    private func line(of code: String, on day: CalendarDate) -> Int? { lines(of: code).first { range($0).contains(day) } }
    private func range(_ line: Int) -> EffectiveRange { Self.range(items[line].fields) }
    private func days(_ line: Int) -> String { "\(range(line).from) … \(range(line).to?.description ?? "")" }

    private static func range(_ fields: [String]) -> EffectiveRange {
        EffectiveRange(from: CalendarDate(fields[4]) ?? CalendarDate(year: 1, month: 1, day: 1)!, to: CalendarDate(fields[5]))
    }

    /// Lines of members, without the header.
    private var members: [Int] { Array(items.indices.filter { items[$0].fields.count >= 7 }.dropFirst()) }

    /// Behind the sibling with the next smaller code where siblings in force ascend, else behind the last one, each with what
    /// stands below it; behind the parent when there is no sibling.
    private func place(for request: CodeRequest, _ day: CalendarDate) -> Int {
        let parent = request.parent == "-" ? "" : request.parent
        let siblings = members.filter { items[$0].fields[3] == parent && range($0).contains(day) }
        let codes = siblings.map { items[$0].fields[0] }
        let before = codes == codes.sorted() ? siblings.last { items[$0].fields[0] < request.code } : siblings.last
        if let before { return afterSubtree(before) }
        if let first = siblings.first { return first }
        return lines(of: parent).last.map { $0 + 1 } ?? items.count
    }

    private func afterSubtree(_ line: Int) -> Int {
        var family: Set<String> = [items[line].fields[0]], next = line + 1
        while next < items.count, items[next].fields.count >= 7, family.contains(items[next].fields[3]) || family.contains(items[next].fields[0]) {
            family.insert(items[next].fields[0])
            next += 1
        }
        return next
    }

    private func requireParent(_ parent: String, _ request: CodeRequest, on day: CalendarDate) throws {
        if parent.isEmpty || parent == "-" { return }
        if parent == request.code { throw refuse(request, "it would stand below itself", "name another parent") }
        if line(of: parent, on: day) == nil { throw refuse(request, "the parent '\(parent)' is not in force on \(day)", "ask for the parent as new, in a line before") }
    }

    private func refuse(_ request: CodeRequest, _ reason: String, _ hint: String) -> DiagnosticsError {
        DiagnosticsError(CodeDiagnostics.refused(request, reason, hint: hint))
    }
}
