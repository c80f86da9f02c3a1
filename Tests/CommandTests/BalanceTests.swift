import Foundation
import Testing

/// The balances of a month on the demo city: they hold, each planted difference is found at its place, causes and explanations count.
@Suite struct BalanceTests {
    static func run(_ path: String, _ month: String = "2026-10", _ rest: String...) throws -> (status: Int32, balances: [String: [String: Any]], lines: [[String: Any]]) {
        let done = try Command.gazette(["balances", "run", month, "--workspace", path, "--json"] + rest)
        let objects = Command.objects(done.text)
        try #require(!objects.isEmpty, "\(done.errors)")
        let balances = Dictionary(uniqueKeysWithValues: objects.filter { $0["name"] != nil }.map { ($0["balance"] as! String, $0) })
        return (done.status, balances, objects.filter { $0["line"] != nil })
    }

    @Test func everyBalanceOfTheDemoCityHolds() throws {
        let path = try Command.workspace("balances", from: "2026-08", to: "2026-10", scale: 2000, defects: true)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let result = try Self.run(path)
        // Rejected rows are missing from one of two stocks: the one balance that planted defects upset, and it says so.
        let blocked = result.lines.filter { $0["verdict"] as? String == "blocks" }
        #expect(blocked.allSatisfy { $0["balance"] as? String == "insured-change" && $0["cause_kind"] as? String == "rejects" } && (result.status == 1) == !blocked.isEmpty, "\(blocked)")
        for id in ["parts-total", "detail-summary", "summary-report", "members"] {
            let balance = try #require(result.balances[id])
            #expect(balance["compared"] as? Int == balance["agreed"] as? Int, "\(id): \(result.lines.filter { $0["balance"] as? String == id }.prefix(5))")
            #expect((balance["compared"] as? Int ?? 0) > (id == "members" ? 80 : 500), "\(id) compares \(balance["compared"] ?? 0)")
        }
        #expect((result.balances["month-over-month"]?["compared"] as? Int ?? 0) > 1000)
        #expect(try Ledger.of(path).runs == 1)
        let show = try Command.gazette("balances", "show", "2026-10", "--workspace", path)
        #expect(show.text.contains("明细等于统计"), "\(show.text)")
    }

    /// One cell, one detail row and one column sum are changed behind Gazette's back.
    @Test func plantedDifferencesAreFoundAtTheirPlace() throws {
        let path = try Command.workspace("balance-faults", from: "2026-10", to: "2026-10", scale: 10000)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let catalog = path + "/warehouse/catalog.sqlite"
        try Command.sql(catalog, "UPDATE summary SET value = value + 1 WHERE batch = 'pension-202610-1' AND measure = 'insured' AND members = '110105|11'")
        try Command.sql(path + "/warehouse/detail/unemployment/202610-1.sqlite", "UPDATE detail SET paid_unit = paid_unit + 7 WHERE line = 3")
        try Command.sql(catalog, "UPDATE load_sum SET sum = sum - 5 WHERE batch = 'pension-benefit-202610-1' AND \"column\" = 'basic'")
        let result = try Self.run(path, "2026-10")
        #expect(result.status == 1)
        func found(_ balance: String, _ subject: String) -> [[String: Any]] { result.lines.filter { $0["balance"] as? String == balance && $0["subject"] as? String == subject && $0["verdict"] as? String == "blocks" } }
        let cell = found("detail-summary", "pension")
        #expect(cell.count == 1 && cell[0]["place"] as? String == "district=110105 class=11" && cell[0]["difference"] as? String == "-1" && cell[0]["item"] as? String == "insured", "\(cell)")
        let row = found("detail-summary", "unemployment")
        #expect(!row.isEmpty && row.allSatisfy { $0["difference"] as? String == "0.07" && ($0["item"] as? String)?.hasPrefix("paid{part: unit}") == true }, "\(row)")
        let sum = found("parts-total", "pension-benefit")
        #expect(sum.count == 1 && sum[0]["item"] as? String == "pension_basic" && sum[0]["difference"] as? String == "0.05", "\(sum)")
        let refused = try Command.gazette("balances", "explain", "2026-10", String(cell[0]["line"] as! Int), "--reason", "无", "--person", "测试", "--workspace", path)
        #expect(refused.status == 1 && refused.errors.contains("[BAL005]"), "\(refused.errors)")
        let unknown = try Command.gazette("balances", "explain", "2026-10", "--interface", "nosuch", "--reason", "无", "--person", "测试", "--workspace", path)
        #expect(unknown.status == 1 && unknown.errors.contains("there is no interface 'nosuch'") && unknown.errors.contains("pension-benefit"), "\(unknown.errors)")
    }

