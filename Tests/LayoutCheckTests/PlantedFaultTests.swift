import Composition
import Diagnostics
import Foundation
import Layout
import LayoutCheck
import ReportFixtures
import ReportModel
import Scene
import Testing
import TextShaping
import WorkbookExport

/// Good pages have no findings; at least twenty planted faults of each rule are all found.
@Suite struct PlantedFaultTests {
    typealias Rule = LayoutFinding.Rule
    static let fonts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fonts").path()
    let shaper: PangoTextShaper
    let good: [Page]
    let check: LayoutCheck<PangoTextShaper>

    init() throws {
        shaper = try PangoTextShaper(fontFolder: Self.fonts)
        check = LayoutCheck(theme: Theme(), meter: shaper)
        // Many rows, so that the table goes on over pages, and charts.
        var table = SampleReport.table()
        for index in 0..<70 {
            var row = table.rows[1 + index % (table.rows.count - 1)]
            row.code = "x\(index)"
            row.style = .normal
            table.rows.append(row)
        }
        good = try ReportLayout.layOut(SampleReport.report(table: table), theme: Theme(), shaper: shaper, author: "", created: "2026-11-15T00:00:00Z").pages
    }

    private func found(_ pages: [Page], _ rule: Rule) -> Bool { check.findings(in: pages).contains { $0.rule == rule } }

    /// Says what was planted when the rule does not see it, not the whole page.
    private func expectFound(_ pages: [Page], _ rule: Rule, _ planted: @autoclosure () -> String = "") {
        let isFound = found(pages, rule)
        #expect(isFound, "\(rule) \(planted())")
    }

    /// Indices of text items whose box is of one of the kinds, spread over the page.
    private func texts(_ page: Page, _ kinds: Set<Box.Kind>, where holds: (TextRun, Box) -> Bool = { _, _ in true }) -> [Int] {
        page.items.indices.filter {
            guard case .text(let run) = page.items[$0].content, run.width > 4 else { return false }
            let box = page.boxes[page.items[$0].box]
            return kinds.contains(box.kind) && holds(run, box)
        }
    }

    private func moved(_ item: Item, dx: Double = 0, dy: Double = 0) -> Item {
        guard case .text(var run) = item.content else { return item }
        run.origin.x += dx
        run.origin.y += dy
        return Item(box: item.box, .text(run))
    }

    /// Plants a fault in every candidate in turn (at least twenty) and expects the rule to name it.
    private func expectAll(_ rule: Rule, page: Int, _ candidates: [Int], _ plant: (inout Page, Int) -> Void) {
        #expect(candidates.count >= 20, "\(rule): only \(candidates.count) candidates")
        for candidate in candidates.prefix(60) {
            var pages = good
            plant(&pages[page], candidate)
            expectFound(pages, rule, "at item \(candidate)")
        }
    }

