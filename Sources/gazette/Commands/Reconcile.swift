import ArgumentParser
import Pipeline
import Quantities

struct Reconcile: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Hold the check tables (数据核对表, 自查报告) of a month against what was delivered and loaded.",
        discussion: "declared = loaded + rejected + filtered + corrected + explained + rounding + unexplained. Exit code 1 when a difference or a missing table stops the month.")

    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Flag(help: "Print every figure, not the open ones alone.")
    var all = false

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let report = try workspace.open().reconcile(period)
            console.diagnostics(report.diagnostics)
            console.show(report, all: all)
            return report.isBlocked ? .failure : .success
        }
    }
}

extension Console {
    func show(_ report: ReconciliationReport, all: Bool) {
        for item in report.lines {
            object([
                "table": item.table, "interface": item.interface, "district": item.district, "figure": item.figure, "unit": item.unit, "place": item.place,
                "verdict": item.verdict, "declared": item.declared ?? "", "loaded": item.loaded, "rejected": item.rejected, "filtered": item.filtered,
                "corrected": item.corrected, "unreadable_rows": item.unreadableRows, "by_unreadable": item.byUnreadable, "without_district": item.withoutDistrict,
                "rounding": item.rounding, "unexplained": item.unexplained, "blocks": item.blocks,
            ])
            if all || item.isOpen { line(text(item)) }
        }
        let state = report.state
        line("\(report.period): \(state.agreed) agreed, \(state.explained) explained, \(state.unexplained) unexplained (\(state.blocking) block), \(state.missingTables.count) tables missing or unreadable")
        for path in report.paths { line(path) }
    }

    private func text(_ item: ReconciliationReport.Line) -> String {
        var parts = ["loaded \(item.loaded)"]
        func add(_ name: String, _ value: String) { if value != "0" { parts.append("\(name) \(value)") } }
        add("rejected", item.rejected)
        add("filtered", item.filtered)
        add("corrected", item.corrected)
        if item.unreadableRows > 0 { parts.append("\(item.byUnreadable) by \(item.unreadableRows) unreadable rows") }
        add("rows without district", item.withoutDistrict)
        add("rounding", item.rounding)
        let mark = item.isOpen ? item.blocks ? "BLOCKS " : "warns  " : "ok     "
        return "\(mark)\(item.interface) \(item.districtName) \(item.figureName): declared \(item.declared ?? "nothing") = \(parts.joined(separator: " + ")) + unexplained \(item.unexplained)  (\(item.place))"
    }
}