    /// A relation that does not hold stops the release until somebody explains it; what must be equal cannot be explained.
    @Test func aBlockingBalanceStopsTheRelease() throws {
        let path = try Command.workspace("balance-release", from: "2026-09", to: "2026-10", scale: 10000), catalog = path + "/warehouse/catalog.sqlite"
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        func publish() throws -> Command.Output { try Command.gazette("publish", "2026-10", "--workspace", path, "--quiet") }
        // Who left a balance out has not passed it: it is computed when the month is published.
        try Command.use(definitions: try Command.definitions(of: path, "balances/monthly.yaml") { $0.replacing("+ joined − left", with: "+ joined + left") }, in: path)
        #expect(try Self.run(path, "2026-10", "--without", "insured-change").status == 0)
        let stopped = try publish()
        #expect(stopped.status == 1 && stopped.errors.contains("[BAL006]") && stopped.errors.contains("balances/monthly.yaml:") && stopped.errors.contains("balance 'insured-change'"), "\(stopped.errors)")
        #expect(stopped.errors.contains("insured{insurance: 110} district=110105: ") && stopped.errors.contains("gazette balances explain 2026-10 NUMBER"), "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: path + "/releases/current"))
        #expect(try Ledger.of(path).runs == 2)
        #expect(try Command.gazette("balances", "explain", "2026-10", "--interface", "insured-change", "--reason", "口径试算", "--person", "测试", "--workspace", path).status == 0)
        let passed = try publish()
        #expect(passed.status == 0, "\(passed.errors)")
        #expect(try Ledger.of(path).runs == 2, "a result that is still true is not computed again")

        try Command.sql(catalog, "UPDATE summary SET value = value + 1 WHERE batch = 'unemployment-202610-1' AND measure = 'insured' AND members LIKE '110105|%'")
        #expect(try Self.run(path, "2026-10").status == 1)
        let exact = try publish()
        #expect(exact.status == 1 && exact.errors.contains("balance 'detail-summary'") && exact.errors.contains("unemployment insured district=110105") && exact.errors.contains("sides must be equal"), "\(exact.errors)")
        #expect(!exact.errors.contains("balance 'insured-change'"), "an explanation holds")
        // A new load makes the result old; publishing computes it anew.
        #expect(try Command.gazette("reload", "2026-10", "unemployment", "--workspace", path, "--quiet").status == 0)
        let healed = try publish()
        #expect(healed.status == 0, "\(healed.errors)")
    }

