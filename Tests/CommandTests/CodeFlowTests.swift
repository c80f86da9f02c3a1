import Foundation
import Testing

/// 编码变更: the provider asks, a person confirms, the code table is written before the load.
@Suite(.serialized) struct CodeFlowTests {
    /// A workspace with definitions of its own and the month in which the demo city asks for codes.
    static func city(_ name: String) throws -> String {
        let path = try Command.workspace(name, from: "2026-07", to: "2026-07", scale: 20000)
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: path + "/ReportDefs")
        let settings = try String(contentsOfFile: path + "/gazette.yaml", encoding: .utf8)
        try settings.replacing(#/definitions: .*/#, with: "definitions: ReportDefs").replacing("default: 2026-10", with: "default: 2026-07").write(toFile: path + "/gazette.yaml", atomically: true, encoding: .utf8)
        return path
    }

    static func codes(_ path: String, _ arguments: String...) throws -> Command.Output { try Command.run(Command.binary, ["codes"] + arguments + ["--workspace", path]) }

    /// A list without the spaces that align its columns.
    static func list(_ path: String, _ arguments: String...) throws -> String {
        try Command.run(Command.binary, ["codes"] + arguments + ["--workspace", path]).text.replacing(#/ {2,}/#, with: "  ")
    }

    static func table(_ path: String, _ name: String) throws -> String { try String(contentsOfFile: "\(path)/ReportDefs/codes/\(name).csv", encoding: .utf8) }

    @Test func requestConfirmApplyLoad() throws {
        let path = try Self.city("codes"), file = path + "/exchange/202607/BM_202607.CSV", before = try Self.table(path, "unit-type")
        let status = try Command.gazette("intake", "status", "2026-07", "--workspace", path)
        #expect(status.text.contains("requests  BM_202607.CSV") && status.text.contains("gazette codes request"), "\(status.text)")
        let first = try Command.gazette("load", "2026-07", "--workspace", path)
        #expect(first.status == 0 && first.errors.contains("COD013") && first.errors.contains("BM_202607.CSV --person …") && first.text.contains("loaded 17 files"), "\(first.text)\(first.errors)")

        let request = try Self.codes(path, "request", file, "--person", "甲")
        #expect(request.status == 0 && request.text.contains("registered: 1, 2"), "\(request.errors)")
        #expect(try Self.codes(path, "request", file, "--person", "甲").errors.contains("COD009"))
        #expect(try Self.codes(path, "apply", "--person", "甲").errors.contains("COD011"), "nothing is applied that nobody confirmed")
        #expect(try Self.codes(path, "confirm", "1", "7", "--person", "乙", "--reason", "同意").status == 1)
        #expect(try Self.codes(path, "list").text.components(separatedBy: "open").count == 3, "all or none")
        #expect(try Self.codes(path, "confirm", "1", "2", "--person", "乙", "--reason", "处室已确认").status == 0)
        #expect(try Self.codes(path, "confirm", "1", "--person", "乙", "--reason", "x").errors.contains("COD010"))
        #expect(try Command.gazette("load", "2026-07", "--workspace", path).errors.contains("2 confirmed but not applied"))
        #expect(try Self.table(path, "unit-type") == before)

        let apply = try Self.codes(path, "apply", "2026-07", "--person", "丙")
        #expect(apply.status == 0 && apply.text.contains("unit-type.csv"), "\(apply.errors)")
        let after = try Self.table(path, "unit-type").split(separator: "\n").map(String.init), old = before.split(separator: "\n").map(String.init)
        #expect(after.filter { !old.contains($0) } == ["5,差额事业,差额事业,,,2026-07-31,本地代码", "5,差额拨款事业单位,差额事业,,2026-08-01,,本地代码", "8,民办非企业单位,民办非企业,,2026-08-01,,"])
        #expect(old.filter { !after.contains($0) } == ["5,差额事业,差额事业,,,,本地代码"])
        #expect(try Command.gazette("lint", "--workspace", path).status == 0)
        // Nothing of July changes: no feed is loaded again for a code that begins in August.
        let again = try Command.gazette("load", "2026-07", "--workspace", path)
        #expect(again.status == 0 && !again.errors.contains("COD013") && again.text.contains("loaded 0 files, 17 unchanged"), "\(again.text)\(again.errors)")
        #expect(try Command.gazette("intake", "status", "2026-07", "--workspace", path).text.contains("settled   BM_202607.CSV"))

        #expect(try Self.list(path, "list", "unit-type", "--on", "2026-07-31").contains("5  差额事业  差额事业"))
        let august = try Self.list(path, "list", "unit-type", "--on", "2026-08-01")
        #expect(august.contains("5  差额拨款事业单位") && august.contains("8  民办非企业单位") && !august.contains("5  差额事业 "))
        let changes = try Self.list(path, "changes", "2026-08-01..2026-08-31")
        #expect(changes == "day  table  code  what  name  detail\n2026-08-01  unit-type  5  change  差额拨款事业单位  差额事业 → 差额拨款事业单位\n2026-08-01  unit-type  8  new  民办非企业单位  —\n", "\(changes)")

        let history = try Self.list(path, "history")
        #expect(history.contains("1  unit-type") && history.contains("丙"))
        #expect(try Self.codes(path, "restore", "1", "--person", "丙").status == 0)
        #expect(try Self.table(path, "unit-type") == before)
        let log = try MartTests.python("print(sqlite3.connect(sys.argv[1] + '/warehouse/catalog.sqlite').execute('SELECT request, event, person, reason FROM code_event WHERE request = 1 ORDER BY id').fetchall())", path).text
        #expect(log.contains("(1, 'requested', '甲', '民政登记的社会服务机构单列'), (1, 'confirmed', '乙', '处室已确认'), (1, 'applied', '丙'"), "\(log)")
    }

    @Test func unsettledRequestsBlockWhenTheyShall() throws {
        let path = try Self.city("codes-block"), file = path + "/exchange/202607/BM_202607.CSV", plan = path + "/ReportDefs/exchange.yaml"
        try (String(contentsOfFile: plan, encoding: .utf8) + "unsettled_codes: block\n").write(toFile: plan, atomically: true, encoding: .utf8)
        let blocked = try Command.gazette("load", "2026-07", "--workspace", path)
        #expect(blocked.status == 1 && blocked.errors.contains("COD013") && blocked.errors.contains("the month was not loaded"), "\(blocked.errors)")
        #expect(try Command.gazette("intake", "status", "2026-07", "--workspace", path).status == 1)
        #expect(try Self.codes(path, "request", file, "--person", "甲").status == 0)
        #expect(try Command.gazette("load", "2026-07", "--workspace", path).status == 1)
        #expect(try Self.codes(path, "reject", "1", "2", "--person", "乙", "--reason", "未经批准").status == 0)
        let load = try Command.gazette("load", "2026-07", "--workspace", path)
        #expect(load.status == 0 && load.text.contains("loaded 17 files"), "\(load.errors)")
    }

    /// A GBK file; one wrong line: nothing is registered. A change that lint would refuse: nothing is written.
    @Test func nothingHappensWhenAnythingIsWrong() throws {
        let path = try Self.city("codes-wrong"), file = path + "/BM_202607.CSV", header = "table,code,name,short,parent,effective_from,effective_to,action,reason\n"
        try (header + "unit-typ,9,甲,,,2026-08-01,,新增,x\nunit-type,1,企业,,,2026-08-01,,新增,x\n").write(toFile: file, atomically: true, encoding: .utf8)
        let wrong = try Self.codes(path, "request", file, "--person", "甲")
        #expect(wrong.status == 1 && wrong.errors.contains("COD003") && wrong.errors.contains("did you mean 'unit-type'") && wrong.errors.contains("COD004"), "\(wrong.errors)")
        #expect(try Self.codes(path, "list").text == "no code requests\n" && Self.codes(path, "list", "--open").text == "no code requests that wait\n")

        try FileManager.default.removeItem(atPath: file)
        let converted = try Command.run("/usr/bin/python3", ["-c", "import sys; open(sys.argv[1], 'wb').write(sys.argv[2].encode('gbk'))", file, header + "unit-type,9,镕基会,,,2026-08-01,,新增,单列\n"])
        #expect(converted.status == 0, "\(converted.errors)")
        #expect(try Self.codes(path, "request", file, "--person", "甲").status == 0)
        #expect(try Self.codes(path, "list").text.contains("镕基会"))
        #expect(try Self.codes(path, "confirm", "1", "--person", "乙", "--reason", "可").status == 0)
        // Between confirmation and application somebody breaks the table by hand.
        let codes = path + "/ReportDefs/codes/unit-type.csv", text = try Self.table(path, "unit-type")
        try (text + "9,别的,别的,,,,\n").write(toFile: codes, atomically: true, encoding: .utf8)
        let apply = try Self.codes(path, "apply", "--person", "丙")
        #expect(apply.status == 1 && apply.errors.contains("COD004"), "\(apply.errors)")
        #expect(try Self.table(path, "unit-type") == text + "9,别的,别的,,,,\n" && Self.codes(path, "list", "--open").text.contains("confirmed"))
    }

    /// The changes of 2010 and 2015 (dates not verified): a month has the districts of its last day; ended ones name their successors.
    @Test func districtsOfOldMonthsAreThoseOfTheirTime() throws {
        let path = try Self.city("codes-districts")
        func names(_ day: String) throws -> Set<String> { Set(try Self.codes(path, "list", "district", "--on", day).text.split(separator: "\n").dropFirst().map { String($0.prefix(6)) }) }
        #expect(try names("2010-06-30").subtracting(names("2010-07-01")) == ["110103", "110104"])
        #expect(try names("2015-11-30").subtracting(names("2015-12-01")) == ["110228", "110229"] && names("2015-12-01").subtracting(names("2015-11-30")) == ["110118", "110119"])
        #expect(try names("2010-07-01").count == 18 && names("2010-06-30").count == 20)
        let changes = try Self.list(path, "changes", "2010-01-01..2015-12-31", "--table", "district")
        #expect(changes.contains("2010-06-30  district  110103  end  崇文区  后继 110101 东城区") && changes.contains("2015-11-30  district  110228  end  密云县  后继 110118 密云区"), "\(changes)")

        // Another district ends with two successors through the flow.
        let file = path + "/BM_202607.CSV"
        try """
            table,code,name,short,parent,effective_from,effective_to,action,reason,successor
            district,110120,亦庄区,亦庄,,2026-09-01,,新增,设区,
            district,110130,,,,,2026-08-31,停用,撤销,110115 110120

            """.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try Self.codes(path, "request", file, "--person", "甲").status == 0)
        #expect(try Self.codes(path, "confirm", "1", "2", "--person", "乙", "--reason", "批复").status == 0)
        let apply = try Self.codes(path, "apply", "--person", "丙")
        #expect(apply.status == 0, "\(apply.errors)")
        let table = try Self.table(path, "district").split(separator: "\n").map(String.init)
        let place = try #require(table.firstIndex { $0.hasPrefix("110120,") })
        #expect(table[place - 1].hasPrefix("110119,") && table.contains { $0.hasPrefix("110130,") && $0.contains("2026-08-31") && $0.hasSuffix("110115 110120") })
        #expect(try names("2026-09-01").subtracting(names("2026-08-31")) == ["110120"])
    }

