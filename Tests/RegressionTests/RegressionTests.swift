import Composition
import Cubes
import Diagnostics
import Digests
import Foundation
import Quantities
import Regression
import ReportFixtures
import ReportModel
import Scene
import Testing
import WorkbookExport

/// A page with two cells, a rule, a fill and a chart line; each text has its glyphs.
private func document() -> PagedDocument {
    var page = Page(size: Size(841.89, 595.28))
    page.boxes.append(Box(kind: .table, name: "table", rect: Rect(x: 50, y: 60, width: 700, height: 300), parent: 0))
    page.boxes.append(Box(kind: .cell, name: "r01c5", rect: Rect(x: 400, y: 80, width: 60, height: 14), parent: 1))
    page.boxes.append(Box(kind: .cell, name: "r02c5", rect: Rect(x: 400, y: 94, width: 60, height: 14), parent: 1))
    for (box, text, y) in [(2, "1,862,344.17", 90.0), (3, "−0.22", 104.0)] {
        let glyphs = text.unicodeScalars.enumerated().map { Glyph(id: $1.value, x: Float($0) * 4.4, byteCount: UInt8(String($1).utf8.count)) }
        page.add(ShapedText(face: .heiRegular, size: 8, text: text, glyphs: glyphs, width: Double(glyphs.count) * 4.4), at: Point(405.5, y), color: .black, box: box)
    }
    page.items.append(Item(box: 1, .line(from: Point(50, 60), to: Point(750, 60), width: 1.2, color: .black, dash: [])))
    page.items.append(Item(box: 1, .fill(Rect(x: 50, y: 80, width: 700, height: 14), Color(0xe8eef3))))
    page.items.append(Item(box: 1, .path(Path(segments: [.move(Point(1, 2)), .line(Point(3, 4.25)), .close], stroke: .black, width: 0.35))))
    var document = PagedDocument(title: "社会保险费收缴情况", author: "示例市", created: "2022-10-15T00:00:00Z")
    document.pages = [page]
    return document
}

private func plan(_ report: BuiltReport = SampleReport.report()) -> WorkbookPlan {
    let options = WorkbookOptions(theme: Theme(), created: "2022-10-15T00:00:00Z", shaper: FixedWidthShaper())
    return try! WorkbookPlanner.plan(report, options: options).plan
}

private let key = GoldenKey(report: "SB-Z02", period: "2022-09", scope: "city")!

private func picture(_ shade: UInt8, width: Int = 4) -> PagesFile.Picture {
    PagesFile.Picture(name: "p1", width: width, height: 2, rgb: [UInt8](repeating: shade, count: width * 2 * 3))
}

private func snapshot(
    report: BuiltReport = SampleReport.report(), document: PagedDocument = document(), plan: WorkbookPlan = plan(), pictures: [PagesFile.Picture] = [picture(255)],
    data: String = "data", cairo: String = "1.16.0"
) -> GoldenSnapshot {
    func digest(_ text: String) -> SHA256Digest { SHA256Digest(of: Array(text.utf8)) }
    return GoldenSnapshot(
        key: key, figures: FiguresFile.text(of: report), layout: LayoutFile.text(of: document), workbook: WorkbookFile.text(of: plan),
        pages: PagesFile.text(of: pictures), inputs: CaseInputs(data: digest(data), definitions: digest("d"), calibers: digest("c")),
        environment: RenderEnvironment([.init(name: "pango", value: "1.50.12"), .init(name: "cairo", value: cairo)]))
}

