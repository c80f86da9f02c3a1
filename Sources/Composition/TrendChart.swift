public import Quantities
internal import ReportModel

extension BuiltChart {
    /// Lines over months from figures that are given: for documents, whose figures come from no cube. Throws when the range of the
    /// figures is beyond exact arithmetic.
    public static func trend(
        id: String, number: String, title: String, unit: String, months: [ReportingPeriod], lines: [(name: String, values: [Decimal?])]
    ) throws -> BuiltChart {
        let scale = try ScaleBuilder.scale(for: lines.flatMap(\.values).compactMap { $0?.amount }, fromZero: true, whole: Unit.named(unit)?.isCount ?? false)
        let series = lines.enumerated().map { index, line in
            BuiltSeries(
                name: line.name, mark: .line, paletteIndex: index, tinted: false, usesSecondScale: false,
                points: line.values.map { value in value.map { BuiltPoint(position: ScaleBuilder.position(of: $0.amount, on: scale), display: $0, text: $0.text()) } })
        }
        return BuiltChart(
            id: id, number: number, title: title, kind: .lines, unit: .number, unitText: unit, categories: BuiltCategory.months(months), series: series, scale: scale,
            isEmpty: lines.allSatisfy { $0.values.allSatisfy { $0 == nil } })
    }
}

extension BuiltCategory {
    /// Months that follow each other; the first one and each January open a year.
    static func months(_ months: [ReportingPeriod]) -> [BuiltCategory] {
        months.enumerated().map { index, month in
            var category = BuiltCategory(label: String(month.month), year: index == 0 || month.month == 1 ? "\(month.year)年" : nil)
            category.time = (month.year == months.last?.year ? "" : "\(month.year) 年 ") + "\(month.month) 月"
            return category
        }
    }
}
