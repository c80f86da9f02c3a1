internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `codes/<id>.csv` (RFC 4180): `code,name,short,parent,effective_from,effective_to,remark`, in report order. More columns
/// may follow: `scope`, with `row-only` for a district that gets no report of its own, `tile`, its place in a tile map as `2/3`, and `successor`,
/// the codes that take the place of an ended one. A code whose name or parent changed has several lines with days of their own.
/// A line that begins with `#` is a comment.
enum CodeTableReader {
    private static let header = ["code", "name", "short", "parent", "effective_from", "effective_to", "remark"], extra = ["scope", "tile", "successor"]

    static func read(_ file: DefinitionFile, _ reading: Reading) -> CodeTable? {
        let start = SourceRange(file: file.path, line: 1, column: 1)
        guard let text = String(validating: file.bytes, as: UTF8.self), !text.isEmpty else {
            reading.add(DefinitionDiagnostics.notText("the code table is empty or not valid UTF-8", at: start))
            return nil
        }
        var rows = CSVText.records(text).filter { !$0.isComment }
        let more = Array(rows.first?.fields.dropFirst(header.count) ?? [])
        guard !rows.isEmpty, rows[0].fields.starts(with: header), more.allSatisfy(extra.contains), Set(more).count == more.count else {
            reading.add(DefinitionDiagnostics.csv("the first line is not the header of a code table", at: start))
            return nil
        }
        let width = rows.removeFirst().fields.count
        var members: [CodeMember] = []
        for row in rows {
            let place = SourceRange(file: file.path, line: row.line, column: 1)
            guard row.fields.count == width else {
                reading.add(DefinitionDiagnostics.csv("the line has \(row.fields.count) fields, not \(width)", at: place))
                continue
            }
            if let member = member(row.fields, more: more, at: place, reading) {
                if let first = members.first(where: { $0.code == member.code && $0.effective.overlaps(member.effective) }) {
                    reading.add(DefinitionDiagnostics.duplicate("code", member.code, first: first.origin, at: place))
                }
                members.append(member)
            }
        }
        for member in members {
            if let parent = member.parent, !members.contains(where: { $0.code == parent }) {
                reading.add(DefinitionDiagnostics.unknown("parent code", parent, nearest: Suggestion.nearest(to: parent, among: members.map(\.code)), at: member.origin))
            }
        }
        checkShape(members, reading)
        let name = file.path.split(separator: "/").last!.dropLast(".csv".count)
        return CodeTable(id: String(name), members: members, origin: start)
    }

    /// Successors exist; nothing is its own ancestor.
    private static func checkShape(_ members: [CodeMember], _ reading: Reading) {
        let codes = Set(members.map(\.code))
        for member in members {
            for successor in member.successors where !codes.contains(successor) {
                reading.add(DefinitionDiagnostics.unknown("successor", successor, nearest: Suggestion.nearest(to: successor, among: members.map(\.code)), at: member.origin))
            }
            var path = [member.code], next = member.parent
            while let parent = next, !path.contains(parent), path.count <= members.count {
                path.append(parent)
                next = members.first { $0.code == parent && $0.effective.overlaps(member.effective) }?.parent
            }
            if let parent = next, parent == member.code {
                reading.add(DefinitionDiagnostics.csv("the code stands below itself: \((path + [parent]).joined(separator: " → "))", at: member.origin))
            }
        }
    }

    private static func member(_ fields: [String], more: [String], at place: SourceRange, _ reading: Reading) -> CodeMember? {
        var dates: [CalendarDate?] = []
        for (index, text) in fields[4...5].enumerated() {
            let date = CalendarDate(text)
            if date == nil && !text.isEmpty {
                reading.add(DefinitionDiagnostics.invalidValue(text, for: header[4 + index], expected: "a day as 2026-10-31", nearest: nil, at: place))
            }
            dates.append(date)
        }
        if fields[0].isEmpty || fields[1].isEmpty {
            reading.add(DefinitionDiagnostics.csv("code and name must not be empty", at: place))
            return nil
        }
        let extras = Dictionary(uniqueKeysWithValues: zip(more, fields.dropFirst(header.count))), scope = extras["scope"] ?? ""
        if !["", "row-only"].contains(scope) {
            reading.add(DefinitionDiagnostics.invalidValue(scope, for: "scope", expected: "row-only or nothing", nearest: nil, at: place))
        }
        var member = CodeMember(
            code: fields[0], name: fields[1], short: fields[2].isEmpty ? fields[1] : fields[2], parent: fields[3].isEmpty ? nil : fields[3],
            effective: EffectiveRange(from: dates[0] ?? CalendarDate(year: 1, month: 1, day: 1)!, to: dates[1]), remark: fields[6],
            reportsAlone: scope != "row-only", origin: place)
        if let from = dates[0], let to = dates[1], to < from {
            reading.add(DefinitionDiagnostics.csv("the last day in force (\(to)) is before the first (\(from))", at: place))
        }
        member.successors = (extras["successor"] ?? "").split(separator: " ").map(String.init)
        if let text = extras["tile"], !text.isEmpty {
            let numbers = text.split(separator: "/").compactMap { Int($0) }
            if numbers.count == 2, numbers.allSatisfy((1...20).contains) { member.tile = TilePlace(row: numbers[0], column: numbers[1]) } else {
                reading.add(DefinitionDiagnostics.invalidValue(text, for: "tile", expected: "row/column such as 2/3", nearest: nil, at: place))
            }
        }
        return member
    }
}
