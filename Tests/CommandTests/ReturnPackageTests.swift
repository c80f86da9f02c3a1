import Foundation
import Testing

/// What goes back to the provider and what is said about a month, judged by Python from the files alone.
@Suite(.serialized) struct ReturnPackageTests {
    static func judge(_ arguments: String...) throws -> Command.Output {
        try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_documents.py"] + arguments)
    }
    static func expectNoDifference(_ judged: Command.Output, atLeast count: Int) {
        let last = judged.text.split(separator: "\n").last.map(String.init) ?? ""
        #expect(judged.status == 0 && last.hasSuffix(" 0 differences") && (Int(last.prefix { $0.isNumber }) ?? 0) >= count, "\(judged.text)\(judged.errors)")
    }

    /// Planted defects: every count by class and district, sums, error files, masks; trend, batches and decisions of the quality report.
    @Test func plantedDefectsStandInPackagesAndQualityReport() throws {
        let path = try Command.workspace("return", from: "2026-09", to: "2026-10", scale: 1000, defects: true)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        #expect(try Command.gazette("suspects", "accept", "2026-10", "pension", "--rule", "base-limits", "--reason", "核实 110105199001011234", "--person", "甲", "--workspace", path).status == 0)
        let month = path + "/exchange/202610", out = path + "/output/2026-10"
        let made = try Command.gazette("return", "2026-10", "--today", "2026-11-07", "--workspace", path)
        #expect(made.status == 0 && made.text.contains("/return/pension: ") && made.text.contains("rows rejected"), "\(made.errors)")
        for (feed, least) in [("pension", 50), ("injury", 35), ("unemployment", 35), ("pension-benefit", 20), ("fund", 5)] {
            Self.expectNoDifference(try Self.judge("return", "\(out)/return/\(feed)", month, Command.root + "ReportDefs/codes/district.csv"), atLeast: least)
        }
        let quality = try Command.gazette("quality", "2026-10", "--today", "2026-11-07", "--workspace", path)
        #expect(quality.status == 0 && quality.text.split(separator: "\n").count == 21, "\(quality.text)\(quality.errors)")
        Self.expectNoDifference(try Self.judge("quality", out + "/quality/110", month, out + "/return/pension", out + "/return/pension-benefit"), atLeast: 20)
        Self.expectNoDifference(try Self.judge("quality", out + "/quality/410", month, out + "/return/injury", out + "/return/injury-rate", out + "/return/injury-benefit"), atLeast: 20)
        let printed = ["return/pension/YL_202610.error-report", "return/pension/YL_202610.reply-form", "quality/110", "quality/410"].map { "\(out)/\($0).pdf" }
        let pages = try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_pdf.py"] + printed)
        #expect(pages.status == 0 && pages.text.contains(" 0 findings"), "\(pages.text)\(pages.errors)")
        let page = try String(contentsOfFile: out + "/quality/110.html", encoding: .utf8)
        for text in ["pension-202609-1", "pension-202610-1", "核实 110105*********234", "接受", "待决定", "首次，现行"] { #expect(page.contains(text), "\(text)") }
        #expect(!page.contains("110105199001011234"))
        try sameBytesElsewhere(path, out)
        try FileManager.default.removeItem(atPath: out + "/rejects/YL_202610.column-count.txt")
        let foreign = try Command.gazette("return", "2026-10", "pension", "--workspace", path)
        #expect(foreign.status == 1 && foreign.errors.contains("[DOC002]") && foreign.errors.contains("pension-202610-1"), "\(foreign.errors)")
        let without = try Command.gazette("quality", "2026-10", "--insurance", "110", "--workspace", path)
        #expect(without.status == 0 && without.errors.contains("warning") && without.errors.contains("[DOC002]"), "\(without.errors)")
        #expect(try String(contentsOfFile: out + "/quality/110.html", encoding: .utf8).contains("该批次的错误文件已不在"))
    }

    private func sameBytesElsewhere(_ path: String, _ out: String) throws {
        func all() throws -> [String: Data] {
            try Command.files(below: out + "/return").merging(Command.files(below: out + "/quality")) { first, _ in first }
        }
        let before = try all(), elsewhere = ["TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"]
        for command in ["return", "quality"] {
            #expect(try Command.gazette(command, "2026-10", "--today", "2026-11-07", "--workspace", path, environment: elsewhere).status == 0)
        }
        let after = try all()
        #expect(before.count > 60 && before.keys.sorted() == after.keys.sorted())
        for (name, bytes) in before { #expect(after[name] == bytes, "\(name) differs in another zone and locale") }
    }

    /// Nothing loaded, nothing wrong, asked for, overdue, answered.
    @Test func packagesSayWhereThingsStand() throws {
        let path = try Command.workspace("return-clean", from: "2026-10", to: "2026-10", scale: 20000)
        func gazette(_ arguments: String...) throws -> Command.Output { try Command.run(Command.binary, arguments + ["--workspace", path]) }
        let none = try gazette("return", "2026-10")
        #expect(none.status == 1 && none.errors.contains("[DOC001]") && none.errors.contains("gazette load 2026-10"), "\(none.errors)")
        #expect(try gazette("quality", "2026-10").errors.contains("[DOC001]"))
        let file = path + "/exchange/202610/YL_202610.TXT", aside = path + "/aside"
        try FileManager.default.moveItem(atPath: path + "/exchange/202610/DW_202610.TXT", toPath: aside)
        #expect(try gazette("load", "2026-10", "--quiet").status == 1)
        let made = try gazette("return", "2026-10")
        #expect(made.status == 0 && made.text.contains("/return/pension: no errors") && made.errors.contains("[DOC004]") && made.errors.contains("units"), "\(made.text)\(made.errors)")
        #expect(try gazette("return", "2026-10", "units").errors.contains("[DOC001]"))
        #expect(try gazette("return", "2026-10", "pensoin").errors.contains("did you mean 'pension'?"))
        func report() throws -> String { try String(contentsOfFile: path + "/output/2026-10/return/pension/YL_202610.error-report.html", encoding: .utf8) }
        #expect(try report().contains("无错误。收到") && report().contains("无须回复"))
        // Only the provider's own feeds.
        try FileManager.default.removeItem(atPath: path + "/output/2026-10/return")
        #expect(try gazette("return", "2026-10", "--provider", "养老保险经办系统").status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/output/2026-10/return").sorted() == ["insured-change", "pension"])
        #expect(try gazette("return", "2026-10", "--provider", "养老保险经办").errors.contains("did you mean '养老保险经办系统'?"))
        // Who hands in check tables only delivers no feed.
        let tables = try gazette("return", "2026-10", "--provider", "各险种经办系统")
        #expect(tables.status == 1 && tables.errors.contains("[DOC003]") && !tables.errors.contains("'各险种经办系统'?"), "\(tables.errors)")
        // The state of the answer.
        #expect(try gazette("contact", "add", "pension", "--period", "2026-10", "--party", "经办", "--subject", "请核对 110105199001011234", "--due", "2026-11-06", "--today", "2026-11-05", "--person", "甲").status == 0)
        func state(_ today: String) throws -> String {
            #expect(try gazette("return", "2026-10", "pension", "--today", today).status == 0)
            return try report()
        }
        #expect(try state("2026-11-06").contains("待回复"))
        let overdue = try state("2026-11-07")
        #expect(overdue.contains("逾期未复") && overdue.contains("请核对 110105*********234") && !overdue.contains("110105199001011234"))
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes += Data("202610|x\n".utf8)
        try bytes.write(to: URL(filePath: file))
        #expect(try gazette("load", "2026-10", "--quiet").status == 1)
        let answered = try state("2026-11-07")
        #expect(answered.contains("重报为 pension-202610-2") && answered.contains("列数不符") && answered.contains("2026 年 11 月 6 日") && !answered.contains("无错误。"))
    }

    /// 接口规范 as pages and workbook: they pass the judge, and hold what the specification says.
    @Test func specificationsAreWrittenAsPagesAndWorkbooks() throws {
        let path = try Command.workspace("documents-pdf", from: "2026-10", to: "2026-10", scale: 20000), folder = path + "/documents"
        let written = try Command.gazette("interfaces", "document", "pension", "medical-account", "fund", "--to", folder, "--workspace", path)
        #expect(written.status == 0 && written.text.split(separator: "\n").count == 12, "\(written.errors)")
        let judged = try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_pdf.py"] + ["pension", "medical-account", "fund"].map { "\(folder)/\($0).pdf" })
        #expect(judged.status == 0 && judged.text.contains(" 0 findings"), "\(judged.text)\(judged.errors)")
        let text = try Command.run("/usr/bin/pdftotext", ["-layout", folder + "/pension.pdf", "-"]).text.filter { !$0.isWhitespace }
        for part in ["数据接口规范：企业职工基本养老保险缴费明细", "接口：pension版本：1", "basebetween口径(base.lower)and口径(base.upper)", "第1页共"] { #expect(text.contains(part), "\(part)") }
        let script = "import sys, openpyxl; b = openpyxl.load_workbook(sys.argv[1]); print([s.title for s in b]); print([[c.value for c in r] for r in b['列'].iter_rows(min_row=5, max_row=5)])"
        let book = try Command.run(Command.python, ["-c", script, folder + "/medical-account.xlsx"])
        #expect(book.text.contains("'列'") && book.text.contains("'period'") && book.text.contains("'版本'"), "\(book.text)\(book.errors)")
    }
}
