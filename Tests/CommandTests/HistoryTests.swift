import Foundation
import Testing

/// Loads again, recleans, and what is left when they are killed or the disk fails at any step.
@Suite struct HistoryTests {
    static func figures(_ path: String, _ month: String = "2026-10") throws -> String {
        let render = try Command.gazette("render", month, "--workspace", path, "--report", "SB-Z02", "--scope", "city", "--format", "figures", "--quiet")
        try #require(render.status == 0, "\(render.errors)")
        return try String(contentsOfFile: path + "/output/\(month)/SB-Z02/SB-Z02_city_\(month).figures.tsv", encoding: .utf8)
    }

    @Test func reloadSupersedesAndKeepsHistory() throws {
        let path = try Command.workspace("reload", from: "2026-09", to: "2026-10", scale: 20000)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let before = try Self.figures(path)
        let same = try Command.gazette("reload", "2026-09..2026-10", "insured-change", "unemployment", "--workspace", path)
        #expect(same.status == 0 && same.text.contains("loaded 4 files, 0 unchanged") && same.text.contains("takes the place of unemployment-202610-1"), "\(same.text)\(same.errors)")
        let ledger = try Ledger.of(path)
        #expect(ledger.problems.isEmpty && ledger.leftovers.isEmpty, "\(ledger)")
        #expect(ledger.state.contains("unemployment-202609-1 unemployment-202609-2") && ledger.state.contains("unemployment-202610-2 in force"))
        #expect(!ledger.state.contains { $0.hasPrefix("pension-202610-2") })
        #expect(try Self.figures(path) == before)
        let file = URL(filePath: path + "/exchange/202610/SY_202610.TXT")
        try Data(contentsOf: file).split(separator: 10).dropLast().reduce(into: Data()) { $0 += $1 + [10] }.write(to: file)
        let changed = try Command.gazette("reload", "2026-10", "unemployment", "--workspace", path, "--json")
        let object = try #require(Command.objects(changed.text).first)
        #expect(object["replaces"] as? String == "unemployment-202610-2" && object["new_delivery"] as? Bool == true)
        let wrong = try Command.gazette("reload", "2026-10", "pensoin", "--workspace", path)
        #expect(wrong.status == 1 && wrong.errors.contains("did you mean 'pension'?"))
        #expect(try Command.gazette("reload", "2026-10..2026-09", "--workspace", path).status == 64)
    }

