import Composition
import Foundation
import Layout
import Quantities
import ReportModel
import Scene
import Testing
import TextShaping

/// Random charts of every kind, hostile ones too: nothing collides, nothing leaves the chart, the same twice.
@Suite struct ChartLayoutTests {
    static let fonts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fonts").path()

    struct Chance {
        var state: UInt64
        mutating func below(_ bound: Int) -> Int {
            state = state &* 6364136223846793005 &+ 1442695040888963407
            return Int(state >> 33) % max(1, bound)
        }
    }

    static func chart(_ kind: ChartDefinition.Kind, seed: Int) -> BuiltChart {
        var chance = Chance(state: UInt64(seed) &* 977 &+ 13)
        var count = [1, 2, 5, 7, 9, 13, 18, 30][chance.below(kind == .ranking ? 7 : 8)]
        let isSingle = [.ranking, .pie, .ring, .histogram, .waterfall].contains(kind), isPie = kind == .pie || kind == .ring
        if isPie { count = min(6, count) }
        let seriesCount = isSingle ? 1 : kind == .barsAndLine ? 2 : 1 + chance.below(kind == .lines ? 5 : 3)
        let shape = chance.below(5)
        func point(_ category: Int) -> BuiltPoint? {
            if chance.below(8) == 0 { return nil }
            let position = switch shape {
            case 0: Double(chance.below(1000)) / 1000
            case 1: 0.5
            case 2: category == 0 ? 0.95 : 0.01
            case 3: 0.0
            default: 0.9 + Double(chance.below(20)) / 1000
            }
            return BuiltPoint(position: position, display: Decimal(unscaled: 1, scale: 0), text: ["1,296,351.30", "0.00", "−12.5", "98.43", "7"][chance.below(5)])
        }
        let names = ["企业职工基本养老保险", "机关事业养老", "职工医疗（含生育）", "失业", "经济技术开发区", "2026"]
        let categories = (0..<count).map { BuiltCategory(label: count == 13 ? String($0 % 12 + 1) : names[chance.below(6)], year: count == 13 && $0 % 12 == 0 ? "2025年" : nil, note: kind == .bars && seed % 3 == 0 ? "收缴率 96.80%" : nil) }
        var series = (0..<seriesCount).map { index in
            BuiltSeries(
                name: names[index], mark: kind == .lines || (kind == .barsAndLine && index == 1) ? .line : .bar, paletteIndex: index, tinted: index == 0 && seed % 2 == 0 && seriesCount > 1 && kind == .bars,
                usesSecondScale: kind == .barsAndLine && index == 1, points: (0..<count).map(point))
        }
        if seed % 4 > 0 { for index in series.indices { series[index].absences = series[index].points.indices.map { [.missing, .notApplicable, .suppressed][($0 + seed) % 3] } } }
        if [.stacked, .stackedShare, .area, .waterfall, .pie, .ring].contains(kind) { stack(&series, kind: kind, count: count) }
        let references = kind != .histogram ? [] : (0..<(seed % 5)).map {
            BuiltChart.Reference(place: Double(chance.below(count * 2 + 1)) / 2, text: ["下限 7,270", "最低工资 2,540", "社会平均工资 12,116", "上限 36,348"][$0 % 4])
        }
        let ticks = (0...4).map { BuiltScale.Tick(position: Double($0) / 4, text: "\($0 * 5),000") }
        let scale = BuiltScale(minimum: .zero, maximum: Amount(20000), ticks: ticks, startsAtZero: true, zeroPosition: 0)
        return BuiltChart(
            id: "fig1", number: "图1", title: "随机图", kind: kind, unit: .yuan, unitText: "元", categories: categories, series: series, scale: scale,
            secondScale: kind == .barsAndLine ? scale : nil, secondUnit: kind == .barsAndLine ? .percent : nil,
            band: kind == .lines && count > 4 ? .init(firstCategory: count - 3, lines: ["2026 年 7 月起", "缴费基数下限 7,270 元"]) : nil, references: references,
            isEmpty: series.allSatisfy { $0.points.allSatisfy { $0 == nil } })
    }

    /// Puts the marks of a category on top of each other, or the steps of a waterfall one after the other.
    private static func stack(_ series: inout [BuiltSeries], kind: ChartDefinition.Kind, count: Int) {
        let whole = kind == .pie || kind == .ring ? max(1e-9, series[0].points.reduce(0) { $0 + ($1?.position ?? 0) }) : 1
        var level = 0.0
        for category in 0..<count {
            if ![.waterfall, .pie, .ring].contains(kind) { level = 0 }
            for index in series.indices {
                guard var point = series[index].points[category] else { continue }
                let share = kind == .waterfall ? (category % 2 == 0 ? 1 : -1) * point.position * min(1 - level, max(0.05, level)) : point.position / whole / Double(series.count)
                point.base = level
                point.position = min(1, max(0, level + share))
                point.share = "12.3%"
                level = point.position
                series[index].points[category] = point
            }
        }
    }

