public import Cubes
public import Diagnostics
public import Quantities
public import ReportModel

/// 维度处理不丢失 (R103): members that get lost between code tables, facts and the rows of reports.
public enum CodeCheck {
    /// Lines of a code that overlap, parents that are not in force, circles.
    public static func shape(_ table: CodeTable) -> [Diagnostic] {
        var result: [Diagnostic] = []
        for (index, member) in table.members.enumerated() {
            let others = table.members[..<index].filter { $0.code == member.code && $0.effective.overlaps(member.effective) }
            for other in others { result.append(CodeDiagnostics.shape("\(table.id) \(member.code): the days of '\(member.name)' overlap those of '\(other.name)' (line \(other.origin.line))", at: member.origin)) }
            guard let parent = member.parent else { continue }
            if let gap = gap(in: table.lines(of: parent).map(\.effective), over: member.effective) {
                result.append(CodeDiagnostics.shape("\(table.id) \(member.code) \(member.name): its parent '\(parent)' is not in force on \(gap)", at: member.origin))
            }
            var path = [member.code], next = member.parent
            while let code = next, !path.contains(code) {
                path.append(code)
                next = table.members.first { $0.code == code && $0.effective.overlaps(member.effective) }?.parent
            }
            if next == member.code { result.append(CodeDiagnostics.shape("\(table.id) \(member.code): it stands below itself: \((path + [member.code]).joined(separator: " → "))", at: member.origin)) }
        }
        return result
    }

    /// The first day of `range` that none of `ranges` holds.
    static func gap(in ranges: [EffectiveRange], over range: EffectiveRange) -> CalendarDate? {
        var day = range.from
        while let cover = ranges.first(where: { $0.contains(day) }) {
            guard let end = cover.to else { return nil }
            day = end.adding(days: 1)
            if let last = range.to, day > last { return nil }
        }
        return day
    }

    /// Cells of a month whose member is not in its code table, not in force, or has members below it.
    public static func orphans(_ tables: [SummaryTable], _ catalogue: Catalogue) -> [Diagnostic] {
        tables.flatMap { table in
            table.dimensions.enumerated().flatMap { index, dimension -> [Diagnostic] in
                guard let codes = catalogue.codeTable(forDimension: dimension) else { return [] }
                let day = table.period.lastDay, allowed = Set(codes.leaves(on: day).map(\.code)).union(["*"])
                let found = Dictionary(grouping: table.rows.map { $0.members[index] }.filter { !allowed.contains($0) }) { $0 }
                return found.sorted { $0.key < $1.key }.map { code, cells in
                    CodeDiagnostics.orphan("\(table.interface) \(table.period)", dimension, code, cells: cells.count, reason: reason(code, codes, day), hint: hint(code, codes, day))
                }
            }
        }
    }

    private static func reason(_ code: String, _ table: CodeTable, _ day: CalendarDate) -> String {
        guard let member = table.member(code) else { return "which is not in the code table \(table.id)" }
        if let ended = member.effective.to, ended < day { return "which ended on \(ended)" }
        if member.effective.from > day { return "which begins on \(member.effective.from)" }
        return "which has members below it"
    }

    private static func hint(_ code: String, _ table: CodeTable, _ day: CalendarDate) -> String {
        let load = "load the month again after the code table is right: gazette load"
        guard let member = table.member(code), let ended = member.effective.to, ended < day, !member.successors.isEmpty else { return load }
        let names = member.successors.map { "\($0) \(table.member($0)?.name ?? "")" }.joined(separator: ", ")
        return "its successor is \(names): let the provider deliver the file with that code, then load it again"
    }

    // MARK: Rows of reports