    @Test func goodPagesHaveNoFindings() { #expect(check.findings(in: good) == []) }

    @Test func inkFaults() {
        // Figures: a dash has too little ink to meet itself, a note mark may be small.
        let cells = texts(good[0], [.cell]) { run, _ in run.width > 10 }
        expectAll(.textOverText, page: 0, cells) { page, index in
            let copy = page.items[index]
            page.items.append(moved(copy, dx: 1.5, dy: 1))
        }
        expectAll(.textOutOfBox, page: 0, cells) { page, index in
            let width = page.boxes[page.items[index].box].rect.width
            page.items[index] = moved(page.items[index], dx: width * 0.8)
        }
        expectAll(.textOverRule, page: 0, cells) { page, index in
            guard case .text(let run) = page.items[index].content else { return }
            let y = run.origin.y - run.size * 0.3
            page.items.append(Item(box: 0, .line(from: Point(0, y), to: Point(page.size.width, y), width: 0.35, color: Color(Theme().hair), dash: [])))
        }
        expectAll(.clipped, page: 0, cells) { page, index in page.items[index] = moved(page.items[index], dx: page.size.width) }
        expectAll(.belowMinimumSize, page: 0, cells) { page, index in
            guard case .text(var run) = page.items[index].content else { return }
            run.size = 5
            page.items[index] = Item(box: page.items[index].box, .text(run))
        }
        expectAll(.missingGlyph, page: 0, cells) { page, index in
            guard case .text(var run) = page.items[index].content else { return }
            let start = page.utf8.count
            page.utf8 += Array("\u{1F600}".utf8)
            run.text = start..<page.utf8.count
            page.items[index] = Item(box: page.items[index].box, .text(run))
        }
        expectAll(.foreignFace, page: 0, cells) { page, index in
            guard case .text(var run) = page.items[index].content else { return }
            var glyphs = Array(page.glyphs[run.glyphs])
            glyphs[glyphs.count / 2].id += 1
            run.glyphs = page.glyphs.count..<page.glyphs.count + glyphs.count
            page.glyphs += glyphs
            page.items[index] = Item(box: page.items[index].box, .text(run))
        }
        expectAll(.colorOffPalette, page: 0, cells) { page, index in
            guard case .text(var run) = page.items[index].content else { return }
            run.color = Color(0xff0033 + UInt32(index))
            page.items[index] = Item(box: page.items[index].box, .text(run))
        }
    }

    @Test func chartFaults() throws {
        let page = try #require(good.indices.first { good[$0].boxes.contains { $0.kind == .mark && $0.name.contains("/s") } })
        let bars = good[page].boxes.indices.filter { good[page].boxes[$0].kind == .mark && good[page].boxes[$0].name.contains("/s") && good[page].boxes[$0].rect.height > 6 && good[page].boxes[$0].rect.width > 6 }
        let labels = texts(good[page], [.dataLabel, .axisLabel])
        var planted = 0
        for label in labels {
            for bar in bars.prefix(4) {
                var pages = good
                guard case .text(var run) = pages[page].items[label].content else { continue }
                let rect = pages[page].boxes[bar].rect
                run.origin = Point(rect.midX - 2, rect.midY + 2)
                pages[page].items[label] = Item(box: pages[page].items[label].box, .text(run))
                if pages[page].boxes[pages[page].items[label].box].name.replacing("/v", with: "/s") == pages[page].boxes[bar].name { continue }
                planted += 1
                expectFound(pages, .labelOverMark, "label \(label) over bar \(bar)")
            }
        }
        #expect(planted >= 20)
        // Many more ticks than an axis may have; too few see below.
        let ticks = good[page].boxes.indices.filter { good[page].boxes[$0].kind == .axisLabel && good[page].boxes[$0].name.hasSuffix("/y1") }
        for tick in ticks {
            for count in 10..<30 {
                var pages = good
                let item = try #require(pages[page].items.first { $0.box == tick })
                for index in 0..<count {
                    var box = pages[page].boxes[tick]
                    box.name = box.name.dropLast() + "\(50 + index)"
                    pages[page].boxes.append(box)
                    pages[page].items.append(Item(box: pages[page].boxes.count - 1, item.content))
                }
                expectFound(pages, .tickCount)
            }
        }
        #expect(!ticks.isEmpty)
    }

    /// Boxes of the charts on all pages, with their page.
    private var charts: [(page: Int, name: String)] {
        good.indices.flatMap { page in good[page].boxes.filter { $0.kind == .chart }.map { (page, $0.name) } }
    }

    @Test func legendsOverMarksAreFound() throws {
        var planted = 0
        for page in good.indices {
            // Bars: the middle of a line's box may lie beside the line.
            let marks = good[page].boxes.indices.filter { box in
                good[page].boxes[box].rect.height > 6 && good[page].boxes[box].name.contains("/s") && good[page].items.contains { item in
                    if item.box == box, case .fill = item.content { true } else { false }
                }
            }
            for legend in texts(good[page], [.legend]) {
                for mark in marks {
                    var pages = good
                    guard case .text(var run) = pages[page].items[legend].content else { continue }
                    run.origin = Point(pages[page].boxes[mark].rect.midX - 2, pages[page].boxes[mark].rect.midY + 2)
                    pages[page].items[legend] = Item(box: pages[page].items[legend].box, .text(run))
                    planted += 1
                    expectFound(pages, .legendOverPlot, "\(legend) over \(good[page].boxes[mark].name)")
                }
            }
        }
        #expect(planted >= 20, "\(planted)")
    }

    @Test func tooFewTicksAreFound() throws {
        var planted = 0
        for (page, name) in charts {
            for axis in ["/y", "/right"] {
                let ticks = good[page].boxes.indices.filter { good[page].boxes[$0].kind == .axisLabel && good[page].boxes[$0].name.hasPrefix(name + axis) && Int(good[page].boxes[$0].name.dropFirst(name.count + axis.count)) != nil }
                guard !ticks.isEmpty else { continue }
                func index(_ box: Int) -> Int { Int(good[page].boxes[box].name.dropFirst(name.count + axis.count))! }
                let low = ticks.filter { index($0) < 2 }, high = ticks.filter { index($0) >= 2 }
                #expect(!high.isEmpty)
                // All above the second are gone, as items or as boxes; with and without other labels of the chart.
                for way in 0..<16 {
                    var pages = good
                    if way.isMultiple(of: 2) { pages[page].items.removeAll { high.contains($0.box) } } else { for box in high { pages[page].boxes[box].kind = .plot } }
                    if way & 2 != 0 { pages[page].items.removeAll { good[page].boxes[$0.box].kind == .dataLabel } }
                    if way & 4 != 0, let last = low.last, low.count > 1 { pages[page].items.removeAll { $0.box == last } }
                    if way & 8 != 0 { pages[page].items.removeAll { good[page].boxes[$0.box].kind == .legend } }
                    planted += 1
                    expectFound(pages, .tickCount, "\(name)\(axis) way \(way)")
                }
            }
        }
        #expect(planted >= 20, "\(planted)")
    }

    @Test func chartsWithoutTitleUnitOrMarksAreFound() throws {
        let all = charts
        #expect(all.count >= 3)
        for way in 0..<8 {
            for (page, name) in all {
                // The units of two zones stand in their captions.
                let unit = good[page].boxes.contains { $0.name == name + "/unit" } ? "/unit" : "/line"
                for part in ["/title", unit] {
                    var pages = good
                    let box = try #require(good[page].boxes.firstIndex { $0.name == name + part })
                    if way.isMultiple(of: 2) { pages[page].items.removeAll { $0.box == box } } else { pages[page].boxes[box].name = name + "/other\(way)" }
                    #expect(check.findings(in: pages).contains { $0.rule == .missingFurniture && $0.element.hasPrefix(name) }, "\(name)\(part)")
                }
                // Marks and values are gone; what else is left differs.
                var pages = good
                pages[page].items.removeAll { item in
                    let box = good[page].boxes[item.box]
                    return box.name.hasPrefix(name + "/") && ([.mark, .dataLabel].contains(box.kind) || way & 1 != 0 && box.kind == .legend || way & 2 != 0 && box.kind == .axisLabel)
                }
                if way & 4 != 0 { for box in good[page].boxes.indices where good[page].boxes[box].kind == .mark { pages[page].boxes[box].name += "x" } }
                expectFound(pages, .emptyChart, "\(name) way \(way)")
            }
        }
    }

    /// Each zone of a chart in two is judged by itself, and says so by itself where it has no figure.
    @Test func zonesWithoutMarksAreFound() throws {
        func pages(_ chart: BuiltChart) throws -> [Page] {
            try ReportLayout.layOut(SampleReport.report(charts: [chart]), theme: Theme(), shaper: shaper, author: "", created: "2026-11-15T00:00:00Z").pages
        }
        let whole = try pages(SampleReport.twoAxisChart())
        #expect(check.findings(in: whole) == [])
        for way in 0..<16 {
            for zone in ["line", "bars"] {
                var pages = whole
                for page in pages.indices {
                    let boxes = whole[page].boxes, isLine = zone == "line"
                    pages[page].items.removeAll { item in
                        let box = boxes[item.box], name = box.name.split(separator: "/").last ?? "", tail = name.drop { !$0.isNumber }
                        let isMark = box.kind == .mark && name.hasPrefix(isLine ? "line" : "s") && !tail.isEmpty, isValue = box.kind == .dataLabel && name.hasPrefix(isLine ? "p" : "v")
                        let isTick = box.kind == .axisLabel && name.hasPrefix(isLine ? "right" : "y")
                        return isMark || isValue || way & 1 != 0 && isTick || way & 2 != 0 && box.kind == .axisLabel && name.hasPrefix("x")
                    }
                    // Marks of the other zone alone, or its values alone.
                    if way & 4 != 0 { pages[page].items.removeAll { boxes[$0.box].kind == .mark } } else if way & 8 != 0 { pages[page].items.removeAll { boxes[$0.box].kind == .dataLabel } }
                }
                #expect(check.findings(in: pages).contains { $0.rule == .emptyChart && $0.element == "fig4: zone of the \(zone)" }, "\(zone) way \(way)")
            }
        }
        for series in 0...1 {
            var chart = SampleReport.twoAxisChart()
            chart.series[series].points = [nil, nil, nil]
            #expect(check.findings(in: try pages(chart)) == [], "a zone that says it has no data")
        }
    }

    /// The furniture says something else than the report's definition and data.
    @Test func furnitureThatIsNotTheReportsIsFound() throws {
        let report = SampleReport.report()
        let facts = PageFacts(title: report.title, period: report.form.period, formNumber: report.form.formNumber, units: report.form.units)
        #expect(check.findings(in: good, facts: facts) == [])
        for number in 0..<20 {
            let wrong = String(number)
            var other = facts
            other.title += wrong
            #expect(check.findings(in: good, facts: other).map(\.element) == ["title"])
            for (path, element) in [(\PageFacts.period, "报告期"), (\.formNumber, "表号"), (\.units, "计量单位")] {
                var other = facts
                other[keyPath: path] = wrong + other[keyPath: path]
                let found = check.findings(in: good, facts: other)
                #expect(found.count == good.count && found.allSatisfy { $0.rule == .missingFurniture && $0.element == element }, "\(found)")
            }
        }
    }

    @Test func furnitureAndRowFaults() {
        // Every kind of furniture goes missing on every page where it belongs, in several ways.
        for page in good.indices {
            for way in 0..<20 {
                func without(_ kind: Box.Kind) -> [Page] {
                    var pages = good
                    pages[page].items.removeAll { good[page].boxes[$0.box].kind == kind }
                    if way.isMultiple(of: 2) { for index in pages[page].boxes.indices where pages[page].boxes[index].kind == kind { pages[page].boxes[index].kind = .plot } }
                    return pages
                }
                expectFound(without(.foot), .pageNumber)
                expectFound(without(.headLine), .missingFurniture)
                if page == 0 { expectFound(without(.title), .missingFurniture) }
                guard good[page].boxes.contains(where: { $0.kind == .table }) else { continue }
                var heads = good
                heads[page].boxes = heads[page].boxes.map { box in
                    var box = box
                    if box.kind == (way.isMultiple(of: 2) ? .headerCell : .columnNumber) { box.kind = .plot }
                    return box
                }
                expectFound(heads, .missingHeader)
            }
        }
        for count in 1...20 {
            var pages = good
            pages.insert(Page(size: good[0].size), at: count % (good.count + 1))
            expectFound(pages, .blankPage)
        }
        let second = good[1].boxes.indices.filter { good[1].boxes[$0].kind == .cell }
        let first = good[0].boxes.filter { $0.kind == .cell }.map(\.name)
        for (place, box) in second.prefix(40).enumerated() {
            var pages = good
            pages[1].boxes[box].name = first[place % first.count]
            expectFound(pages, .rowTorn)
        }
    }

    @Test func aTotalAloneOnAPageIsFound() throws {
        for count in 20..<40 {
            var table = SampleReport.table()
            table.rows[0].style = .normal
            while table.rows.count < count { table.rows.append(table.rows[1]) }
            for index in table.rows.indices { table.rows[index].code = "y\(index)" }
            var last = try ReportLayout.layOut(SampleReport.report(table: table, charts: []), theme: Theme(), shaper: shaper, author: "", created: "2026-11-15T00:00:00Z").pages
            var single = SampleReport.table()
            single.rows = [single.rows[0]]
            single.rows[0].code = "total\(count)"
            single.rows[0].style = .total
            last += try ReportLayout.layOut(SampleReport.report(table: single, charts: []), theme: Theme(), shaper: shaper, author: "", created: "2026-11-15T00:00:00Z").pages
            expectFound(last, .loneTotal)
        }
    }

    /// The border between two columns under one spanner is moved, with everything that stands at it.
    @Test func unevenColumnsAreFound() throws {
        // 总额 and 人均 are unlike, and so of different width, until they hold the same figures.
        var table = SampleReport.table()
        for row in table.rows.indices { table.rows[row].cells[3] = table.rows[row].cells[2] }
        let alike = try ReportLayout.layOut(SampleReport.report(table: table, charts: []), theme: Theme(), shaper: shaper, author: "", created: "2026-11-15T00:00:00Z").pages
        var planted = 0
        for (sound, spanner) in [(alike, 3...4), (good, 6...8)] {
            #expect(!found(sound, .unevenColumns))
            for column in spanner.dropLast() {
                for distance in stride(from: -12.0, through: 12, by: 1) where abs(distance) > 2 {
                    var pages = sound
                    let edge = try #require(sound[0].boxes.first { $0.name == "n-c\(column)" }).rect.maxX
                    for index in pages.indices { Self.moveEdge(edge, by: distance, on: &pages[index]) }
                    planted += 1
                    expectFound(pages, .unevenColumns, "column \(column) by \(distance)")
                }
            }
        }
        #expect(planted >= 60)
    }

    private static func moveEdge(_ edge: Double, by distance: Double, on page: inout Page) {
        var shift: [Int: Double] = [:]
        for index in page.boxes.indices where [.cell, .headerCell, .columnNumber].contains(page.boxes[index].kind) {
            if abs(page.boxes[index].rect.maxX - edge) < 0.01 {
                page.boxes[index].rect.width += distance
                shift[index] = distance / 2
            } else if abs(page.boxes[index].rect.x - edge) < 0.01 {
                page.boxes[index].rect.x += distance
                page.boxes[index].rect.width -= distance
                shift[index] = distance / 2
            }
        }
        for index in page.items.indices {
            guard let distance = shift[page.items[index].box], case .text(var run) = page.items[index].content else { continue }
            run.origin.x += distance
            page.items[index] = Item(box: page.items[index].box, .text(run))
        }
    }

    @Test func numbersThatDoNotFitTheirSheetAreFound() throws {
        let options = WorkbookOptions(theme: Theme(), created: "2026-11-15T00:00:00Z", shaper: shaper)
        let numbers = try WorkbookPlanner.plan(SampleReport.report(), options: options).plan.numbers
        func findings(_ numbers: [SheetNumber]) -> [LayoutFinding] { SheetWidthCheck.findings(numbers) }
        let sound = numbers.map(Self.sheetNumber)
        #expect(sound.count > 60 && findings(sound) == [])
        // Columns that are too narrow, numbers that are too long, type that is too large.
        for index in sound.indices {
            var narrow = sound[index], long = sound[index], large = sound[index]
            narrow.columnCharacters = SheetWidthCheck.need(narrow.text, size: narrow.size, isBold: narrow.isBold) - 0.3
            large.size *= large.columnCharacters / SheetWidthCheck.need(large.text, size: large.size, isBold: large.isBold) * 1.05
            while SheetWidthCheck.need(long.text, size: long.size, isBold: long.isBold) <= long.columnCharacters { long.text = "8" + long.text }
            for fault in [narrow, long, large] { #expect(findings([fault]).map(\.rule) == [.predictedHashes], "\(fault)") }
        }
    }

    static func sheetNumber(_ number: PlannedNumber) -> SheetNumber {
        SheetNumber(
            sheet: number.sheet, sheetNumber: number.sheetNumber, cell: number.cell, text: number.text, size: number.size, isBold: number.isBold,
            columnCharacters: number.columnCharacters)
    }
}