private final class Folder {
    let path: String
    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("golden-" + UUID().uuidString).path
        try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var store: GoldenStore { GoldenStore(root: path, mode: .writable) }
    var reader: GoldenStore { GoldenStore(root: path, mode: .readOnly) }
    func accept(_ snapshot: GoldenSnapshot, reason: String = "") throws {
        _ = try store.check(snapshot)
        try store.accept(snapshot.key, on: CalendarDate("2026-11-15")!, reason: reason)
    }
    func read(_ name: String) -> String { String(decoding: FileManager.default.contents(atPath: "\(path)/\(key)/\(name)") ?? Data(), as: UTF8.self) }
    func write(_ name: String, _ bytes: [UInt8]) { FileManager.default.createFile(atPath: "\(path)/\(key)/\(name)", contents: Data(bytes)) }
    var names: [String] { (try? FileManager.default.subpathsOfDirectory(atPath: path).sorted()) ?? [] }
}

@Suite struct MutationTests {
    fileprivate let folder = Folder()

    private func caught(_ mutated: GoldenSnapshot, in file: GoldenFile, sourceLocation: SourceLocation = #_sourceLocation) throws -> GoldenResult {
        if folder.reader.keys().isEmpty { try folder.accept(snapshot()) }
        #expect(try folder.reader.check(snapshot()).verdict == .equal, sourceLocation: sourceLocation)
        let result = try folder.reader.check(mutated)
        #expect(result.verdict == .different, sourceLocation: sourceLocation)
        #expect(result.differences.contains { $0.file == file }, sourceLocation: sourceLocation)
        return result
    }

    @Test func figures() throws {
        func changed(_ change: (inout BuiltTable) -> Void) -> GoldenSnapshot {
            var table = SampleReport.table()
            change(&table)
            return snapshot(report: SampleReport.report(table: table))
        }
        // A digit of the exact value that is not printed.
        var result = try caught(changed { $0.rows[1].cells[4].value = .number(Amount(decimalText: "12963512957.02")!) }, in: .figures)
        #expect(result.differences == [GoldenDifference(file: .figures, kind: .changed, key: "table/r02/c5", fields: [.init(name: "exact", old: "12963512957.01", new: "12963512957.02")])])
        #expect(result.figuresChanged)
        result = try caught(changed { $0.rows[1].cells[4].text = "129635130" }, in: .figures)
        #expect(result.differences.first?.fields.map(\.name) == ["displayed"])
        _ = try caught(changed { $0.rows[7].cells[10].text = "0.22" }, in: .figures)
        _ = try caught(changed { $0.rows[1].cells.swapAt(5, 6) }, in: .figures)
        _ = try caught(changed { $0.rows.swapAt(2, 3) }, in: .figures)
        _ = try caught(changed { $0.rows.remove(at: 4) }, in: .figures)
        _ = try caught(changed { $0.rows.append($0.rows[4]) }, in: .figures)
        _ = try caught(changed { $0.rows[9].cells[10].value = .notApplicable }, in: .figures)
        _ = try caught(changed { $0.rows[0].cells[9].marks = [] }, in: .figures)
        var caliber = SampleReport.report()
        caliber.calibers[0].value.evidence = .secondHand
        _ = try caught(snapshot(report: caliber), in: .figures)
        var relation = SampleReport.report()
        relation.relations[2].failures = []
        _ = try caught(snapshot(report: relation), in: .figures)
        var point = SampleReport.charts()
        point[1].series[0].points[3] = nil
        _ = try caught(snapshot(report: SampleReport.report(charts: point)), in: .figures)
        // Why there is none is a fact, too.
        let why = [BuiltSeries.Absence.missing, .notApplicable, .suppressed].map { absence in
            point[1].series[0].absences = point[1].series[0].points.map { $0 == nil ? absence : nil }
            return FiguresFile.text(of: SampleReport.report(charts: point)).split(separator: "\n").filter { $0.hasPrefix("chart/fig2/s1/k04\t") }
        }
        #expect(why.map { $0.map { $0.split(separator: "\t")[2] } } == [["missing"], ["not-applicable"], ["suppressed"]])
    }