    /// A member in force without a row in a report that names its siblings; facts with a code that is not there.
    @Test func lostMembersAreFound() throws {
        let path = try Self.city("codes-lost")
        #expect(try Command.gazette("load", "2026-07", "--workspace", path, "--quiet").status == 0)
        let good = try Self.codes(path, "check", "2026-07")
        #expect(good.status == 0, "\(good.text)\(good.errors)")
        let codes = path + "/ReportDefs/codes/industry-class.csv"
        try (Self.table(path, "industry-class") + "9,九类行业,九类,,2026-07-01,,\n").write(toFile: codes, atomically: true, encoding: .utf8)
        let waiting = try Self.codes(path, "check", "2026-07")
        #expect(waiting.status == 0 && waiting.errors.contains("COD008") && waiting.errors.contains("SB-G01 has no row or column for industry 9 九类行业") && waiting.errors.contains("G01.yaml"), "\(waiting.errors)")
        try Self.table(path, "industry-class").replacing("8,八类行业,八类,,,,", with: "8,八类行业,八类,,,2026-06-30,").write(toFile: codes, atomically: true, encoding: .utf8)
        let orphans = try Self.codes(path, "check", "2026-07")
        #expect(orphans.status == 1 && orphans.errors.contains("COD007") && orphans.errors.contains("industry '8', which ended on 2026-06-30"), "\(orphans.errors)")
    }
    /// A district is merged into another: reports with a row for each district have one less, and their relations hold.
    @Test func reportsStandTheEndOfADistrict() throws {
        let path = try Self.city("codes-end"), exchange = path + "/exchange/202607", reports = ["SB-C01", "SB-Y01", "SB-Z03"]
        let codes = path + "/ReportDefs/codes/district.csv", table = try Self.table(path, "district")
        try table.replacing("110117,平谷区,平谷,,1999-01-01,,", with: "110117,平谷区,平谷,,1999-01-01,2026-06-30,").write(toFile: codes, atomically: true, encoding: .utf8)
        try #require(try Self.table(path, "district") != table)
        let merged = try MartTests.python("""
            import glob
            for file in glob.glob(sys.argv[1] + '/*.TXT'):
                data = open(file, 'rb').read().replace(b'|110117|', b'|110116|')
                # Feeds that have one row for a district and an item: the rows of both are added up.
                fields = {'JJ_202607.TXT': 4, 'ZJ_202607.TXT': 3}.get(file.split('/')[-1])
                if fields:
                    sums = {}
                    for line in data.decode().split():
                        key, values = line.split('|')[:fields], [Decimal(v) for v in line.split('|')[fields:]]
                        sums[tuple(key)] = [a + b for a, b in zip(sums.get(tuple(key), [0] * len(values)), values)]
                    data = ''.join('|'.join(list(key) + [str(v) for v in values]) + '\\n' for key, values in sums.items()).encode()
                open(file, 'wb').write(data)
            """, exchange)
        try #require(merged.status == 0, "\(merged.errors)")
        let load = try Command.gazette("load", "2026-07", "--workspace", path, "--quiet")
        #expect(load.status == 0 && !load.errors.contains("INT013"), "\(load.errors)")
        let render = try Command.run(Command.binary, ["render", "2026-07", "--workspace", path, "--scope", "city", "--format", "html"] + reports.flatMap { ["--report", $0] })
        #expect(render.status == 0 && render.text.contains("条通过, 0 条未通过"), "\(render.text)\(render.errors)")
        for report in reports {
            let page = try String(contentsOfFile: "\(path)/output/2026-07/\(report)/\(report)_city_2026-07.html", encoding: .utf8)
            #expect(page.contains("02～18 行之和") && !page.contains("平谷") && page.contains("怀柔"), "\(report)")
        }
        let check = try Self.codes(path, "check", "2026-07")
        #expect(check.status == 0, "\(check.text)\(check.errors)")
    }