    @Test(arguments: ChartDefinition.Kind.allCases) func nothingCollides(_ kind: ChartDefinition.Kind) throws {
        let shaper = try PangoTextShaper(fontFolder: Self.fonts), theme = Theme()
        for seed in 0..<120 {
            let chart = Self.chart(kind, seed: seed)
            for size in [Size(380, kind == .ranking ? 260 : 172), Size(760, 240)] {
                let rect = Rect(x: 20, y: 20, width: size.width, height: size.height)
                var page = Page(size: Size(size.width + 40, size.height + 40))
                try ChartLayout.draw(chart, in: rect, theme: theme, shaper: shaper, page: &page, parent: 0)
                let texts = page.boxes.filter { [.dataLabel, .axisLabel, .legend, .chartTitle].contains($0.kind) && $0.rect.width > 0 }
                for (index, a) in texts.enumerated() {
                    #expect(a.rect.x >= rect.x - 0.01 && a.rect.maxX <= rect.maxX + 0.01 && a.rect.maxY <= rect.maxY + 2.5 && a.rect.y >= rect.y - 1, "\(kind) \(seed) \(size): \(a)")
                    for b in texts[(index + 1)...] where a.kind == .dataLabel || b.kind == .dataLabel {
                        #expect(!a.rect.overlaps(b.rect, tolerance: 0.6), "\(kind) \(seed) \(size): \(a.name) \(b.name)")
                    }
                }
                let bars = page.boxes.filter { $0.kind == .mark && $0.name.contains("/s") && kind != .lines }
                for label in texts where label.kind == .dataLabel {
                    for bar in bars where !isInside(label, bar, kind) { #expect(!label.rect.overlaps(bar.rect, tolerance: 0.6), "\(kind) \(seed) \(size): \(label.name) over \(bar.name)") }
                }
                var again = Page(size: page.size)
                try ChartLayout.draw(chart, in: rect, theme: theme, shaper: shaper, page: &again, parent: 0)
                #expect(again.boxes == page.boxes && again.glyphs == page.glyphs)
            }
        }
    }

    /// Values of stacked bars stand inside their own bar; a bar's key in the legend is no bar.
    private func isInside(_ label: Box, _ bar: Box, _ kind: ChartDefinition.Kind) -> Bool {
        guard kind == .stacked || kind == .stackedShare else { return false }
        return bar.name.replacing("/s", with: "/v") == label.name && label.rect.x >= bar.rect.x - 0.6 && label.rect.maxX <= bar.rect.maxX + 0.6
            && label.rect.y >= bar.rect.y - 0.6 && label.rect.maxY <= bar.rect.maxY + 0.6
    }

    /// A photocopy must still tell the series apart: another lightness or another dash.
    @Test func seriesDifferInGrey() throws {
        let shaper = try PangoTextShaper(fontFolder: Self.fonts)
        let seed = try #require((0..<100).first { Self.chart(.lines, seed: $0).categories.count >= 5 })
        var chart = Self.chart(.lines, seed: seed)
        chart.series = (0..<5).map { index in
            BuiltSeries(name: "列\(index)", mark: .line, paletteIndex: index, tinted: false, usesSecondScale: false,
                points: chart.categories.indices.map { BuiltPoint(position: Double($0 % 3 + index) / 8, display: Decimal(unscaled: 1, scale: 0), text: "1") })
        }
        var page = Page(size: Size(600, 300))
        try ChartLayout.draw(chart, in: Rect(x: 0, y: 0, width: 600, height: 300), theme: Theme(), shaper: shaper, page: &page, parent: 0)
        let lines = page.items.compactMap { item -> (Double, [Double])? in
            guard case .path(let path) = item.content, let color = path.stroke else { return nil }
            return (0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue), path.dash)
        }
        #expect(lines.count >= 5)
        for (index, a) in lines.enumerated() { for b in lines[(index + 1)...] { #expect(abs(a.0 - b.0) > 12 || a.1 != b.1) } }
    }

    static func draw(_ chart: BuiltChart, width: Double = 380, height: Double = 172, theme: Theme = Theme()) throws -> Page {
        var page = Page(size: Size(width + 40, height + 40))
        let shaper = try PangoTextShaper(fontFolder: fonts)
        try ChartLayout.draw(chart, in: Rect(x: 20, y: 20, width: width, height: height), theme: theme, shaper: shaper, page: &page, parent: 0)
        return page
    }

    /// A chart of `series` full series over three categories.
    static func full(_ kind: ChartDefinition.Kind, series: Int, tinted: Int? = nil) -> BuiltChart {
        var chart = Self.chart(kind, seed: 3)
        chart.categories = (0..<3).map { BuiltCategory(label: "类\($0)") }
        chart.references = []
        chart.series = (0..<series).map { index in
            BuiltSeries(
                name: "列\(index)", mark: .bar, paletteIndex: index, tinted: index == tinted, usesSecondScale: false,
                points: (0..<3).map { _ in
                    BuiltPoint(position: Double(index + 1) / Double(series), base: kind == .bars ? 0 : Double(index) / Double(series), display: Decimal(unscaled: 1, scale: 0), text: "1")
                })
        }
        chart.isEmpty = false
        return chart
    }

    /// Neighbouring fills, of up to seven series, differ in a photocopy, with a tint at either end too; those of a pie all around.
    @Test(arguments: [ChartDefinition.Kind.bars, .stacked, .stackedShare, .area]) func fillsDifferInGrey(_ kind: ChartDefinition.Kind) throws {
        for count in 2...7 {
            for tinted in [nil, 0, count - 1] {
                let page = try Self.draw(Self.full(kind, series: count, tinted: tinted))
                let greys = (0..<count).compactMap { index in Self.grey(page, "fig1/s\(index)" + (kind == .area ? "from0" : "c0")) }
                #expect(greys.count == count)
                for (a, b) in zip(greys, greys.dropFirst()) { #expect(abs(a - b) >= Theme.fillStep, "\(kind) \(count) \(tinted ?? -1): \(greys)") }
                // In the legend, too, each of up to four is told from all others.
                let sorted = greys.sorted(), least = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.min()!
                #expect(least >= (count > 4 ? 10 : 20), "\(kind) \(count) \(tinted ?? -1): \(greys)")
            }
        }
    }

    @Test(arguments: [ChartDefinition.Kind.pie, .ring], 2...6) func slicesDifferInGrey(_ kind: ChartDefinition.Kind, count: Int) throws {
        var chart = Self.full(kind, series: 1)
        chart.categories = (0..<count).map { BuiltCategory(label: "类\($0)") }
        chart.series[0].points = (0..<count).map {
            BuiltPoint(position: Double($0 + 1) / Double(count), base: Double($0) / Double(count), share: "1%", display: Decimal(unscaled: 1, scale: 0), text: "1")
        }
        let page = try Self.draw(chart), greys = (0..<count).compactMap { Self.grey(page, "fig1/s0c\($0)") }
        for index in greys.indices { #expect(abs(greys[index] - greys[(index + 1) % count]) >= Theme.fillStep, "\(greys)") }
        #expect(greys.count == count)
    }

    /// Lightness of the first fill of a mark.
    private static func grey(_ page: Page, _ name: String) -> Double? {
        page.items.lazy.filter { page.boxes[$0.box].name == name }.compactMap { item -> Double? in
            switch item.content {
            case .fill(_, let color): Theme.lightness(color.rgb)
            case .path(let path): path.fill.map { Theme.lightness($0.rgb) }
            default: nil
            }
        }.first
    }

    @Test func textInSeriesColoursCanBeRead() {
        func luminance(_ color: UInt32) -> Double {
            func linear(_ channel: UInt32) -> Double { channel <= 10 ? Double(channel) / 255 / 12.92 : pow((Double(channel) / 255 + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear(color >> 16 & 255) + 0.7152 * linear(color >> 8 & 255) + 0.0722 * linear(color & 255)
        }
        for color in Theme().palette { #expect(1.05 / (luminance(Theme().textColor(color)) + 0.05) >= 4.5) }
    }

    /// A comma reaches 1.3 points below its baseline: values keep clear of their bars.
    @Test(arguments: [ChartDefinition.Kind.bars, .histogram, .waterfall]) func valuesStandClearOfTheirBars(_ kind: ChartDefinition.Kind) throws {
        let page = try Self.draw(Self.full(kind, series: 1))
        for index in 0..<3 {
            let bar = try #require(page.boxes.first { $0.name == "fig1/s0c\(index)" && $0.rect.height > 0 })
            let baseline = try #require(page.items.lazy.compactMap { item -> Double? in
                guard case .text(let run) = item.content, page.boxes[item.box].name == "fig1/v0c\(index)" else { return nil }
                return run.origin.y
            }.first)
            #expect(baseline <= bar.rect.y - 2.5, "\(kind) \(index)")
        }
    }

    /// A value wider than its mark stays inside the chart at the left and at the right edge, and is not left out for that.
    @Test(arguments: [ChartDefinition.Kind.bars, .barsAndLine, .histogram, .waterfall, .stacked]) func valuesAtTheEdgesStayInside(_ kind: ChartDefinition.Kind) throws {
        for text in ["5,000", "1,296,351.30"] {
            for last in [0, 59] {
                for width in stride(from: 300.0, through: 420, by: 4) {
                    var chart = Self.full(kind, series: kind == .barsAndLine ? 2 : 1)
                    chart.categories = (0..<60).map { BuiltCategory(label: "\($0)") }
                    chart.categories[last].total = text
                    chart.scale.ticks = (0...4).map { BuiltScale.Tick(position: Double($0) / 4, text: "\($0)") }
                    chart.secondScale = kind == .barsAndLine ? chart.scale : nil
                    for index in chart.series.indices {
                        chart.series[index].mark = index == 0 ? .bar : .line
                        chart.series[index].points = (0..<60).map { $0 == last ? BuiltPoint(position: 0.4, display: Decimal(unscaled: 1, scale: 0), text: text) : nil }
                    }
                    let page = try Self.draw(chart, width: width)
                    for name in kind == .stacked ? ["total\(last)"] : kind == .barsAndLine ? ["v0c\(last)", "p\(last)"] : ["v0c\(last)"] {
                        let label = try #require(page.boxes.first { $0.name == "fig1/" + name }, "\(kind) \(text) \(last) \(width)").rect
                        #expect(label.x >= 20 - 1e-6 && label.maxX <= 20 + width + 1e-6, "\(kind) \(text) \(last) \(width): \(label)")
                    }
                }
            }
        }
    }

    /// However close the rows of a ranking are, the comma of its last value, 1.3 points below the baseline, ends inside the chart.
    @Test func valuesOfCloseRowsEndInside() throws {
        for height in stride(from: 470.0, through: 560, by: 3) {
            var chart = Self.full(.ranking, series: 1)
            chart.categories = (0..<60).map { BuiltCategory(label: "类\($0)") }
            chart.series[0].points = (0..<60).map { _ in BuiltPoint(position: 0.4, display: Decimal(unscaled: 1, scale: 0), text: "5,000") }
            let page = try Self.draw(chart, height: height)
            let baselines = page.items.compactMap { item -> Double? in
                guard case .text(let run) = item.content, page.boxes[item.box].name.hasPrefix("fig1/v0c") else { return nil }
                return run.origin.y
            }
            let steps = zip(baselines, baselines.dropFirst()).map { $1 - $0 }
            #expect(baselines.count == 60 && baselines[59] + 1.3 <= 20 + height && steps.max()! - steps.min()! < 1e-6, "\(height)")
        }
    }

    /// A reference line crosses a bar in a casing of white.
    @Test func referenceLinesShowOverBars() throws {
        var histogram = Self.full(.histogram, series: 1), ranking = Self.full(.ranking, series: 1)
        histogram.references = [.init(place: 2, text: "下限 7,270")]
        ranking.target = .init(position: 0.5, text: "时序进度 83.33")
        for chart in [histogram, ranking] {
            let page = try Self.draw(chart)
            let casing = try #require(page.items.firstIndex { if case .line(_, _, let width, .white, _) = $0.content { width > 2.5 } else { false } })
            let line = try #require(page.items.firstIndex { ["fig1/ref0", "fig1/target"].contains(page.boxes[$0.box].name) && page.boxes[$0.box].kind == .mark })
            let bars = page.items.indices.filter { page.boxes[page.items[$0].box].name.hasPrefix("fig1/s0c") }
            #expect(line == casing + 1 && bars.allSatisfy { $0 < casing })
        }
    }

    /// A reference line in the middle of a bar ends at its top.
    @Test func referenceLinesCutNoBar() throws {
        var chart = Self.full(.histogram, series: 1)
        chart.references = [.init(place: 1.5, text: "下限 7,270"), .init(place: 1, text: "最低工资 2,540")]
        chart.series[0].points[1]?.position = 0.4
        let page = try Self.draw(chart), bar = try #require(page.boxes.first { $0.name == "fig1/s0c1" }).rect
        let ends = page.boxes.filter { $0.name.hasPrefix("fig1/ref") && $0.kind == .mark }.map(\.rect.maxY)
        #expect(ends.sorted() == [bar.y, bar.maxY])
    }

    /// The casing of a target hides no tip of a bar that ends within three points of it.
    @Test func targetsLeaveTheTipsOfBars() throws {
        for away in [-0.011, -0.009, -0.004, 0, 0.002, 0.008, 0.0115, 0.1, -0.2] {
            var chart = Self.full(.ranking, series: 1)
            chart.target = .init(position: 0.5, text: "时序进度 83.33")
            chart.series[0].points[1]?.position = 0.5 + away
            let page = try Self.draw(chart), bar = try #require(page.boxes.first { $0.name == "fig1/s0c1" }).rect
            let line = try #require(page.boxes.first { $0.name == "fig1/target" && $0.kind == .mark }).rect
            let casings = page.items.compactMap { item -> ClosedRange<Double>? in
                if case .line(let from, let to, let width, .white, _) = item.content, width > 2.5 { from.y...to.y } else { nil }
            }
            let isNear = abs(bar.maxX - line.x) <= 3
            #expect(casings.contains { $0.overlaps(bar.y...bar.maxY) } != isNear && casings.count == (isNear ? 2 : 1), "\(away)")
            #expect(casings.first?.lowerBound == line.y && casings.last.map { abs($0.upperBound - line.maxY + 0.3) < 1e-9 } == true, "down to the edge of an axis")
        }
    }

    /// Beside the bars that carry values a zero is told, for a place without a bar says nothing; where all are zero, once in the middle.
    @Test func zerosWithoutABarAreTold() throws {
        var chart = Self.full(.bars, series: 2, tinted: 1)
        let zero = BuiltPoint(position: 0, display: Decimal(unscaled: 0, scale: 2), text: "0.00")
        chart.series[1].points[0] = zero
        for index in 0..<2 { chart.series[index].points[1] = zero }
        let page = try Self.draw(chart)
        func label(_ name: String) -> Box? { page.boxes.first { $0.kind == .dataLabel && $0.name == "fig1/\(name)" } }
        func bar(_ name: String) throws -> Rect { try #require(page.boxes.first { $0.kind == .mark && $0.name == "fig1/\(name)" }).rect }
        #expect(label("v0c0") != nil && label("v0c2") != nil && label("v1c2") == nil, "values of the main series")
        #expect(abs(try #require(label("v1c0")).rect.midX - (try bar("s1c0").midX)) < 3)
        let all = try #require(label("v0c1")).rect, middle = try bar("s0c1").maxX
        #expect(label("v1c1") == nil && abs(all.midX - middle) < 0.1, "between both")
    }

    /// The tint of a change of caliber never stands without its note, however many lines cross it.
    @Test func aBandKeepsItsNote() throws {
        for seed in 0..<60 {
            var chart = Self.full(.lines, series: 7)
            var chance = Chance(state: UInt64(seed))
            chart.categories = (0..<13).map { BuiltCategory(label: "\($0)") }
            chart.band = .init(firstCategory: 9, lines: ["2026 年 7 月起", "缴费基数下限 7,270 元"])
            for index in chart.series.indices {
                chart.series[index].mark = .line
                chart.series[index].points = (0..<13).map { _ in BuiltPoint(position: Double(chance.below(100)) / 100, display: Decimal(unscaled: 1, scale: 0), text: "1") }
            }
            let page = try Self.draw(chart)
            let note = try #require(page.boxes.first { $0.name == "fig1/band0" })
            #expect(page.boxes.allSatisfy { $0.name == note.name || $0.rect.width == 0 || ![.dataLabel, .axisLabel].contains($0.kind) || !$0.rect.overlaps(note.rect, tolerance: 0.6) }, "\(seed)")
        }
    }

    /// Values of a line stay in the zone of the line, above the caption of the bars and below its own.
    @Test func valuesStayInTheirZone() throws {
        for seed in 0..<60 {
            let page = try Self.draw(Self.chart(.barsAndLine, seed: seed), height: 200)
            guard let own = page.boxes.first(where: { $0.name == "fig1/line" }), let bars = page.boxes.first(where: { $0.name == "fig1/bars" }) else { continue }
            let ticks = page.boxes.filter { $0.name.hasPrefix("fig1/right") }
            for label in page.boxes where label.name.hasPrefix("fig1/p") && label.rect.width > 0 {
                #expect(label.rect.y >= own.rect.y && label.rect.maxY <= bars.rect.y + 1, "\(seed) \(label)")
            }
            #expect(ticks.count >= 3 || ticks.isEmpty)
        }
    }

    /// So do values of bars, also where two wide ones have to stand above each other.
    @Test(arguments: [2, 3, 4]) func valuesOfBarsStayBelowTheirNames(_ count: Int) throws {
        var chart = Self.full(.barsAndLine, series: count + 1)
        chart.categories = (0..<9).map { BuiltCategory(label: "类\($0)") }
        for index in 0...count {
            chart.series[index].points = (0..<9).map { _ in BuiltPoint(position: 0.97, display: Decimal(unscaled: 1, scale: 0), text: "950,000.00") }
        }
        chart.series[count].mark = .line
        chart.series[count].usesSecondScale = true
        chart.secondScale = chart.scale
        let page = try Self.draw(chart, height: 200), names = try #require(page.boxes.first { $0.name == "fig1/bars0" }).rect
        let values = page.boxes.filter { $0.name.hasPrefix("fig1/v") && $0.rect.width > 0 }
        #expect(!values.isEmpty && values.allSatisfy { $0.rect.y > names.midY }, "\(values.map(\.rect.y)) \(names)")
    }

    /// Ticks of the line keep apart, however low its zone is, and the lowest and the highest one are always there.
    @Test func ticksOfLowZonesKeepApart() throws {
        for height in stride(from: 110.0, through: 240, by: 5) {
            for count in 2...3 {
                var chart = Self.full(.barsAndLine, series: 2)
                chart.series[1].mark = .line
                chart.secondScale = chart.scale
                chart.secondScale?.ticks = (0...count).map { BuiltScale.Tick(position: Double($0) / Double(count), text: "\($0)") }
                let ticks = try Self.draw(chart, height: height).boxes.filter { $0.name.hasPrefix("fig1/right") }
                #expect(ticks.first?.name == "fig1/right0" && ticks.last?.name == "fig1/right\(count)", "\(height) \(count)")
                #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.rect.y - $1.rect.y >= 12 - 1e-6 }, "\(height) \(count) \(ticks.map(\.rect.y))")
            }
        }
    }

    /// The value of the highest mark, or the total above it, stands clear of the legend and of the unit on the title's line.
    @Test(arguments: [6.5, 7.5, 9]) func theHighestValueStandsClear(size: Double) throws {
        var theme = Theme(), stack = Self.full(.stacked, series: 3), histogram = Self.full(.histogram, series: 1), bars = Self.full(.bars, series: 1)
        theme.minimumSize = size
        for index in 0..<3 { stack.categories[index].total = "3,002" }
        for index in 0..<3 {
            histogram.series[0].points[index]?.position = 1
            bars.series[0].points[index]?.position = 1
        }
        for (chart, value) in [(stack, "total2"), (histogram, "v0c2"), (bars, "v0c2")] {
            let page = try Self.draw(chart, theme: theme), label = try #require(page.boxes.first { $0.name == "fig1/" + value }).rect
            let above = page.boxes.filter { $0.kind == .legend || $0.kind == .chartTitle || $0.name == "fig1/unit" }.map(\.rect.maxY).max()!
            #expect(label.y - above > 5.9, "\(chart.kind) \(size): \(label.y - above)")
        }
    }

    /// Names of series stand at least twelve points beside any value of their height: closer, the value would read as theirs.
    @Test func namesStandClearOfValues() throws {
        var inside = 0
        for first in stride(from: 0.05, through: 1, by: 0.05) {
            for width in [240.0, 330, 380, 500] {
                var chart = Self.full(.bars, series: 2, tinted: 1)
                chart.categories = (0..<5).map { BuiltCategory(label: "类\($0)") }
                for index in 0...1 {
                    chart.series[index].points = (0..<5).map {
                        BuiltPoint(position: $0 == 0 ? first : 0.1 * Double($0), display: Decimal(unscaled: 1, scale: 0), text: "45,713.82")
                    }
                }
                let page = try Self.draw(chart, width: width)
                let names = page.boxes.filter { $0.name.hasPrefix("fig1/series") || $0.name.hasPrefix("fig1/key") }.map(\.rect)
                let values = page.boxes.filter { $0.kind == .dataLabel && $0.rect.width > 0 }.map(\.rect)
                #expect(names.count == 4)
                if Set(names.map(\.x)).count == 2 { inside += 1 }
                for (name, value) in names.flatMap({ name in values.map { (name, $0) } }) where value.y < name.maxY && value.maxY > name.y {
                    #expect(name.x - value.maxX >= 12 || value.x - name.maxX >= 12, "\(first) \(width)")
                }
            }
        }
        #expect(inside > 40)
    }

    /// Labels of categories break between words, before the word for the kind of place; a name is broken only where it fits nowhere.
    @Test(arguments: [
        ("临空经济区", ["临空", "经济区"]), ("经济技术开发区", ["经济", "技术", "开发区"]), ("滨海新区", ["滨海", "新区"]), ("企业职工养老", ["企业", "职工", "养老"]),
        ("工伤保险费", ["工伤", "保险费"]), ("离退休人员", ["离退休", "人员"]), ("职工（含生育）", ["职工", "（含生育）"]), ("石景山区", ["石景山", "区"]),
    ]) func labelsBreakBetweenWords(_ label: String, words: [String]) throws {
        var chart = Self.full(.stacked, series: 2)
        chart.categories = (0..<9).map { BuiltCategory(label: $0 == 4 ? label : "东城") }
        for index in 0...1 { chart.series[index].points = Array(repeating: chart.series[index].points[0], count: 9) }
        // Between words, as the number of characters before each break.
        let breaks = Set(words.reduce(into: [0]) { $0.append($0.last! + $1.count) })
        for width in stride(from: 250.0, through: 600, by: 5) {
            let texts = Self.texts(try Self.draw(chart, width: width))
            let lines = (0..<4).compactMap { texts["fig1/x4.\($0)"] }, ends = lines.reduce(into: [0]) { $0.append($0.last! + $1.count) }
            #expect(lines.isEmpty || lines.joined() == label)
            // Narrower than the longest word at the floor of type, nothing fits.
            let slot = (width - 30) / 9, longest = Double(words.map(\.count).max()!) * 6.5
            if slot - 7 > longest { #expect(breaks.isSuperset(of: ends), "\(width) \(lines)") }
        }
    }

    /// Numbers between blanks stay with what they count: 第 1 季.
    @Test(arguments: ["第 1 档", "满 15 年", "截至 6 月", "男 60 岁", "第 3 批", "2025 年第 1 季度", "年 1 月", "第 1 档第 2 级"]) func labelsWithNumbersBreak(_ label: String) throws {
        var chart = Self.full(.stacked, series: 2)
        chart.title = label + label
        chart.categories = (0..<9).map { _ in BuiltCategory(label: label) }
        for index in 0...1 { chart.series[index].points = Array(repeating: chart.series[index].points[0], count: 9) }
        for width in stride(from: 60.0, through: 500, by: 5) {
            let texts = Self.texts(try Self.draw(chart, width: width)), lines = (0..<9).compactMap { texts["fig1/x8.\($0)"] }
            #expect(lines.joined().filter { $0 != " " } == label.filter { $0 != " " }, "\(width) \(lines)")
        }
    }

    /// Names stay whole a little smaller rather than broken: 石景山区 in a slot of 34 points.
    @Test func labelsAreSetSmallerRatherThanTorn() throws {
        var chart = Self.full(.stacked, series: 2)
        chart.categories = (0..<9).map { BuiltCategory(label: $0 == 4 ? "石景山区" : "东城") }
        for index in 0...1 { chart.series[index].points = Array(repeating: chart.series[index].points[0], count: 9) }
        let sizes = try stride(from: 320.0, through: 400, by: 2).map { width -> (size: Double, lines: Int) in
            let page = try Self.draw(chart, width: width)
            let runs = page.items.compactMap { item -> Double? in
                if case .text(let run) = item.content, page.boxes[item.box].name.hasPrefix("fig1/x4") { run.size } else { nil }
            }
            return (runs.first ?? 0, runs.count)
        }
        #expect(sizes.first?.lines == 2 && sizes.contains { $0 == (Theme().minimumSize, 1) } && sizes.last! == (Theme().noteSize, 1), "\(sizes)")
    }

    /// Totals stand above all stacks or none, and nothing white eats thin segments.
    @Test func stacksCarryTheirTotals() throws {
        var chart = Self.full(.stacked, series: 3)
        for index in 0..<3 { chart.categories[index].total = "1,234" }
        let wide = try Self.draw(chart)
        #expect((0..<3).allSatisfy { index in wide.boxes.contains { $0.name == "fig1/total\(index)" } })
        for index in 0..<3 { chart.categories[index].total = "1,234,567,890,123,456,789,012,345" }
        let narrow = try Self.draw(chart, width: 200)
        #expect((0..<3).allSatisfy { index in narrow.boxes.contains { $0.name == "fig1/total\(index).dropped" } })
        var thin = Self.full(.stacked, series: 2)
        thin.series[0].points[0]?.position = 0.005
        thin.series[1].points[0]?.base = 0.005
        let segment = try #require(try Self.draw(thin).boxes.first { $0.name == "fig1/s0c0" })
        let plot = try #require(try Self.draw(thin).boxes.first { $0.name == "fig1/s1c0" }).rect
        #expect(abs(segment.rect.height - 0.005 * (plot.height + segment.rect.height)) < 0.01)
    }

    /// The column at the right is of the latest values: a value of an earlier month stands at its own point and says its month.
    @Test func oldValuesSayWhenTheyWere() throws {
        for height in [110.0, 172, 240] {
            for first in stride(from: 0.05, through: 0.95, by: 0.1) {
                for second in stride(from: 0.05, through: 0.95, by: 0.15) {
                    var chart = Self.full(.lines, series: 2)
                    chart.categories = (1...13).map { BuiltCategory(label: "\($0)") }
                    chart.band = nil
                    chart.categories[11].time = "9 月"
                    for (index, position) in [first, second].enumerated() {
                        chart.series[index].mark = .line
                        chart.series[index].points = (0..<13).map { $0 == 12 && index == 0 ? nil : BuiltPoint(position: position, display: Decimal(unscaled: 1, scale: 0), text: "97.5\(index)") }
                    }
                    let page = try Self.draw(chart, height: height), texts = Self.texts(page)
                    #expect(texts["fig1/end0"] == "列0 97.50（9 月）" && texts["fig1/end1"] == "列1 97.51")
                    let old = try #require(page.boxes.first { $0.name == "fig1/end0" }).rect, end = try #require(page.boxes.first { $0.name == "fig1/s0.0" }).rect
                    let away = max(0, old.x - end.maxX, end.maxX - old.maxX)
                    #expect(away < 8 && abs(old.midY - end.midY) < 28, "\(height) \(first) \(second): \(old) beside \(end)")
                }
            }
        }
    }

    /// In place of a bar that is not there stands the mark that the table has, in grey above the base line.
    @Test(arguments: [ChartDefinition.Kind.bars, .stacked, .ranking, .barsAndLine, .histogram, .waterfall]) func whatIsNotThereIsMarked(_ kind: ChartDefinition.Kind) throws {
        for (absence, mark) in [(BuiltSeries.Absence.missing, "缺"), (.notApplicable, "—"), (.suppressed, "*")] {
            for count in 1...3 where count == 1 || [.bars, .stacked, .barsAndLine].contains(kind) {
                var chart = Self.full(kind, series: count + (kind == .barsAndLine ? 1 : 0))
                chart.secondScale = kind == .barsAndLine ? chart.scale : nil
                if kind == .barsAndLine { chart.series[count].mark = .line }
                let names = kind == .stacked ? ["absent0c1"] : (0..<count).map { "absent\($0)c1" } + (kind == .barsAndLine ? ["absentp1"] : [])
                for index in chart.series.indices {
                    chart.series[index].points[1] = nil
                    chart.series[index].absences = [nil, absence, nil]
                }
                let page = try Self.draw(chart, height: 200), texts = Self.texts(page)
                #expect(names.allSatisfy { texts["fig1/" + $0] == mark } && texts.values.count { $0 == mark } == names.count, "\(kind) \(count) \(texts)")
                let rects = names.map { name in page.boxes.first { $0.name == "fig1/" + name }?.rect ?? Rect(x: 0, y: 0, width: 0, height: 0) }
                let neighbours = [0, 2].compactMap { category in page.boxes.first { $0.name == "fig1/s0c\(category)" }?.rect }
                if kind == .ranking { continue }
                #expect(abs(rects[0].maxY - neighbours.map(\.maxY).max()!) < 3 && zip(rects.prefix(count), rects.prefix(count).dropFirst()).allSatisfy { $0.maxX < $1.x }, "\(kind) \(count)")
                #expect(page.items.allSatisfy { item in
                    if case .text(let run) = item.content, page.boxes[item.box].name.hasPrefix("fig1/absent") { run.color == Color(Theme().grey) } else { true }
                })
            }
        }
    }

    /// A part that is not known is marked above its stack, which is not the whole; one that does not apply is no part.
    @Test func stacksWithoutAPartSaySo() throws {
        for (absence, mark) in [(BuiltSeries.Absence.missing, "缺"), (.suppressed, "*"), (.notApplicable, nil)] {
            var chart = Self.full(.stacked, series: 3)
            chart.series[2].points[1] = nil
            chart.series[2].absences = [nil, absence, nil]
            let page = try Self.draw(chart), stack = try #require(page.boxes.first { $0.name == "fig1/s1c1" }).rect
            #expect(Self.texts(page)["fig1/absent0c1"] == mark)
            if mark != nil { #expect(page.boxes.contains { $0.name == "fig1/absent0c1" && $0.rect.maxY < stack.y }) }
        }
        var chart = Self.full(.stacked, series: 2)
        chart.series[1].points = [nil, nil, nil]
        chart.series[1].absences = [.missing, .missing, .missing]
        let texts = Self.texts(try Self.draw(chart))
        #expect(texts.values.contains("列1 缺") && !texts.keys.contains { $0.contains("absent") }, "of a whole series the legend says it once")
    }

    /// In the zone of the line, above its lowest tick, not between the zones.
    @Test func aMissingPointOfTheLineIsMarkedInItsZone() throws {
        for height in [120.0, 172, 260] {
            var chart = Self.full(.barsAndLine, series: 2)
            (chart.series[1].mark, chart.series[1].usesSecondScale) = (.line, true)
            (chart.secondScale, chart.secondUnit) = (chart.scale, .percent)
            chart.series[1].points[1] = nil
            chart.series[1].absences = [nil, .missing, nil]
            let page = try Self.draw(chart, height: height)
            func rect(_ name: String) -> Rect? { page.boxes.first { $0.name == "fig1/\(name)" }?.rect }
            let mark = try #require(rect("absentp1")), tick = try #require(rect("right0"))
            #expect(mark.maxY <= tick.maxY + 2.5 && mark.width > 0, "\(height)")
        }
    }

    /// A series without a figure keeps its place, and the other one carries the values.
    @Test func aSeriesWithoutFiguresKeepsItsName() throws {
        for kind in [ChartDefinition.Kind.bars, .stacked, .lines] {
            var chart = Self.full(kind, series: 2)
            chart.band = nil
            for index in 0...1 where kind == .lines { chart.series[index].mark = .line }
            chart.series[1].points = [nil, nil, nil]
            chart.series[1].absences = [.notApplicable, .notApplicable, .notApplicable]
            let texts = Self.texts(try Self.draw(chart))
            #expect(texts.values.contains("列1 —") && texts.values.contains(kind == .lines ? "列0 1" : "列0"), "\(kind) \(texts)")
            if kind == .bars { #expect((0..<3).allSatisfy { texts["fig1/v0c\($0)"] == "1" }) }
        }
    }

    /// What is written in each box.
    static func texts(_ page: Page) -> [String: String] {
        var found: [String: String] = [:]
        for item in page.items { if case .text(let run) = item.content { found[page.boxes[item.box].name, default: ""] += String(decoding: page.utf8[run.text], as: UTF8.self) } }
        return found
    }

    @Test func monthsOfPanelsAreWrittenInFull() throws {
        var chart = Self.full(.smallMultiples, series: 2)
        for index in chart.series.indices { chart.series[index].mark = .line }
        chart.categories = [BuiltCategory(label: "12", year: "2025年"), BuiltCategory(label: "1", year: "2026年"), BuiltCategory(label: "2")]
        let text = String(decoding: try Self.draw(chart).utf8, as: UTF8.self)
        #expect(text.contains("2025 年 12 月") && text.contains("2026 年 2 月"))
    }

    /// A zone without a figure says so and has no scale, as a whole chart does.
    @Test func emptyZonesSaySo() throws {
        for zone in 0...1 {
            var chart = Self.full(.barsAndLine, series: 2)
            chart.secondScale = chart.scale
            chart.series[1].mark = .line
            chart.series[zone].points = [nil, nil, nil]
            let texts = Self.texts(try Self.draw(chart, height: 200))
            #expect(texts[zone == 0 ? "fig1/emptyBars" : "fig1/empty"] == "本期无数据")
            #expect(texts.keys.contains { $0.hasPrefix("fig1/y") } == (zone == 1) && texts.keys.contains { $0.hasPrefix("fig1/right") } == (zone == 0))
        }
    }

    /// A zone of nothing but zeros, which has no scale, is low: the other one has its height.
    @Test func zonesWithoutAScaleAreLow() throws {
        for zone in 0...1 {
            var chart = Self.full(.barsAndLine, series: 2)
            chart.secondScale = chart.scale
            chart.series[1].mark = .line
            chart.series[zone].points = (0..<3).map { _ in BuiltPoint(position: 0, display: Decimal(unscaled: 0, scale: 0), text: "0") }
            if zone == 0 { chart.scale.ticks = [] } else { chart.secondScale?.ticks = [] }
            let page = try Self.draw(chart, height: ChartLayout.preferredHeight(chart, width: 380, theme: Theme())), texts = Self.texts(page)
            let line = try #require(page.boxes.first { $0.name == "fig1/line" }).rect, bars = try #require(page.boxes.first { $0.name == "fig1/bars" }).rect
            let base = try #require(page.boxes.first { $0.name == "fig1/x0.0" }).rect.y
            #expect((0..<3).allSatisfy { texts[zone == 0 ? "fig1/v0c\($0)" : "fig1/p\($0)"] == "0" })
            #expect(zone == 0 ? base - bars.maxY < 40 && bars.y - line.maxY > 50 : bars.y - line.maxY < 40 && base - bars.maxY > 50, "\(zone) \(line) \(bars) \(base)")
        }
    }

    /// A chart without a figure says so, one of nothing but zeros too: both have no scale. Low or high, what it says stays inside.
    @Test(arguments: ChartDefinition.Kind.allCases) func chartsWithNothingToDrawSaySo(_ kind: ChartDefinition.Kind) throws {
        let missing = BuiltSeries.Absence.missing, zero = BuiltPoint(position: 0, display: Decimal(unscaled: 0, scale: 0), text: "0")
        let cases: [(points: [BuiltPoint?], absences: [BuiltSeries.Absence?], text: String)] = [
            ([nil, nil, nil], [missing, missing, missing], "本期无数据"), ([nil, nil, nil], [], "本期无数据"), ([zero, zero, zero], [nil, nil, nil], "各项均为 0"),
            ([zero, nil, zero], [nil, missing, nil], "有数据的各项均为 0"), ([nil, nil, nil], [nil, nil, nil], kind == .area ? "数据不全" : "各项均为 0"),
        ]
        for one in cases {
            var chart = Self.full(kind, series: 1)
            chart.title = "机关事业单位基本养老保险参保人数，在职与退休，各区县及市本级"
            chart.scale.ticks = []
            chart.secondScale = kind == .barsAndLine ? chart.scale : nil
            chart.series[0].points = one.points
            chart.series[0].absences = one.absences
            chart.isEmpty = one.points.allSatisfy { $0 == nil }
            for (width, height) in [(500.0, 300.0), (380, ChartLayout.preferredHeight(chart, width: 380, theme: Theme())), (150, 50)] {
                let page = try Self.draw(chart, width: width, height: height), texts = Self.texts(page)
                #expect(texts["fig1/empty"] == one.text && texts["fig1/unit"] != nil && !texts.keys.contains { $0.hasPrefix("fig1/y") || $0.hasPrefix("fig1/v") }, "\(kind) \(texts)")
                let frames = page.boxes.filter { [.chartTitle, .axisLabel, .dataLabel].contains($0.kind) }.map(\.rect)
                #expect(frames.allSatisfy { $0.y > 19.99 && $0.maxY <= 20 + height && $0.maxX <= 20.01 + width }, "\(kind) \(frames)")
            }
        }
    }
}
