internal import Composition
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Where a relation is checked, in the office's words: `（02～04行）`, `（5栏除外，1月除外）`. A place that shows — is not checked.
struct RelationScope {
    /// Varies from check to check: rows of a relation between columns, columns of one between rows.
    enum Axis { case rows, columns }
    let axis: Axis
    let table: BuiltTable

    /// Nil: everywhere on the form. `anchors`: what each place is checked for, one in each group of columns or rows.
    func text(_ sites: [RelationChecker.Site], anchors: [Int]) -> String? {
        if axis == .rows, sites.count == table.rows.count * anchors.count { return nil }
        var found: [Int: [Int]] = [:]
        for site in sites { found[place(site), default: []].append(anchor(site)) }
        let visible = visible, shown = visible.filter { found[$0] != nil }
        guard !shown.isEmpty else { return found.isEmpty ? nil : list(found.keys.sorted()) }
        if shown.allSatisfy({ found[$0]?.count == anchors.count }) {
            let others = visible.filter { found[$0] == nil }
            if others.isEmpty { return nil }
            let within = list(shown), without = "\(list(others))除外"
            return without.count < within.count ? without : within
        }
        var sets: [(anchors: [Int], places: [Int])] = []
        for index in shown {
            let own = (found[index] ?? []).sorted()
            if let known = sets.firstIndex(where: { $0.anchors == own }) { sets[known].places.append(index) } else { sets.append((own, [index])) }
        }
        let across = RelationScope(axis: axis == .rows ? .columns : .rows, table: table)
        return sets.map { axis == .rows ? list($0.places) + across.list($0.anchors) : across.list($0.anchors) + list($0.places) }.joined(separator: "，")
    }

    private func place(_ site: RelationChecker.Site) -> Int { axis == .rows ? site.row : site.column }
    private func anchor(_ site: RelationChecker.Site) -> Int { axis == .rows ? site.column : site.row }

    private var visible: [Int] {
        switch axis {
        case .rows: table.rows.indices.filter { !table.rows[$0].isHidden && table.rows[$0].style != .heading }
        case .columns: table.columns.indices.filter { !table.columns[$0].isHidden }
        }
    }

    private func list(_ places: [Int]) -> String {
        switch axis {
        case .rows: "\(Self.ranges(places.map { table.rows[$0].code }))行"
        case .columns: "\(Self.ranges(places.map { table.columns[$0].code }))栏"
        }
    }

    /// `01、02、05～09`: three and more that follow each other become a range.
    static func ranges(_ codes: [String]) -> String {
        var runs: [[String]] = []
        for code in codes {
            if let last = runs.last?.last, last.count == code.count || !code.hasPrefix("0"), let a = Int(last), let b = Int(code), b == a + 1 {
                runs[runs.count - 1].append(code)
            } else {
                runs.append([code])
            }
        }
        return runs.map { $0.count > 2 ? "\($0[0])～\($0[$0.count - 1])" : $0.joined(separator: "、") }.joined(separator: "、")
    }

    /// All that narrows a relation, in brackets; empty for nothing. On a form of a year months are those that it is made in.
    static func text(_ place: String?, of relation: RelationDefinition, in frequency: ReportDefinition.Frequency, dimension: Unit.Dimension) -> String {
        var parts = [place].compactMap(\.self)
        if !relation.exceptMonths.isEmpty {
            parts.append("\(frequency == .annual ? "报告期" : "")\(ranges(relation.exceptMonths.sorted().map(String.init)))月除外")
        }
        if !relation.tolerance.isZero { parts.append("允许差\(relation.tolerance)\(dimension.baseName)") }
        return parts.isEmpty ? "" : "（\(parts.joined(separator: "，"))）"
    }
}

extension Unit.Dimension {
    /// What a tolerance counts.
    fileprivate var baseName: String {
        switch self {
        case .money, .moneyPerPerson: "元"
        case .persons: "人"
        case .organisations: "户"
        case .occurrences: "人次"
        case .months: "个月"
        case .percent, .percentagePoint: "个百分点"
        case .number: ""
        }
    }
}
