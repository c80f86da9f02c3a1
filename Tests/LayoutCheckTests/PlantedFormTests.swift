import Composition
import Diagnostics
import Layout
import LayoutCheck
import ReportModel
import Scene
import Testing
import TextShaping

/// Faults planted in forms of every shape, on every page, in every kind of text: all are found, named and measured.
@Suite struct PlantedFormTests {
    typealias Rule = LayoutFinding.Rule
    let shaper: PangoTextShaper
    /// Sound pages of random forms.
    let forms: [[Page]]
    let check: LayoutCheck<PangoTextShaper>

    init() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        self.shaper = shaper
        check = LayoutCheck(theme: Theme(), meter: shaper)
        forms = try (UInt64(1)...70).compactMap { seed in
            var random = RandomForms(seed: seed)
            do {
                let sequence = try PageSequence(random.report(), theme: Theme(), shaper: shaper)
                return sequence.count > 5 ? nil : try (0..<sequence.count).map { try sequence.page($0) }
            } catch is DiagnosticsError { return nil }
        }
    }

    /// Plants `fault` at up to `limit` of the places that `places` offers on a page of each form, spread over all of them. Every finding must name
    /// the page, and have an excess if the rule measures one. Answers how many were planted.
    @discardableResult
    private func plant(
        _ rule: Rule, isMeasured: Bool = false, limit: Int = 2, least: Int = 20, _ places: (Page) -> [Int], _ fault: (inout Page, Int) -> Void
    ) -> Int {
        var planted = 0
        for (form, sound) in forms.enumerated() {
            for page in sound.indices {
                let all = places(sound[page]), step = max(1, all.count / limit)
                for place in stride(from: (form + page) % step, to: all.count, by: step).prefix(limit) where planted < 60 {
                    var pages = sound
                    fault(&pages[page], all[place])
                    let found = check.findings(in: pages).filter { $0.rule == rule && $0.page == page + 1 }
                    planted += 1
                    #expect(found.contains { !isMeasured || $0.excess > 0 }, "\(rule) in form \(form), page \(page + 1), at \(all[place])")
                }
            }
        }
        #expect(planted >= least, "\(rule): \(planted)")
        return planted
    }

    private static let kinds: [Box.Kind] = [
        .cell, .stubCell, .headerCell, .columnNumber, .title, .headLine, .notes, .signature, .foot, .chartTitle, .axisLabel, .dataLabel, .legend,
    ]

    /// Items with text of a kind that is wide enough to be seen.
    private func texts(_ kind: Box.Kind, _ page: Page, least: Double = 8) -> [Int] {
        page.items.indices.filter { index in
            guard case .text(let run) = page.items[index].content, page.boxes[page.items[index].box].kind == kind else { return false }
            return ink(run, page).width > least
        }
    }

    private func ink(_ run: TextRun, _ page: Page) -> Rect {
        let ink = shaper.ink(of: page.utf8[run.text], face: run.face, size: run.size)
        let start = run.origin.x + Double(run.glyphs.isEmpty ? 0 : page.glyphs[run.glyphs.lowerBound].x)
        return Rect(x: start + ink.x, y: run.origin.y + ink.y, width: ink.width, height: ink.height)
    }

    private func run(_ item: Item) -> TextRun {
        guard case .text(let run) = item.content else { fatalError("no text") }
        return run
    }

    private func change(_ page: inout Page, _ item: Int, _ body: (inout TextRun) -> Void) {
        var run = run(page.items[item])
        body(&run)
        page.items[item].content = .text(run)
    }

    private func setText(_ text: String, _ page: inout Page, _ item: Int) {
        let old = run(page.items[item])
        page.items[item].content = .text(shaper.append(text.utf8, face: old.face, size: old.size, color: old.color, origin: old.origin, to: &page))
    }

    // MARK: Ink, type and colour, in every kind of text

    @Test func everyKindOfTextIsJudged() {
        for kind in Self.kinds {
            // Note marks may be small, but not below 4.55; three characters meet their own shadow.
            let places = { (page: Page) in self.texts(kind, page, least: kind == .columnNumber ? 3 : 12) }
            func plantAll(_ rule: Rule, isMeasured: Bool = false, _ fault: (inout Page, Int) -> Void) { plant(rule, isMeasured: isMeasured, limit: 1, places, fault) }
            plantAll(.textOverText, isMeasured: true) { page, item in
                var copy = page.items[item]
                copy.content = .text({ var run = run(copy); run.origin.x += 1.5; run.origin.y += 1; return run }())
                page.items.append(copy)
            }
            plantAll(.textOutOfBox, isMeasured: true) { page, item in
                let box = page.boxes[page.items[item].box].rect
                change(&page, item) { $0.origin.y += item.isMultiple(of: 2) ? box.height + 2 : -box.height - 2 }
            }
            plantAll(.belowMinimumSize, isMeasured: true) { page, item in change(&page, item) { $0.size = 4 + Double(item % 20) / 40 } }
            plantAll(.missingGlyph) { page, item in
                let start = page.utf8.count
                page.utf8 += Array(["\u{1F600}", "\u{E000}", "ༀ", "𠮷"][item % 4].utf8)
                let end = page.utf8.count
                change(&page, item) { $0.text = start..<end }
            }
            plantAll(.foreignFace) { page, item in
                var glyphs = Array(page.glyphs[run(page.items[item]).glyphs]), start = page.glyphs.count
                glyphs[item % glyphs.count].id += 1 + UInt32(item % 3)
                page.glyphs += glyphs
                change(&page, item) { $0.glyphs = start..<start + glyphs.count }
                start = 0
            }
            plantAll(.colorOffPalette) { page, item in change(&page, item) { $0.color = Color(0xff0033 + UInt32(item)) } }
        }
    }

    /// Rules lie level, upright and slanted over texts of the form, and axes over texts of charts.
    @Test func rulesOverTextsAreMeasured() {
        for kind in Self.kinds {
            plant(.textOverRule, isMeasured: true, limit: 1, { texts(kind, $0, least: 3) }) { page, item in
                let ink = ink(run(page.items[item]), page), middle = Point(ink.midX, ink.midY)
                let (dx, dy): (Double, Double) = [(40, 0), (0, 30), (20, 20), (25, -12)][item % 4]
                page.items.append(Item(box: 0, .line(
                    from: Point(middle.x - dx, middle.y - dy), to: Point(middle.x + dx, middle.y + dy), width: [0.35, 0.5, 1.2][item % 3], color: Color(Theme().ink), dash: [])))
            }
        }
    }

    /// The excess is what the text must be moved by: level, upright and slanted.
    @Test func overlapsWithRulesAreTrue() throws {
        let sound = forms[0][0], item = try #require(texts(.title, sound).first), ink = ink(run(sound.items[item]), sound)
        for step in 1...24 {
            let deep = Double(step) * 0.2, half = 0.175, slope = 0.5.squareRoot()
            let lines: [(Point, Point)] = [
                (Point(0, ink.maxY - deep + half), Point(600, ink.maxY - deep + half)), (Point(ink.x + deep - half, 0), Point(ink.x + deep - half, 900)),
                // Falls to the right below the lower left corner, `deep` inside.
                (Point(ink.x - 100 + (deep - half) * slope, ink.maxY - 100 - (deep - half) * slope), Point(ink.x + 100 + (deep - half) * slope, ink.maxY + 100 - (deep - half) * slope)),
            ]
            for (index, line) in lines.enumerated() {
                var page = sound
                page.items.append(Item(box: 0, .line(from: line.0, to: line.1, width: 0.35, color: Color(Theme().hair), dash: [])))
                let name = page.boxes[page.items[item].box].name
                let found = check.findings(in: [page]).first { $0.rule == .textOverRule && $0.element.hasPrefix(name + " ") }
                #expect(found.map { abs($0.excess - deep) < 0.01 } ?? false, "\(index): \(deep), found \(found?.excess ?? 0)")
            }
        }
    }

    // MARK: Places

    @Test func inkOutsideItsPlaceIsMeasured() {
        let side = Theme().marginLeft * pointsPerMillimetre, top = Theme().marginTop * pointsPerMillimetre, bottom = Theme().marginBottom * pointsPerMillimetre
        // Texts cross the margins by 1 to 9 pt, at each of the four sides.
        for kind in Self.kinds where kind != .foot {
            plant(.clipped, isMeasured: true, limit: 1, { texts(kind, $0, least: 3) }) { page, item in
                let ink = ink(run(page.items[item]), page), far = Double(1 + item % 9), size = page.size
                change(&page, item) { run in
                    switch item % 4 {
                    case 0: run.origin.x += side - far - ink.x
                    case 1: run.origin.x += size.width - side + far - ink.maxX
                    case 2: run.origin.y += top - far - ink.y
                    default: run.origin.y += size.height - bottom + far - ink.maxY
                    }
                }
            }
        }
        plant(.clipped, isMeasured: true, limit: 1, { texts(.foot, $0) }) { page, item in change(&page, item) { $0.origin.y += 22 } }
        // Rules, fills and dots beyond the paper and beyond the margins.
        plant(.clipped, isMeasured: true, { Array($0.items.indices) }) { page, item in
            let size = page.size, ink = Color(Theme().ink)
            let content: Item.Content = [
                .line(from: Point(side, 200), to: Point(size.width + 4, 200), width: 0.5, color: ink, dash: []), .fill(Rect(x: side - 8, y: 300, width: 60, height: 8), ink),
                .line(from: Point(300, top - 5), to: Point(300, 300), width: 0.5, color: ink, dash: []),
                .path(Path(segments: [.move(Point(200, 300)), .line(Point(260, size.height - bottom + 6)), .line(Point(280, 300)), .close], fill: ink)),
            ][item % 4]
            page.items.append(Item(box: 0, content))
        }
        // Marks beyond their chart.
        plant(.clipped, isMeasured: true, { page in page.boxes.indices.filter { page.boxes[$0].kind == .chart } }) { page, chart in
            let rect = page.boxes[chart].rect
            page.items.append(Item(box: chart, .fill(Rect(x: rect.midX, y: rect.maxY - 10, width: 5, height: 10 + Double(2 + chart % 7)), Color(Theme().palette[chart % 7]))))
        }
    }

    // MARK: Charts

    /// Labels and legends are set over bars, areas, slices, tiles, lines and dots, and measured.
    @Test func labelsAndLegendsOverMarksOfEveryKind() throws {
        var random = RandomCharts(dice: Dice(5)), planted: [String: Int] = [:]
        for kind in RandomCharts.Kind.allCases {
            for number in 1...8 {
                let page = try picture(random.chart(number, kind: kind, data: .usual)), check = LayoutCheck(theme: Theme(), meter: shaper, of: .picture)
                #expect(check.findings(in: [page]) == [], "\(kind) \(number)")
                let marks = page.items.filter { item in
                    let box = page.boxes[item.box]
                    return box.kind == .mark && box.name.contains("/s") && box.rect.width + box.rect.height > 12
                }
                for (rule, kinds) in [(Rule.labelOverMark, [Box.Kind.dataLabel, .axisLabel]), (.legendOverPlot, [.legend])] {
                    let labels = kinds.flatMap { texts($0, page, least: 3) }
                    for (index, mark) in marks.enumerated().prefix(8) where !labels.isEmpty {
                        let label = labels[(index * 7 + number) % labels.count], box = page.boxes[page.items[label].box]
                        guard let middle = Self.middle(mark), box.name.replacing("/v", with: "/s") != page.boxes[mark.box].name else { continue }
                        var faulty = page
                        let ink = ink(run(page.items[label]), page)
                        change(&faulty, label) { $0.origin.x += middle.x - ink.midX; $0.origin.y += middle.y - ink.midY }
                        let found = check.findings(in: [faulty]).filter { $0.rule == rule && $0.element.hasPrefix(box.name + " ") }
                        planted["\(rule) \(kind)", default: 0] += 1
                        #expect(found.contains { $0.excess > 0.25 }, "\(rule) \(kind) \(number): \(box.name) over \(page.boxes[mark.box].name)")
                    }
                }
            }
        }
        for kind in RandomCharts.Kind.allCases { #expect(planted["\(Rule.labelOverMark) \(kind)"] ?? 0 >= 20, "\(kind): \(planted)") }
        #expect(planted.filter { $0.key.hasPrefix("\(Rule.legendOverPlot)") && $0.value >= 20 }.count >= 3, "\(planted)")
    }

    /// The measured overlap of a label with a bar is the true one.
    @Test func overlapsWithMarksAreTrue() throws {
        var random = RandomCharts(dice: Dice(9))
        let page = try picture(random.chart(1, kind: .bars, data: .usual)), check = LayoutCheck(theme: Theme(), meter: shaper, of: .picture)
        let label = try #require(texts(.axisLabel, page, least: 12).first), ink = ink(run(page.items[label]), page), name = page.boxes[page.items[label].box].name
        for step in 2...22 {
            let deep = Double(step) * 0.2
            for rect in [Rect(x: ink.x - 5, y: ink.maxY - deep, width: 100, height: 20), Rect(x: ink.x - 20, y: ink.y - 5, width: 20 + deep, height: 30)] {
                var faulty = page
                faulty.boxes.append(Box(kind: .mark, name: "fig1/s9c9", rect: rect, parent: 1))
                faulty.items.append(Item(box: faulty.boxes.count - 1, .fill(rect, Color(Theme().palette[0]))))
                let found = check.findings(in: [faulty]).first { $0.rule == .labelOverMark && $0.element.hasPrefix(name + " ") }
                #expect(found.map { abs($0.excess - deep) < 0.01 } ?? false, "\(deep), found \(found?.excess ?? 0)")
            }
        }
    }

    /// A point of a line, or the middle of what a mark fills.
    private static func middle(_ mark: Item) -> Point? {
        switch mark.content {
        case .fill(let rect, _): return Point(rect.midX, rect.midY)
        case .path(let path):
            let points = path.segments.compactMap { segment -> Point? in
                switch segment {
                case .move(let point), .line(let point), .curve(_, _, let point): point
                case .close: nil
                }
            }
            if path.stroke != nil, points.count > 1 { return Point((points[0].x + points[1].x) / 2, (points[0].y + points[1].y) / 2) }
            // Of a slice the edge from its middle, of an area one at its upper line.
            return points.count > 2 ? Point((points[0].x + points[1].x) / 2, (points[0].y + points[1].y) / 2) : nil
        default: return nil
        }
    }

    private func picture(_ chart: BuiltChart) throws -> Page {
        var random = RandomForms(seed: 1), report = random.report()
        report.charts = [chart]
        return try ReportLayout.chartPage(chart, of: report, theme: Theme(), shaper: shaper)
    }

    /// Axes of every kind of chart lose ticks and get more of them.
    @Test func tickCountsOfEveryKind() throws {
        var random = RandomCharts(dice: Dice(3)), planted: [String: Int] = [:]
        for kind in [RandomCharts.Kind.bars, .barsAndLine, .lines, .stacked, .stackedShare, .area, .histogram, .waterfall] {
            for number in 1...4 {
                let page = try picture(random.chart(number, kind: kind, data: .usual)), check = LayoutCheck(theme: Theme(), meter: shaper, of: .picture)
                for axis in ["/y", "/right"] {
                    let ticks = page.boxes.indices.filter { page.boxes[$0].name.contains(axis) && page.boxes[$0].kind == .axisLabel && page.boxes[$0].name.last!.isNumber && !page.boxes[$0].name.contains("year") }
                    guard let last = ticks.last else { continue }
                    func expect(_ page: Page, _ what: String) {
                        planted["\(kind)", default: 0] += 1
                        #expect(check.findings(in: [page]).contains { $0.rule == .tickCount }, "\(kind) \(number) \(axis): \(what)")
                    }
                    for keep in 0...1 {
                        var few = page
                        let gone = Set(ticks.filter { (Int(page.boxes[$0].name.drop { !$0.isNumber }.split(separator: "/").last!.drop { !$0.isNumber }) ?? 0) > keep })
                        if gone.count == ticks.count { continue }
                        few.items.removeAll { gone.contains($0.box) }
                        expect(few, "\(keep + 1) ticks")
                    }
                    for count in [9, 12, 30] {
                        var many = page
                        let item = try #require(page.items.first { $0.box == last })
                        many.boxes.append(page.boxes[last])
                        many.boxes[many.boxes.count - 1].name = "fig\(number)\(axis)\(count)"
                        many.items.append(Item(box: many.boxes.count - 1, item.content))
                        expect(many, "\(count + 1) ticks")
                    }
                }
            }
        }
        #expect(planted.values.reduce(0, +) >= 60 && planted.count >= 7, "\(planted)")
    }

    /// In two zones the unit of the line stands in its caption: a caption that is cut off, goes on or is another's does not name it.
    @Test func zonesWithoutUnitAreFound() throws {
        var random = RandomCharts(dice: Dice(11)), planted = 0
        let check = LayoutCheck(theme: Theme(), meter: shaper, of: .picture)
        for number in 1...12 {
            let sound = try picture(random.chart(number, kind: .barsAndLine, data: .usual)), name = "fig\(number)"
            #expect(check.findings(in: [sound]) == [] && !sound.boxes.contains { $0.name == name + "/unit" })
            let item = try #require(sound.items.firstIndex { sound.boxes[$0.box].name == name + "/line" && sound.boxes[$0.box].kind == .legend })
            let caption = String(decoding: sound.utf8[run(sound.items[item]).text], as: UTF8.self), start = try #require(caption.lastIndex(of: "（"))
            var wrong = caption[start...].indices.map { String(caption[..<$0]) } + ["", caption + "。", caption.replacing("）", with: ")")]
            wrong.append(String(caption.dropFirst().dropLast()))
            for text in wrong {
                var page = sound
                setText(text, &page, item)
                planted += 1
                let found = check.findings(in: [page]).filter { $0.rule == .missingFurniture }
                #expect(found.map(\.element) == [name + ": unit"], "\(text)")
            }
            for other in ["/lines", "/bars", "/series0"] {
                var page = sound
                page.boxes[sound.items[item].box].name = name + other
                planted += 1
                #expect(check.findings(in: [page]).contains { $0.rule == .missingFurniture && $0.element == name + ": unit" }, "\(other)")
            }
        }
        #expect(planted >= 100, "\(planted)")
    }

    // MARK: Heads, rows and furniture

    private func boxes(_ kind: Box.Kind) -> (Page) -> [Int] { { page in page.boxes.indices.filter { page.boxes[$0].kind == kind } } }

    /// Head cells whose lower edge is the upper edge of the numbers: not spanners.
    private func leaves(_ page: Page) -> [Int] {
        let numbers = page.boxes.filter { $0.kind == .columnNumber }.map(\.rect.y)
        return page.boxes.indices.filter { place in page.boxes[place].kind == .headerCell && numbers.contains { abs($0 - page.boxes[place].rect.maxY) < 0.5 } }
    }

    @Test func headsThatAreNotWholeAreFound() {
        plant(.missingHeader, leaves) { page, box in page.items.removeAll { $0.box == box } }
        plant(.missingHeader, leaves) { page, box in page.boxes[box].kind = .plot }
        plant(.missingHeader, leaves) { page, box in page.boxes[box].rect.height *= 0.5 }
        plant(.missingHeader, boxes(.columnNumber)) { page, box in page.items.removeAll { $0.box == box } }
        plant(.missingHeader, boxes(.table)) { page, table in
            for box in page.boxes.indices where page.boxes[box].parent == table && page.boxes[box].kind == .headerCell { page.boxes[box].kind = .plot }
        }
        plant(.missingHeader, boxes(.table)) { page, table in
            for box in page.boxes.indices where page.boxes[box].parent == table && page.boxes[box].kind == .columnNumber { page.boxes[box].kind = .plot }
        }
        // The heads of a later page are not those of the first.
        var planted = 0
        for sound in forms where sound.count > 1 && sound[1].boxes.contains(where: { $0.kind == .table }) {
            let continued = Set(sound[0].boxes.filter { $0.kind == .columnNumber }.map(\.name)) == Set(sound[1].boxes.filter { $0.kind == .columnNumber }.map(\.name))
            for item in continued ? Array(texts(.headerCell, sound[1]).prefix(4)) : [] {
                var pages = sound
                setText("错\(planted)", &pages[1], item)
                planted += 1
                #expect(check.findings(in: pages).contains { $0.rule == .missingHeader && $0.page == 2 })
            }
        }
        #expect(planted >= 20, "\(planted)")
    }

    /// Rows end on the next page, lack cells, hold cells of other rows, or come twice.
    @Test func tornRowsAreFound() throws {
        func values(_ page: Page) -> [Int] {
            page.boxes.indices.filter { page.boxes[$0].kind == .cell && !page.boxes[$0].name.hasPrefix("carried") }
        }
        plant(.rowTorn, isMeasured: true, values) { page, box in page.boxes[box].kind = .plot }
        plant(.rowTorn, isMeasured: true, { page in page.boxes.indices.filter { page.boxes[$0].kind == .stubCell && page.boxes[$0].name.hasPrefix("r") && !page.boxes[$0].name.hasSuffix("code") } }) { page, box in
            page.boxes[box].kind = .plot
        }
        plant(.rowTorn, values) { page, box in page.boxes[box].name = "r9999" + page.boxes[box].name }
        var split = 0, twice = 0
        for (form, sound) in forms.enumerated() where sound.count > 1 {
            for page in 1..<sound.count {
                guard let last = values(sound[page - 1]).last, let table = sound[page].boxes.indices.first(where: { sound[page].boxes[$0].kind == .table }) else { continue }
                let row = values(sound[page - 1]).filter { sound[page - 1].boxes[$0].rect.y == sound[page - 1].boxes[last].rect.y }
                for cut in [1, row.count / 2, row.count - 1] where cut > 0 && cut < row.count {
                    var pages = sound
                    for box in row[cut...] {
                        var moved = pages[page - 1].boxes[box]
                        pages[page - 1].boxes[box].kind = .plot
                        (moved.parent, moved.rect.y) = (table, 700)
                        pages[page].boxes.append(moved)
                    }
                    split += 1
                    let found = check.findings(in: pages).filter { $0.rule == .rowTorn }
                    #expect(found.contains { $0.page == page && $0.excess > 0 } && found.contains { $0.page == page + 1 }, "form \(form), page \(page), after \(cut) cells")
                }
                // The last row of a page once more at the head of the next one, over the same columns.
                let line = sound[page - 1].boxes.filter { $0.rect.y == sound[page - 1].boxes[last].rect.y && [.cell, .stubCell].contains($0.kind) }
                guard sound[page - 1].boxes.filter({ $0.kind == .columnNumber }).map(\.name) == sound[page].boxes.filter({ $0.kind == .columnNumber }).map(\.name) else { continue }
                var pages = sound
                pages[page].boxes += line.map { box in
                    var box = box
                    (box.parent, box.rect.y) = (table, 700)
                    return box
                }
                twice += 1
                #expect(check.findings(in: pages).contains { $0.rule == .rowTorn && $0.page == page + 1 && $0.element.contains("also on page \(page)") }, "form \(form), page \(page)")
            }
        }
        #expect(split >= 20 && twice >= 5, "\(split), \(twice)")
    }

    /// All rows but one, set in bold, are gone from a page of a table that has more rows elsewhere.
    @Test func totalsAloneOnAPageAreFound() {
        var planted = 0
        for sound in forms where sound.count > 1 {
            for page in sound.indices {
                for table in sound[page].boxes.indices where sound[page].boxes[table].kind == .table {
                    let boxes = sound[page].boxes, own = boxes.indices.filter { boxes[$0].parent == table && [.cell, .stubCell].contains(boxes[$0].kind) }
                    let rows = Set(own.filter { boxes[$0].kind == .cell && !boxes[$0].name.hasPrefix("carried") }.map { boxes[$0].rect.y }).sorted()
                    let isElsewhere = sound.indices.contains { $0 != page && sound[$0].boxes.contains { $0.kind == .table && $0.name == boxes[table].name } }
                    guard isElsewhere, rows.count > 1, let kept = own.first(where: { boxes[$0].kind == .stubCell && rows.contains(boxes[$0].rect.y) }) else { continue }
                    var pages = sound
                    for box in own where boxes[box].rect.y != boxes[kept].rect.y { pages[page].boxes[box].kind = .plot }
                    for item in pages[page].items.indices where pages[page].items[item].box == kept {
                        if case .text = pages[page].items[item].content { change(&pages[page], item) { $0.face = .heiBold } }
                    }
                    planted += 1
                    #expect(check.findings(in: pages).contains { $0.rule == .loneTotal && $0.page == page + 1 && $0.element.hasPrefix(boxes[kept].name) })
                }
            }
        }
        #expect(planted >= 20, "\(planted)")
    }

    /// Pages with nothing on them, with furniture only, with heads but no row, with boxes but no ink.
    @Test func pagesWithoutContentAreFound() {
        let content: Set<Box.Kind> = [.cell, .stubCell, .heading, .notes, .chart, .chartTitle, .plot, .mark, .axisLabel, .dataLabel, .legend]
        let ways: [(inout Page) -> Void] = [
            { $0 = Page(size: $0.size) }, { page in page.items.removeAll { content.contains(page.boxes[$0.box].kind) } }, { $0.items.removeAll() },
            { page in page.items.removeAll { item in if case .text = item.content { true } else { content.contains(page.boxes[item.box].kind) } } },
            { page in page.items.removeAll { ![.foot, .headLine].contains(page.boxes[$0.box].kind) } },
            { page in for box in page.boxes.indices where content.contains(page.boxes[box].kind) { page.boxes[box].kind = .watermark } },
        ]
        for way in ways.indices {
            plant(.blankPage, limit: 1, { _ in [0] }) { page, _ in ways[way](&page) }
        }
    }

    /// Page numbers that are not this page's, not of so many pages, or not written so.
    @Test func wrongPageNumbersAreFound() {
        var planted = 0
        for sound in forms {
            for page in sound.indices {
                let count = sound.count
                guard let item = sound[page].items.indices.first(where: { index in
                    guard case .text(let run) = sound[page].items[index].content else { return false }
                    return String(decoding: sound[page].utf8[run.text], as: UTF8.self) == "第 \(page + 1) 页 共 \(count) 页"
                }) else {
                    Issue.record("no page number on page \(page + 1)")
                    continue
                }
                for wrong in ["第 \(page + 2) 页 共 \(count) 页", "第 \(page) 页 共 \(count) 页", "第 \(page + 1) 页 共 \(count + 1) 页", "第 \(page + 1) 页", "第 \(page + 1)\(page + 1) 页 共 \(count) 页", "第  页 共 \(count) 页", "\(page + 1) / \(count)"] {
                    var pages = sound
                    setText(wrong, &pages[page], item)
                    planted += 1
                    #expect(check.findings(in: pages).contains { $0.rule == .pageNumber && $0.page == page + 1 }, "\(wrong)")
                }
            }
        }
        #expect(planted >= 100)
    }
}