    /// Requests with their states and events, kept files, and the tables themselves.
    private struct State: Equatable {
        var requests: String
        var kept: String
        var tables: [String: Data]
        /// Written aside and left.
        var leftovers: [String]

        static func of(_ path: String) throws -> State {
            let log = try MartTests.python("""
                c = sqlite3.connect(sys.argv[1] + '/warehouse/catalog.sqlite')
                assert c.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
                print(c.execute('SELECT id, state, (SELECT group_concat(event) FROM code_event WHERE request = code_request.id) FROM code_request ORDER BY id').fetchall())
                print(c.execute('SELECT id, code_table, digest_before, digest_after, requests, person FROM code_file ORDER BY id').fetchall())
                """, path)
            let lines = log.text.split(separator: "\n").map(String.init)
            try #require(lines.count == 2, "\(log.errors)")
            let files = try Command.files(below: path + "/ReportDefs/codes")
            return State(requests: lines[0], kept: lines[1], tables: files.filter { $0.key.hasSuffix(".csv") }, leftovers: files.keys.filter { !$0.hasSuffix(".csv") }.sorted())
        }
    }

    /// Killed, refused by the device and out of space at each step: every table is the old file or the new one and definitions that
    /// can be read; requests are settled when all tables are new, not before; a rerun ends where an undisturbed run ends.
    @Test(arguments: [(command: ["codes", "2026-07"], steps: 10), (command: ["restore", "1"], steps: 6)])
    func atEveryStepEachTableIsOldOrNew(_ test: (command: [String], steps: Int)) throws {
        let path = try Self.city("codes-steps-\(test.command[0])"), file = path + "/BM_202607.CSV", base = path + "-base"
        try """
            table,code,name,short,parent,effective_from,effective_to,action,reason
            unit-type,9,基金会,基金会,,2026-08-01,,新增,单列
            district,110120,亦庄区,亦庄,,2026-09-01,,新增,设区

            """.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try Self.codes(path, "request", file, "--person", "甲").status == 0)
        #expect(try Self.codes(path, "confirm", "1", "2", "--person", "乙", "--reason", "批复").status == 0)
        if test.command[0] == "restore" { #expect(try Self.codes(path, "apply", "--person", "丙").status == 0) }
        try FileManager.default.copyItem(atPath: path, toPath: base)
        func reset() throws {
            for name in ["warehouse", "ReportDefs"] {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
                try FileManager.default.copyItem(atPath: "\(base)/\(name)", toPath: "\(path)/\(name)")
            }
        }
        func helper(_ mode: String, _ step: Int) throws -> Command.Output { try Command.run(Command.crashHelper, [path, mode, String(step)] + test.command) }
        let old = try State.of(path), whole = try helper("none", 1), new = try State.of(path)
        let steps = try #require(whole.text.split(separator: "\n").first { $0.hasPrefix("steps ") }.flatMap { Int($0.dropFirst(6)) }, "\(whole.text)\(whole.errors)")
        #expect(steps == test.steps && new.tables != old.tables && new.kept != old.kept && new.leftovers.isEmpty)
        for mode in ["kill", "write", "full"] {
            for step in 1...steps {
                try reset()
                let broken = try helper(mode, step)
                #expect(mode == "kill" ? broken.status == -9 : broken.status == 1 && broken.text.contains("WRH002"), "\(mode) \(step): \(broken.status) \(broken.text)\(broken.errors)")
                let state = try State.of(path)
                #expect(state.tables.keys == old.tables.keys && state.tables.allSatisfy { $1 == old.tables[$0] || $1 == new.tables[$0] }, "\(mode) \(step)")
                #expect([old.kept, new.kept].contains(state.kept) && (state.kept == new.kept || state.tables == old.tables), "\(mode) \(step): \(state.kept)")
                #expect(state.requests == old.requests || (state.requests == new.requests && state.tables == new.tables), "\(mode) \(step): \(state.requests)")
                let lint = try Command.gazette("lint", "--workspace", path)
                #expect(lint.status == 0, "\(mode) \(step): \(lint.text)\(lint.errors)")
                let isDone = state == new
                // Half of a file, as a kill in the middle of writing leaves it.
                if state.tables["district.csv"] != new.tables["district.csv"] { try Data("code,na".utf8).write(to: URL(filePath: path + "/ReportDefs/codes/district.csv.part")) }
                if isDone && test.command[0] == "restore" { continue }
                let rerun = try helper("none", 1)
                #expect(isDone ? rerun.status == 1 && rerun.text.contains("COD011") : rerun.status == 0, "\(mode) \(step): \(rerun.text)\(rerun.errors)")
                let end = try State.of(path)
                #expect(end == new, "\(mode) \(step): \(end.requests) \(end.kept) \(end.leftovers)")
            }
        }
    }
}