    /// A rule becomes an error: old and new stand side by side, the old state stays until the switch, and then the figures are
    /// those of a city that was loaded under the new rules from the start.
    @Test func recleanComparesThenSwitches() throws {
        let path = try Command.workspace("reclean", from: "2026-09", to: "2026-10", scale: 5000, defects: true)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let old = try Self.figures(path), oldLedger = try Ledger.of(path)
        let none = try Command.gazette("reclean", "2026-09..2026-10", "--workspace", path)
        #expect(none.status == 1 && none.errors.contains("[HIS003]"), "\(none.errors)")
        #expect(try Command.gazette("reclean", "list", "--workspace", path).text == "no recleans\n")
        let nowhere = try Command.gazette("reclean", "2026-09..2026-10", "--definitions", path + "/nosuch", "--workspace", path)
        #expect(nowhere.status == 1 && nowhere.errors.contains("there is no folder of definitions") && nowhere.errors.contains("--definitions"), "\(nowhere.errors)")
        let rules = try Command.definitions(of: path, "interfaces/pension.yaml") { $0.replacing("{name: base, title: 缴费基数, type: number, integer_digits: 9, decimals: 2, rounding: half-away, minimum: 0}", with: "{name: base, title: 缴费基数, type: number, integer_digits: 9, decimals: 2, rounding: half-away, minimum: 7500}") }
        let made = try Command.gazette("reclean", "2026-09..2026-10", "--definitions", rules, "--workspace", path, "--md", path + "/reclean.md", "--html", path + "/reclean.html")
        #expect(made.status == 0, "\(made.errors)")
        let page = try String(contentsOfFile: path + "/reclean.md", encoding: .utf8)
        #expect(page.contains("pension-202610-1 | pension-202610-2") && page.contains("| pension | 2026-10 | range |") && page.contains("缴费基数总额"), "\(page.prefix(3000))")
        #expect(try Self.figures(path) == old)
        var waiting = try Ledger.of(path)
        #expect(waiting.problems.isEmpty && waiting.leftovers.isEmpty && waiting.state == oldLedger.state + ["reclean 1 open"], "\(waiting)")
        // A load does not sweep away what waits.
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let refused = try Command.gazette("reclean", "switch", "1", "--reason", "新规则", "--person", "统计一科", "--workspace", path)
        #expect(refused.status == 1 && refused.errors.contains("[HIS005]"), "\(refused.errors)")
        try Command.use(definitions: rules, in: path)
        let done = try Command.gazette("reclean", "switch", "1", "--reason", "新规则", "--person", "统计一科", "--workspace", path)
        #expect(done.status == 0 && done.text.contains("2 batches are current"), "\(done.errors)")
        waiting = try Ledger.of(path)
        #expect(waiting.problems.isEmpty && waiting.leftovers.isEmpty && waiting.state.contains("pension-202609-1 pension-202609-2") && waiting.state.contains("reclean 1 switched"), "\(waiting)")
        let list = try Command.gazette("reclean", "list", "--workspace", path).text
        #expect(list.hasPrefix("reclean  months") && list.contains("switched") && list.contains("统计一科") && list.contains("新规则"))
        let fresh = try Command.workspace("reclean-fresh", from: "2026-09", to: "2026-10", scale: 5000, defects: true)
        try Command.use(definitions: rules, in: fresh)
        #expect(try Command.gazette("load", "--workspace", fresh, "--quiet").status == 0)
        func values(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.hasPrefix("#") } }
        #expect(try values(Self.figures(path)) == values(Self.figures(fresh)))
        #expect(try Self.figures(path) != old)
        #expect(try Command.gazette("load", "--workspace", path).text.contains("loaded 0 files"))
        // What the batches did not load is accounted for, and their error files are those of the feed.
        let reconciled = try Command.gazette("reconcile", "2026-10", "--workspace", path)
        #expect(reconciled.status == 0 && reconciled.text.contains(", 0 unexplained"), "\(reconciled.text.suffix(600))\(reconciled.errors)")
        let package = try Command.gazette("return", "2026-10", "pension", "--workspace", path)
        #expect(package.status == 0, "\(package.errors)")
        let again = try Command.gazette("reclean", "switch", "1", "--reason", "新规则", "--person", "统计一科", "--workspace", path)
        #expect(again.status == 1 && again.errors.contains("[HIS004]"))
    }

    /// Something was loaded in between: the reclean is refused, discarded, and nothing of it stays.
    @Test func anOldRecleanIsRefusedAndDiscarded() throws {
        let path = try Command.workspace("reclean-old", from: "2026-10", to: "2026-10", scale: 20000)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        try Command.use(definitions: try Command.definitions(of: path, "interfaces/unemployment.yaml") { $0 + "# 新规则\n" }, in: path)
        #expect(try Command.gazette("reclean", "2026-10", "--workspace", path, "--quiet").status == 0)
        #expect(try Command.gazette("reload", "2026-10", "unemployment", "--workspace", path, "--quiet").status == 0)
        let refused = try Command.gazette("reclean", "switch", "1", "--reason", "a", "--person", "b", "--workspace", path)
        #expect(refused.status == 1 && refused.errors.contains("[HIS002]") && refused.errors.contains("unemployment-202610-2"), "\(refused.errors)")
        #expect(try Command.gazette("reclean", "discard", "1", "--reason", "过时", "--person", "b", "--workspace", path).status == 0)
        let ledger = try Ledger.of(path)
        #expect(ledger.problems.isEmpty && ledger.leftovers.isEmpty && ledger.state.contains("reclean 1 discarded"), "\(ledger)")
        try FileManager.default.removeItem(atPath: path + "/exchange/202610/SY_202610.TXT")
        let gone = try Command.gazette("reclean", "2026-10", "unemployment", "--workspace", path)
        #expect(gone.status == 1 && gone.errors.contains("[HIS001]"), "\(gone.errors)")
    }

    /// One command, killed, refused by the device and out of space at each of its steps.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// Of the helper.
        var command: [String]
        /// Steps that it has at least, so that the test cannot silently lose them.
        var steps: Int
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "load", command: ["load", "2026-10", "insured-change"], steps: 10),
        Case(name: "balances", command: ["balances", "2026-10"], steps: 3),
        Case(name: "reclean", command: ["reclean", "2026-10", "RULES"], steps: 11),
        Case(name: "switch", command: ["switch", "1"], steps: 9),
    ])
    func atEveryStepTheOldStateOrTheNew(_ test: Case) throws {
        let path = try Command.workspace("steps-\(test.name)", from: "2026-10", to: "2026-10", scale: 50000)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let rules = try Command.definitions(of: path, "interfaces/insured-change.yaml") { $0 + "# 新规则\n" }
        if test.name == "switch" {
            try Command.use(definitions: rules, in: path)
            #expect(try Command.gazette("reclean", "2026-10", "--workspace", path, "--quiet").status == 0)
        }
        let command = test.command.map { $0 == "RULES" ? rules : $0 }, base = path + "-base"
        try FileManager.default.copyItem(atPath: path, toPath: base)
        func helper(_ mode: String, _ step: Int) throws -> Command.Output { try Command.run(Command.crashHelper, [path, mode, String(step)] + command) }
        let old = try Ledger.of(path)
        let whole = try helper("none", 1)
        let steps = try #require(whole.text.split(separator: "\n").first { $0.hasPrefix("steps ") }.flatMap { Int($0.dropFirst(6)) }, "\(whole.text)\(whole.errors)")
        #expect(steps >= test.steps, "\(steps) steps")
        let new = try Ledger.of(path)
        #expect(new != old && new.problems.isEmpty && new.leftovers.isEmpty, "\(new)")
        for mode in ["kill", "write", "full"] {
            for step in 1...steps {
                try FileManager.default.removeItem(atPath: path + "/warehouse")
                try FileManager.default.copyItem(atPath: base + "/warehouse", toPath: path + "/warehouse")
                let broken = try helper(mode, step)
                #expect(mode == "kill" ? broken.status == -9 : broken.status == 1 && broken.text.contains("WRH002"), "\(mode) \(step): \(broken.status) \(broken.text)\(broken.errors)")
                let state = try Ledger.of(path)
                #expect(state.problems.isEmpty, "\(mode) \(step): \(state.problems)")
                #expect((state.state == old.state && state.runs == old.runs) || (state.state == new.state && state.runs == new.runs), "\(mode) \(step): \(state)")
                // A failing device and a full disk take the same way: after one of them the rerun is seen at every other step.
                if mode == "write" || (mode == "full" && step % 2 == 1) { continue }
                let isDone = state.state == new.state && state.runs == new.runs
                if isDone {
                    // The next command that loads removes what was left.
                    #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
                } else {
                    let rerun = try helper("none", 1)
                    #expect(rerun.status == 0, "\(mode) \(step): \(rerun.text)\(rerun.errors)")
                }
                let end = try Ledger.of(path)
                #expect(end.problems.isEmpty && end.leftovers.isEmpty && end.state == new.state && end.runs == new.runs, "\(mode) \(step): \(end)")
            }
        }
    }
}
