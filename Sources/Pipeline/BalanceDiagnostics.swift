internal import Diagnostics
internal import ReportModel

/// Sentences about balances (BAL) and about reloads and recleans (HIS).
enum BalanceDiagnostics {
    static func noBalances(_ folder: String) -> Diagnostic {
        Diagnostic("BAL001", .error, "no balance is defined in '\(folder)/balances'", hint: "write one, see Docs/Balances.md; or take ReportDefs/balances/monthly.yaml of the repository")
    }
    static func unknownBalance(_ id: String, among names: [String]) -> Diagnostic {
        Diagnostic("BAL002", .error, "there is no balance '\(id)'", hint: Suggestion.nearest(to: id, among: names).map { "did you mean '\($0)'?" } ?? "balances: \(names.joined(separator: ", "))")
    }
    static func notRun(_ period: String) -> Diagnostic {
        Diagnostic("BAL003", .error, "the balances of \(period) have not been computed", hint: "compute them: gazette balances run \(period)")
    }
    static func isStale(_ period: String, _ reasons: String) -> Diagnostic {
        Diagnostic("BAL004", .error, "the balances of \(period) are out of date: \(reasons)", hint: "compute them again before explaining: gazette balances run \(period)")
    }
    static func cannotBeExplained(_ number: Int, _ balance: String) -> Diagnostic {
        Diagnostic("BAL005", .error, "line \(number) is of balance '\(balance)', whose sides must be equal; no explanation makes them so", hint: "find out which side is wrong: reload the feed, or correct the definition")
    }
    /// `lines`: those of one balance that block.
    static func blocks(_ period: String, _ definition: BalanceDefinition, _ lines: [BalanceReport.Line], folder: String) -> Diagnostic {
        var place = definition.origin
        place.file = "\(folder)/\(place.file)"
        let texts = lines.prefix(10).map { line in
            "\(line.number)  \(line.subject) \(line.item)\(line.place.isEmpty ? "" : " \(line.place)"): \(line.left ?? "nothing") against \(line.right ?? "nothing")\(line.cause.map { " (\($0))" } ?? "")"
        }
        let more = lines.count > 10 ? ["and \(lines.count - 10) more"] : []
        let settle = lines[0].isExact
            ? "its sides must be equal, so find out which one is wrong: reload the feed or correct the definition"
            : "load a new delivery, or say why the figures are right: gazette balances explain \(period) NUMBER --reason … --person …"
        return Diagnostic(
            "BAL006", .error, "\(period) cannot be published: \(lines.count) figures of balance '\(definition.id)' (\(definition.name)) do not hold, and nothing explains it",
            at: place, notes: (texts + more).map { .init($0) }, hint: "see: gazette balances show \(period); \(settle); then publish again")
    }

    static func fileGone(_ interface: String, _ period: String, _ folder: String) -> Diagnostic {
        Diagnostic("HIS001", .error, "\(interface) of \(period) is loaded, but its files are not in '\(folder)' any more", hint: "restore the files from the archive; nothing was changed")
    }
    static func nothingToReclean(_ range: String) -> Diagnostic {
        Diagnostic("HIS003", .error, "under these definitions every feed of \(range) would be loaded as it is", hint: "change a specification, code table, measure or caliber, or name another folder with --definitions")
    }
    static func unknownReclean(_ id: Int, state: String?) -> Diagnostic {
        Diagnostic("HIS004", .error, state.map { "reclean \(id) is \($0) already" } ?? "there is no reclean \(id)", hint: "see: gazette reclean list")
    }
    static func otherDefinitions(_ id: Int, _ batch: String, folder: String, used: String) -> Diagnostic {
        Diagnostic(
            "HIS005", .error, "reclean \(id) used other rules than '\(folder)' has now (\(batch)): the next load would undo it",
            hint: "put the rules of '\(used)' into '\(folder)' first, then switch")
    }
    static func notLoaded(_ range: String) -> Diagnostic {
        Diagnostic("HIS006", .error, "nothing of \(range) is loaded", hint: "load it first: gazette load")
    }
}