    /// A district that went out of force: orphans in the facts, and the districts no longer make the city.
    @Test func orphanKeysAndLostMembersAreNamed() throws {
        let path = try Command.workspace("balance-orphans", from: "2026-10", to: "2026-10", scale: 20000)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        try Command.use(definitions: try Command.definitions(of: path, "codes/district.csv") { $0.replacing("110117,平谷区,平谷,,1999-01-01,,", with: "110117,平谷区,平谷,,1999-01-01,2026-09-30,") }, in: path)
        let result = try Self.run(path, "2026-10", "--without", "summary-report")
        #expect(result.status == 1)
        let orphans = result.lines.filter { $0["balance"] as? String == "members" && $0["place"] as? String == "district=110117" }
        #expect(orphans.count > 8 && orphans.allSatisfy { $0["verdict"] as? String == "blocks" && ($0["cause"] as? String)?.isEmpty == false }, "\(orphans.prefix(2))")
        // The reports can be made without the row; their totals say that something is missing.
        #expect(!result.lines.contains { $0["subject"] as? String == "reports" }, "\(result.lines.filter { $0["subject"] as? String == "reports" })")
        let render = try Command.gazette("render", "2026-10", "--report", "SB-C01", "--scope", "city", "--format", "figures", "--workspace", path)
        #expect(render.status == 0 && render.errors.contains("01行 = 02～18行之和 does not hold in 1栏"), "\(render.errors)")
        let city = result.lines.filter { $0["balance"] as? String == "members" && $0["subject"] as? String == "city" }
        #expect(city.contains { $0["item"] as? String == "insured" }, "\(city.prefix(2))")
        #expect(result.lines.contains { $0["balance"] as? String == "parts-total" && $0["place"] as? String == "Σ district" && $0["cause_kind"] as? String == "rules" })
    }

    /// A feed shrinks without a cause: it blocks until somebody explains it; a new delivery makes the result stale; a bad new
    /// delivery is the cause.
    @Test func aMonthOutOfLineNeedsACauseOrAnExplanation() throws {
        let path = try Command.workspace("balance-months", from: "2026-08", to: "2026-09", scale: 2000)
        let target = path + "/exchange/202609/YF_202609.TXT"
        let whole = try Data(contentsOf: URL(filePath: target)), lines = whole.split(separator: 10)
        let half = lines.prefix(lines.count / 2).reduce(into: Data()) { $0 += $1 + [10] }
        func load(_ data: Data) throws {
            try data.write(to: URL(filePath: target))
            #expect(try Command.gazette("load", "2026-09", "--workspace", path, "--quiet").status == 0)
        }
        try half.write(to: URL(filePath: target))
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let first = try Self.run(path, "2026-09", "--without", "summary-report", "--without", "detail-summary")
        let blocked = first.lines.filter { $0["verdict"] as? String == "blocks" }
        #expect(first.status == 1 && !blocked.isEmpty && Set(blocked.map { $0["item"] as! String }) == ["rows"], "\(blocked.prefix(3))")
        let interface = "pension-benefit"
        #expect(Set(blocked.map { $0["subject"] as! String }) == [interface])
        let explained = try Command.gazette("balances", "explain", "2026-09", "--interface", interface, "--reason", "分批交付，下月补", "--person", "统计一科", "--workspace", path)
        #expect(explained.status == 0, "\(explained.errors)")
        let after = try Command.gazette("balances", "show", "2026-09", "--workspace", path)
        #expect(after.status == 0 && after.text.contains("分批交付，下月补（统计一科"), "\(after.text)")
        try load(whole)
        let stale = try Command.gazette("balances", "show", "2026-09", "--workspace", path)
        #expect(stale.status == 1 && stale.text.contains("已过时：有新批次"), "\(stale.text)")
        #expect(try Command.gazette("balances", "explain", "2026-09", "1", "--reason", "a", "--person", "b", "--workspace", path).errors.contains("[BAL004]"))
        let second = try Self.run(path, "2026-09", "--without", "summary-report", "--without", "detail-summary")
        #expect(second.status == 0 && !second.lines.contains { $0["subject"] as? String == interface && $0["item"] as? String == "rows" }, "\(second.lines.prefix(3))")
        try load(half)
        let third = try Self.run(path, "2026-09", "--without", "summary-report", "--without", "detail-summary")
        let measures = third.lines.filter { $0["subject"] as? String == interface && $0["place"] as? String == "" && $0["item"] as? String != "rows" }
        #expect(!measures.isEmpty && measures.allSatisfy { $0["cause_kind"] as? String == "delivery" && $0["verdict"] as? String == "explained" }, "\(measures)")
        let rows = third.lines.filter { $0["subject"] as? String == interface && $0["item"] as? String == "rows" && $0["place"] as? String == "" }
        #expect(rows.count == 1 && rows[0]["cause_kind"] as? String == "delivery", "\(rows)")
    }
}
