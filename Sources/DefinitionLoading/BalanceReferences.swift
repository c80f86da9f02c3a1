internal import Diagnostics
internal import ReportModel

extension ReferenceCheck {
    /// Interfaces, measures and dimensions that a balance names.
    func check(_ balance: BalanceDefinition) {
        let interfaces = Set(catalogue.interfaces.map(\.id)), measures = Set(catalogue.measures.map(\.code)).union(["rows"])
        func names(_ what: String, _ used: [String], _ known: Set<String>, at place: SourceRange) {
            for name in used where !known.contains(name) { unknown(what, name, among: known.sorted(), at: place) }
        }
        names("interface", balance.interfaces, interfaces, at: balance.origin)
        names("dimension", balance.by, Set(catalogue.interfaces.flatMap(\.dimensions)), at: balance.origin)
        for limit in balance.limits {
            names("interface", limit.interfaces, interfaces, at: limit.origin)
            names("measure", limit.measures, measures, at: limit.origin)
        }
        for policy in balance.policies {
            names("interface", policy.interfaces, interfaces, at: policy.origin)
            names("measure", policy.measures, measures, at: policy.origin)
        }
        guard let relation = balance.relation else { return }
        for reference in relation.left.measures + relation.right.measures {
            names("measure", [reference.code], measures.subtracting(["rows"]), at: reference.origin)
            for (dimension, member) in reference.slice.sorted(by: { $0.key < $1.key }) where dimension != "part" {
                guard let table = catalogue.codeTable(forDimension: dimension) else {
                    unknown("dimension", dimension, among: catalogue.codeTables.map(\.id), at: reference.origin)
                    continue
                }
                if table.member(member) == nil { unknown("code of \(table.id)", member, among: table.members.map(\.code), at: reference.origin) }
            }
        }
    }
}
