internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `codes/<id>.csv` (RFC 4180): `code,name,short,parent,effective_from,effective_to,remark`, in report order. More columns
/// may follow: `scope`, with `row-only` for a district that gets no report of its own, and `tile`, its place in a tile map as `2/3`.
enum CodeTableReader {
    private static let header = ["code", "name", "short", "parent", "effective_from", "effective_to", "remark"], extra = ["scope", "tile"]

    static func read(_ file: DefinitionFile, _ reading: Reading) -> CodeTable? {
        let start = SourceRange(file: file.path, line: 1, column: 1)
        guard let text = String(validating: file.bytes, as: UTF8.self), !text.isEmpty else {
            reading.add(DefinitionDiagnostics.notText("the code table is empty or not valid UTF-8", at: start))
            return nil
        }
        var rows = parse(text)
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
                if let first = members.first(where: { $0.code == member.code }) {
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
        let name = file.path.split(separator: "/").last!.dropLast(".csv".count)
        return CodeTable(id: String(name), members: members, origin: start)
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
        if let text = extras["tile"], !text.isEmpty {
            let numbers = text.split(separator: "/").compactMap { Int($0) }
            if numbers.count == 2, numbers.allSatisfy((1...20).contains) { member.tile = TilePlace(row: numbers[0], column: numbers[1]) } else {
                reading.add(DefinitionDiagnostics.invalidValue(text, for: "tile", expected: "row/column such as 2/3", nearest: nil, at: place))
            }
        }
        return member
    }

    /// Fields of each record with the line that it starts on; blank lines are skipped.
    private static func parse(_ text: String) -> [(fields: [String], line: Int)] {
        var rows: [([String], Int)] = [], fields: [String] = [], field = "", quoted = false, line = 1, start = 1
        let characters = Array(text)
        var index = 0
        func isBlank() -> Bool { fields.isEmpty && field.isEmpty }
        while index < characters.count {
            let c = characters[index]
            if quoted {
                if c == "\"", index + 1 < characters.count, characters[index + 1] == "\"" { field.append("\""); index += 1 }
                else if c == "\"" { quoted = false }
                else { field.append(c) }
                if c.isNewline { line += 1 }
            } else if c == "\"" && field.isEmpty { quoted = true }
            else if c == "," { fields.append(field); field = "" }
            else if c.isNewline {
                if !isBlank() { rows.append((fields + [field], start)) }
                fields = []; field = ""; line += 1; start = line
            } else { field.append(c) }
            index += 1
        }
        if !isBlank() { rows.append((fields + [field], start)) }
        return rows
    }
}