    @Test func layout() throws {
        func changed(_ change: (inout Page) -> Void) -> GoldenSnapshot {
            var other = document()
            change(&other.pages[0])
            return snapshot(document: other)
        }
        var result = try caught(changed { $0.boxes[2].rect.x += 0.01 }, in: .layout)
        #expect(result.differences.first?.key == "p1/table/r01c5" && result.differences.first?.fields.map(\.name) == ["x"])
        result = try caught(changed { page in
            guard case .text(var run) = page.items[0].content else { return }
            run.glyphs = run.glyphs.lowerBound..<run.glyphs.upperBound - 1
            page.items[0].content = .text(run)
        }, in: .layout)
        #expect(result.differences.map(\.key) == ["p1/table/r01c5/t1"])
        _ = try caught(changed { $0.glyphs[3].id += 1 }, in: .layout)
        _ = try caught(changed { $0.glyphs[3].x += 0.01 }, in: .layout)
        result = try caught(changed { $0.glyphs[3].id = 0 }, in: .layout)
        #expect(result.differences.first?.fields.first?.new == "missing 1")
        _ = try caught(changed { $0.items.remove(at: 2) }, in: .layout)
        _ = try caught(changed { $0.items.append($0.items[2]) }, in: .layout)
        _ = try caught(changed { $0.items[0].box = 3; $0.items[1].box = 2 }, in: .layout)
        _ = try caught(changed { $0.items.swapAt(2, 3) }, in: .layout)
        _ = try caught(changed { page in
            guard case .path(var path) = page.items[4].content else { return }
            path.segments[1] = .line(Point(2, 4.25))
            page.items[4].content = .path(path)
        }, in: .layout)
    }

    @Test func workbook() throws {
        func changed(_ change: (inout WorkbookPlan) -> Void) -> GoldenSnapshot {
            var other = plan()
            change(&other)
            return snapshot(plan: other)
        }
        let row = plan().sheets[0].rows.firstIndex { $0.cells.first?.content == .text("企业职工基本养老保险") }!
        let result = try caught(changed { plan in
            let index = plan.sheets[0].rows[row].cells[6].style
            plan.styles[index].format = .grouped(decimals: 1, suffix: "")
        }, in: .workbook)
        #expect(result.differences.allSatisfy { $0.fields == [.init(name: "format", old: "#,##0.00", new: "#,##0.0")] })
        _ = try caught(changed { $0.sheets[0].merges.remove(at: 3) }, in: .workbook)
        _ = try caught(changed { $0.sheets[0].rows[row].cells.swapAt(6, 7) }, in: .workbook)
        _ = try caught(changed { plan in
            let (a, b) = (plan.sheets[0].rows[row].cells[6].content, plan.sheets[0].rows[row].cells[7].content)
            plan.sheets[0].rows[row].cells[6].content = b
            plan.sheets[0].rows[row].cells[7].content = a
        }, in: .workbook)
        _ = try caught(changed { $0.sheets[0].rows[row].cells[6].content = .text("129,635.13") }, in: .workbook)
        _ = try caught(changed { $0.sheets[0].columnPixels[2] += 1 }, in: .workbook)
        _ = try caught(changed { $0.sheets[0].frozenRows -= 1 }, in: .workbook)
        _ = try caught(changed { $0.sheets[0].repeatedRows = nil }, in: .workbook)
        _ = try caught(changed { $0.sheets[0].printArea.lastColumn -= 1 }, in: .workbook)
        _ = try caught(changed { $0.sheets[0].rows.remove(at: row) }, in: .workbook)
        _ = try caught(changed { plan in
            let index = plan.sheets[0].rows[row].cells[6].style
            plan.styles[index].fill = 0xffff00
        }, in: .workbook)
    }

    @Test func pixels() throws {
        _ = try caught(snapshot(pictures: [picture(254)]), in: .pages)
        _ = try caught(snapshot(pictures: [picture(255, width: 5)]), in: .pages)
        _ = try caught(snapshot(pictures: []), in: .pages)
    }