    /// Members in force that a table of a report does not show, though it names their siblings one by one beside a total: those
    /// that cells of the month carry, and those that began within a year before, which nobody has carried yet.
    public static func lost(_ catalogue: Catalogue, period: ReportingPeriod, tables: [SummaryTable]) -> [Diagnostic] {
        catalogue.reports.flatMap { report in
            report.tables.flatMap { table -> [Diagnostic] in
                let named = Dictionary(grouping: MemberUse.parts(table), by: \.dimension), shown = MemberUse.shown(table)
                return named.sorted { $0.key < $1.key }.flatMap { dimension, members -> [Diagnostic] in
                    guard let codes = catalogue.codeTable(forDimension: dimension) else { return [] }
                    return missing(members.map(\.code), shown: shown[dimension] ?? [], codes, on: period.lastDay).compactMap { member in
                        let cells = cells(of: member.code, dimension, tables, measures: table.measureCodes)
                        if cells == 0 && member.effective.from <= period.adding(months: -12).lastDay { return nil }
                        return CodeDiagnostics.lost(report.code, dimension, member.code, member.name, cells: cells, at: members[0].place)
                    }
                }
            }
        }
    }

    /// Siblings in force of the named members that nothing in the table shows, themselves or with what stands above them. A table that names no more
    /// than half of its siblings makes a selection and loses nothing.
    private static func missing(_ named: [String], shown: Set<String>, _ table: CodeTable, on day: CalendarDate) -> [CodeMember] {
        let covered = Set(shown.flatMap { table.leafCodes(under: $0, on: day) }).union(shown)
        let parents = Set(named.compactMap { code in table.lines(of: code).first { $0.effective.contains(day) }.map { $0.parent ?? "" } }).sorted()
        return parents.flatMap { parent -> [CodeMember] in
            let siblings = table.inForce(on: day).filter { ($0.parent ?? "") == parent }
            let isShown = { (member: CodeMember) in
                covered.contains(member.code) || table.leafCodes(under: member.code, on: day).allSatisfy(covered.contains) || covered.contains(parent)
            }
            return siblings.count(where: isShown) * 2 > siblings.count ? siblings.filter { !isShown($0) } : []
        }
    }

    /// Cells of the table's measures that carry the member.
    private static func cells(of code: String, _ dimension: String, _ tables: [SummaryTable], measures: Set<String>) -> Int {
        tables.reduce(0) { count, table in
            guard let index = table.dimensions.firstIndex(of: dimension) else { return count }
            return count + table.rows.count { $0.members[index] == code && $0.value != 0 && measures.contains($0.measure) }
        }
    }
}

/// Which members a table names one by one as the parts of a total.
enum MemberUse {
    typealias Part = (dimension: String, code: String, place: SourceRange)

    /// Rows beside a total of the same list that does not name the dimension, and the members of repeated columns. 其中 rows are
    /// a selection.
    static func parts(_ table: TableDefinition) -> [Part] { parts(table.rows) + table.columns.flatMap(columns) }

    /// Every member that a row or column of the table is about, by dimension.
    static func shown(_ table: TableDefinition) -> [String: Set<String>] {
        var result: [String: Set<String>] = [:]
        func add(_ items: [RowItem]) {
            for item in items {
                switch item {
                case .row(let row): for (dimension, code) in row.slice { result[dimension, default: []].insert(code) }
                case .group(let group):
                    result[group.dimension, default: []].formUnion(group.members)
                    add(group.rows)
                case .members, .years, .records: break
                }
            }
        }
        add(table.rows)
        for column in table.allColumns { for (dimension, code) in column.slice { result[dimension, default: []].insert(code) } }
        for (dimension, code, _) in table.columns.flatMap(columns) { result[dimension, default: []].insert(code) }
        return result
    }

    private static func parts(_ items: [RowItem]) -> [Part] {
        var result: [Part] = []
        let rows = items.compactMap { item -> RowDefinition? in if case .row(let row) = item { row } else { nil } }
        let totals = rows.filter { $0.style == .total || $0.style == .subtotal }
        for row in rows where row.style == .normal {
            for (dimension, code) in row.slice.sorted(by: { $0.key < $1.key }) where totals.contains(where: { $0.slice[dimension] == nil }) { result.append((dimension, code, row.origin)) }
        }
        for case .group(let group) in items {
            if !totals.isEmpty { result += group.members.map { (group.dimension, $0, group.origin) } }
            result += parts(group.rows)
        }
        return result
    }

    private static func columns(_ item: ColumnItem) -> [Part] {
        switch item {
        case .column: []
        case .spanner(let spanner): spanner.columns.flatMap(columns)
        case .repeated(let group): group.members.map { (group.dimension, $0, group.origin) }
        }
    }
}
