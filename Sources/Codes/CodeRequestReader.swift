internal import DefinitionLoading
public import Diagnostics
internal import Quantities

/// Reads a request file: CSV with the columns `table,code,name,short,parent,effective_from,effective_to,action,reason`, and
/// `successor` where codes end. Finds every mistake of form at once; what the code tables say to it, `CodeTableEditor` finds.
public enum CodeRequestReader {
    static let header = ["table", "code", "name", "short", "parent", "effective_from", "effective_to", "action", "reason"]

    public static func read(_ text: String, file: String) -> (requests: [CodeRequest], diagnostics: [Diagnostic]) {
        var records = CSVText.records(text).filter { !$0.isComment }, problems: [Diagnostic] = [], requests: [CodeRequest] = []
        let first = records.isEmpty ? [] : records.removeFirst().fields
        guard first == header || first == header + ["successor"] else {
            return ([], [CodeDiagnostics.noRequestFile(file, header: header)])
        }
        for record in records {
            let place = SourceRange(file: file, line: record.line, column: 1)
            guard record.fields.count == first.count else {
                problems.append(CodeDiagnostics.badLine("the line has \(record.fields.count) fields, not \(first.count)", at: place))
                continue
            }
            let fields = record.fields.map(trimmed)
            switch request(fields, at: place) {
            case .success(let request): requests.append(request)
            case .failure(let error): problems += error.diagnostics
            }
        }
        if requests.isEmpty && problems.isEmpty { problems.append(CodeDiagnostics.noRequests(file)) }
        return (requests, problems)
    }

    private static func request(_ fields: [String], at place: SourceRange) -> Result<CodeRequest, DiagnosticsError> {
        var problems: [Diagnostic] = []
        func day(_ index: Int) -> CalendarDate? {
            let text = fields[index], date = CalendarDate(text)
            if date == nil && !text.isEmpty { problems.append(CodeDiagnostics.badLine("'\(text)' is no day for \(header[index])", at: place)) }
            return date
        }
        let from = day(5), to = day(6), action = CodeRequest.Action.named(fields[7])
        if action == nil { problems.append(CodeDiagnostics.badLine("'\(fields[7])' is no action: new 新增, change 变更 or end 停用", at: place)) }
        for (index, name) in [(0, "table"), (1, "code"), (8, "reason")] where fields[index].isEmpty { problems.append(CodeDiagnostics.badLine("'\(name)' is empty", at: place)) }
        if action == .new && fields[2].isEmpty { problems.append(CodeDiagnostics.badLine("a new code needs a name", at: place)) }
        if action == .new || action == .change, from == nil, fields[5].isEmpty { problems.append(CodeDiagnostics.badLine("'effective_from' is empty", at: place)) }
        if action == .end, to == nil, fields[6].isEmpty { problems.append(CodeDiagnostics.badLine("'effective_to', the last day in force, is empty", at: place)) }
        if let from, let to, to < from { problems.append(CodeDiagnostics.badLine("the last day \(to) is before the first \(from)", at: place)) }
        if fields.contains(where: { $0.contains(where: { $0.isNewline || ("\u{0}"..."\u{1f}").contains($0) }) }) { problems.append(CodeDiagnostics.badLine("a field holds a line break or control character", at: place)) }
        guard problems.isEmpty, let action else { return .failure(DiagnosticsError(diagnostics: problems)) }
        let successors = fields.count > header.count ? fields[9].split(separator: " ").map(String.init) : []
        return .success(CodeRequest(
            table: fields[0], code: fields[1], name: fields[2], short: fields[3], parent: fields[4], from: from, to: to, action: action, successors: successors,
            reason: fields[8], origin: place))
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { $0 != " " && $0 != "\u{3000}" }), let last = text.lastIndex(where: { $0 != " " && $0 != "\u{3000}" }) else { return "" }
        return String(text[first...last])
    }
}