    /// Whatever single change is made to an accepted file, it never compares as equal.
    @Test func everyDamageToAnAcceptedFileIsCaught() throws {
        let now = snapshot()
        try folder.accept(now)
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        for name in ["figures.tsv", "layout.tsv", "workbook.tsv", "pages.tsv"] {
            let good = Array(folder.read(name).utf8)
            for _ in 0..<150 {
                var bad = good
                let at = random(good.count)
                switch random(5) {
                case 0: bad[at] ^= UInt8(1 << random(8))
                case 1: bad.remove(at: at)
                case 2: bad.insert(bad[at], at: at)
                case 3: bad = Array(good[..<at])
                default:
                    var lines = good.split(separator: 10, omittingEmptySubsequences: false)
                    let line = random(lines.count - 1)
                    if random(2) == 0 { lines.remove(at: line) } else { lines.insert(lines[line], at: line) }
                    bad = Array(lines.joined(separator: [10]))
                }
                folder.write(name, bad)
                let result = try folder.reader.check(now)
                #expect(bad == good || (result.verdict == .different && !result.differences.isEmpty), "\(name) at \(at)")
            }
            folder.write(name, good)
        }
        #expect(try folder.reader.check(now).verdict == .equal)
        for name in ["case.yaml", "environment"] {
            let good = Array(folder.read(name).utf8)
            for bad in [Array(good.dropLast(5)), [], good + good, Array("nonsense\n".utf8)] {
                folder.write(name, bad)
                #expect(try folder.reader.check(now).verdict == .different, "\(name)")
            }
            folder.write(name, good)
        }
        for name in ["figures.tsv", "layout.tsv", "workbook.tsv", "pages.tsv", "case.yaml", "environment"] {
            let good = Array(folder.read(name).utf8)
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(key)/\(name)")
            #expect(try folder.reader.check(now).verdict == .different, "\(name) is gone")
            folder.write(name, good)
        }
    }
}

@Suite struct GoldenStoreTests {
    fileprivate let folder = Folder()

    @Test func missingThenPendingThenAccepted() throws {
        #expect(try folder.reader.check(snapshot()).verdict == .missing)
        #expect(folder.names == [], "a read-only store writes nothing")
        #expect(try folder.store.check(snapshot()).verdict == .missing)
        #expect(folder.store.pendingKeys() == [key] && folder.store.keys() == [])
        try folder.store.accept(key, on: CalendarDate("2026-11-15")!, reason: "")
        #expect(folder.store.pendingKeys() == [] && folder.store.keys() == [key])
        #expect(folder.names.filter { $0.hasPrefix("\(key)/") } == ["case.yaml", "environment", "figures.tsv", "layout.tsv", "pages.tsv", "workbook.tsv"].map { "\(key)/\($0)" })
        #expect(try folder.store.check(snapshot()).verdict == .equal)
    }

    @Test func aChangedFigureNeedsAReason() throws {
        try folder.accept(snapshot())
        var table = SampleReport.table()
        table.rows[1].cells[9].text = "96.81"
        let changed = snapshot(report: SampleReport.report(table: table), data: "newer")
        let result = try folder.store.check(changed)
        #expect(result.verdict == .different && result.changedInputs == ["data"])
        #expect(folder.read("figures.tsv").contains("96.80\t") && folder.read("figures.tsv.pending").contains("96.81\t"))
        let error = #expect(throws: DiagnosticsError.self) { try folder.store.accept(key, on: CalendarDate("2026-11-16")!, reason: "  ") }
        #expect(error?.diagnostics.first?.id == "OUT134")
        #expect(folder.read("case.yaml").contains("2026-11-15"))
        try folder.store.accept(key, on: CalendarDate("2026-11-16")!, reason: "补报 \"朝阳\" 8 月数据\n第二行")
        #expect(folder.read("case.yaml").contains("accepted: \"2026-11-16\"") && folder.read("case.yaml").contains("补报 \\\"朝阳\\\" 8 月数据 第二行"))
        #expect(try folder.reader.check(changed).verdict == .equal)
    }

