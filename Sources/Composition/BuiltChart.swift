public import Quantities
public import ReportModel

/// A chart with its numbers and scales, before layout.
public struct BuiltChart: Sendable {
    public var id: String
    /// `图1`
    public var number: String
    /// `应缴与实缴（2026 年 10 月）`
    public var title: String
    public var kind: ChartDefinition.Kind
    public var unit: Unit
    /// `亿元`; `%，纵轴不从零开始` when the axis does not start at zero.
    public var unitText: String
    public var categories: [BuiltCategory]
    public var series: [BuiltSeries]
    /// Left (or only) axis; for `ranking` the horizontal one.
    public var scale: BuiltScale
    /// Right axis of `bars-and-line`.
    public var secondScale: BuiltScale?
    public var secondUnit: Unit?
    public var secondUnitText: String? { secondUnit?.name }
    public var band: Band?
    public var references: [Reference]
    /// A line across the bars of a ranking.
    public var target: Target?
    /// Ranges of the classes of a tile map, `112—230`, from the lowest; the position of a point is the number of its class.
    public var classes: [String] = []
    /// True when no series has anything to draw.
    public var isEmpty: Bool

    public struct Band: Sendable, Hashable {
        /// Index of the first category inside the band; it reaches to the last one.
        public var firstCategory: Int
        /// Lines of its note: `2026 年 7 月起`, `基数下限 7,270 元`.
        public var lines: [String]
        public init(firstCategory: Int, lines: [String]) { self.firstCategory = firstCategory; self.lines = lines }
    }

    public struct Target: Sendable, Hashable {
        /// On the scale, 0…1.
        public var position: Double
        public var text: String
        public init(position: Double, text: String) { self.position = position; self.text = text }
    }

    /// A vertical line of a histogram.
    public struct Reference: Sendable, Hashable {
        /// In categories from the left edge: 2 is the edge between the second and the third, 1.5 the middle of the second.
        public var place: Double
        public var text: String
        public init(place: Double, text: String) { self.place = place; self.text = text }
    }

    public init(
        id: String, number: String, title: String, kind: ChartDefinition.Kind, unit: Unit, unitText: String, categories: [BuiltCategory],
        series: [BuiltSeries], scale: BuiltScale, secondScale: BuiltScale? = nil, secondUnit: Unit? = nil, band: Band? = nil,
        references: [Reference] = [], target: Target? = nil, isEmpty: Bool
    ) {
        self.id = id; self.number = number; self.title = title; self.kind = kind; self.unit = unit; self.unitText = unitText
        self.categories = categories; self.series = series; self.scale = scale; self.secondScale = secondScale
        self.secondUnit = secondUnit; self.band = band
        self.references = references; self.target = target; self.isEmpty = isEmpty
    }
}

extension BuiltChart {
    /// What a chart says that has nothing to draw: no figure, nothing but zeros, for which any scale would be invented, or an area without a
    /// whole month; nil for all others.
    public var statement: String? {
        guard isEmpty || scale.ticks.isEmpty && secondScale?.ticks.isEmpty ?? true else { return nil }
        let places = series.flatMap { series in series.points.indices.map { (series: series, category: $0) } }
        // A figure without a point: a share of nothing, or part of an area over a month in which another part is missing.
        let pointless = places.count { $0.series.points[$0.category] == nil && $0.series.absences.indices.contains($0.category) && $0.series.absence(at: $0.category) == nil }
        if kind == .area, pointless > 0 { return "数据不全" }
        let figures = places.count { $0.series.points[$0.category] != nil } + pointless
        return figures == 0 ? BuiltTable.emptyText : figures == places.count ? "各项均为 0" : "有数据的各项均为 0"
    }
}

public struct BuiltCategory: Sendable, Hashable {
    /// Short label; the layout may break it over two lines.
    public var label: String
    /// Second line that opens a year in a time axis: label `1`, upper `2026年`, printed `2026 年`; else nil.
    public var year: String?
    /// Small grey text below: `收缴率 96.80%`.
    public var note: String?
    /// What a value of it says beside its figure: `9 月`, `2025 年`; nil where that is the label.
    public var time: String?
    /// A total: in a waterfall its bar stands on zero.
    public var isTotal: Bool
    /// The sum of its parts, above its stack; nil where there is none.
    public var total: String?
    /// Its square in a tile map.
    public var tile: TilePlace?
    public init(label: String, year: String? = nil, note: String? = nil, isTotal: Bool = false) {
        self.label = label; self.year = year; self.note = note; self.isTotal = isTotal
    }
}

public struct BuiltSeries: Sendable, Hashable {
    public enum Mark: String, Sendable { case bar, line }
    /// Why there is no number: printed as the mark that the table has there.
    public enum Absence: String, Sendable, Hashable { case missing, notApplicable = "not-applicable", suppressed }
    public var name: String
    public var mark: Mark
    /// Index into the theme's palette, in order; layouts also give each line its own dash.
    public var paletteIndex: Int
    public var tinted: Bool
    public var usesSecondScale: Bool
    /// One per category; nil where there is no number.
    public var points: [BuiltPoint?]
    /// One per category where the reasons are known; nil where there is a number.
    public var absences: [Absence?] = []
    public init(name: String, mark: Mark, paletteIndex: Int, tinted: Bool, usesSecondScale: Bool, points: [BuiltPoint?]) {
        self.name = name; self.mark = mark; self.paletteIndex = paletteIndex; self.tinted = tinted
        self.usesSecondScale = usesSecondScale; self.points = points
    }
}

extension BuiltSeries {
    /// Why a category has no point; nil where it has one, or where nobody knows.
    public func absence(at category: Int) -> Absence? {
        points[category] == nil && absences.indices.contains(category) ? absences[category] : nil
    }
    public var hasPoints: Bool { points.contains { $0 != nil } }
    /// Of a series without any point: what its last category lacks.
    public var wholeAbsence: Absence? { hasPoints || points.isEmpty ? nil : absence(at: points.count - 1) }
}

public struct BuiltPoint: Sendable, Hashable {
    /// Place on the scale: 0 at its minimum, 1 at its maximum. Geometry only, never printed.
    public var position: Double
    /// Where the mark begins on the scale, for parts that stand on each other; in a pie both are fractions of the whole.
    public var base: Double
    /// Its share of the whole as printed, `45.6%`; in pies and 100 % bars.
    public var share: String?
    /// The figure of the table, same rounding, in the chart's unit.
    public var display: Decimal
    public var text: String
    /// Zero as printed.
    public var isZero: Bool { display.unscaled == 0 }
    public init(position: Double, base: Double = 0, share: String? = nil, display: Decimal, text: String) {
        self.position = position; self.base = base; self.share = share; self.display = display; self.text = text
    }
}

public struct BuiltScale: Sendable, Hashable {
    public var minimum: Amount
    public var maximum: Amount
    /// None where all values are zero or missing.
    public var ticks: [Tick]
    public var startsAtZero: Bool
    /// Position of zero, 0…1; 0 when the scale starts at zero or above.
    public var zeroPosition: Double

    public struct Tick: Sendable, Hashable {
        public var position: Double
        public var text: String
        public init(position: Double, text: String) { self.position = position; self.text = text }
    }

    public init(minimum: Amount, maximum: Amount, ticks: [Tick], startsAtZero: Bool, zeroPosition: Double) {
        self.minimum = minimum; self.maximum = maximum; self.ticks = ticks; self.startsAtZero = startsAtZero; self.zeroPosition = zeroPosition
    }
}