    @Test func aMovedBoxNeedsNoReason() throws {
        try folder.accept(snapshot())
        var other = document()
        other.pages[0].boxes[1].rect.height += 1
        try folder.accept(snapshot(document: other))
        #expect(try folder.reader.check(snapshot(document: other)).verdict == .equal)
    }

    @Test func rejectKeepsWhatWasAccepted() throws {
        try folder.accept(snapshot())
        let before = folder.names
        _ = try folder.store.check(snapshot(pictures: [picture(1)]))
        #expect(folder.names != before)
        try folder.store.reject(key)
        #expect(folder.names == before)
        #expect(throws: DiagnosticsError.self) { try folder.store.accept(key, on: CalendarDate("2026-11-16")!, reason: "x") }
    }

    @Test func pixelsAreIncomparableOnlyInAnotherEnvironment() throws {
        try folder.accept(snapshot())
        #expect(try folder.reader.check(snapshot(cairo: "1.18.0")).verdict == .equal, "same pixels from another environment pass")
        let pixels = try folder.reader.check(snapshot(pictures: [picture(1)], cairo: "1.18.0"))
        #expect(pixels.verdict == .incomparable && pixels.changedEnvironment == ["cairo"])
        #expect(try folder.reader.check(snapshot(pictures: [picture(1)])).verdict == .different)
        #expect(try folder.reader.check(snapshot(pictures: [picture(1, width: 9)], cairo: "1.18.0")).verdict == .different, "another size is no matter of pixels")
        var moved = document()
        moved.pages[0].boxes[1].rect.x += 1
        #expect(try folder.reader.check(snapshot(document: moved, pictures: [picture(1)], cairo: "1.18.0")).verdict == .different)
    }

    @Test func readOnlyNeverWrites() throws {
        try folder.accept(snapshot())
        let before = folder.names
        _ = try folder.reader.check(snapshot(pictures: [picture(1)]))
        #expect(throws: DiagnosticsError.self) { try folder.reader.accept(key, on: CalendarDate("2026-11-16")!, reason: "x") }
        #expect(throws: DiagnosticsError.self) { try folder.reader.reject(key) }
        #expect(folder.names == before)
    }

    @Test func orphansAreListed() throws {
        try folder.accept(snapshot())
        #expect(folder.reader.orphans(madeNow: [key]) == [])
        let other = GoldenKey(report: "SB-Z02", period: "2022-10", scope: "110105")!
        #expect(folder.reader.orphans(madeNow: [other]).map(\.key) == [key])
        #expect(GoldenKey(report: "../x", period: "2022-10", scope: "city") == nil && GoldenKey(report: "a", period: "..", scope: "city") == nil)
    }

    @Test func summaryShowsTheFirstAndCountsAll() throws {
        try folder.accept(snapshot())
        var table = SampleReport.table()
        for row in table.rows.indices { table.rows[row].cells[4].text += "0" }
        let result = try folder.reader.check(snapshot(report: SampleReport.report(table: table)))
        let text = GoldenSummary.text([result], limit: 3)
        #expect(text.contains("SB-Z02/2022-09/city: different (12 in figures.tsv)"))
        #expect(text.contains("figures changed table/r02/c5: displayed 1,296,351.30 → 1,296,351.300"))
        #expect(text.contains("… and 9 more in figures.tsv"))
        #expect(text.hasSuffix("golden files: 1 cases: 1 different\n"))
        #expect(GoldenSummary.lines([result]).split(separator: "\n").count == 12)
    }

    @Test func sameTextEveryTime() {
        #expect(snapshot() == snapshot())
        #expect(FiguresFile.text(of: SampleReport.report()).contains("table/r02/c4\tnumber\t"))
        #expect(!WorkbookFile.text(of: plan()).contains("2022-10-15T"))
    }
}
