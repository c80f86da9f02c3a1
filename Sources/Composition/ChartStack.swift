internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Where the marks of a chart of parts begin and end: stacked bars and areas, shares, steps of a waterfall.
struct ChartStack {
    struct Mark {
        var start: Amount
        var end: Amount
        var share: String?
    }

    /// Series × categories; nil where there is nothing to draw.
    let marks: [[Mark?]]
    let scale: BuiltScale
    static let mostSlices = 6

    /// `amounts` are series × categories. Throws CMP018 and CMP019.
    init(_ chart: ChartDefinition, amounts: [[Amount?]], categories: [BuiltCategory]) throws {
        switch chart.kind {
        case .pie, .ring: marks = try Self.slices(chart, amounts[0], categories)
        case .waterfall: marks = [try Self.steps(amounts[0], categories)]
        case .stackedShare: marks = try Self.shares(chart, amounts, categories)
        default: marks = try Self.stacks(chart, amounts, categories)
        }
        let ends = marks.flatMap { $0.compactMap { $0 }.flatMap { [$0.start, $0.end] } }
        switch chart.kind {
        case .pie, .ring: scale = try ScaleBuilder.scale(for: [.one], fromZero: true, intervals: 1)
        case .stackedShare: scale = try ScaleBuilder.scale(for: [Amount(100)], fromZero: true)
        default: scale = try ScaleBuilder.scale(for: ends, fromZero: true, whole: chart.unit.isCount)
        }
    }

    /// Positive parts grow up from zero, negative ones down.
    private static func stacks(_ chart: ChartDefinition, _ amounts: [[Amount?]], _ categories: [BuiltCategory]) throws -> [[Mark?]] {
        var marks = [[Mark?]](repeating: Array(repeating: nil, count: categories.count), count: amounts.count)
        for category in categories.indices {
            var top = Amount.zero, bottom = Amount.zero
            // An area over a month without a figure would show a fall that never was.
            if chart.kind == .area, amounts.contains(where: { $0[category] == nil }) { continue }
            for series in amounts.indices {
                guard let amount = amounts[series][category] else { continue }
                if amount.isNegative {
                    if chart.kind == .area { throw negative(chart, series, category, categories) }
                    let end = try bottom.adding(amount)
                    marks[series][category] = Mark(start: bottom, end: end)
                    bottom = end
                } else {
                    let end = try top.adding(amount)
                    marks[series][category] = Mark(start: top, end: end)
                    top = end
                }
            }
        }
        return marks
    }

    private static func shares(_ chart: ChartDefinition, _ amounts: [[Amount?]], _ categories: [BuiltCategory]) throws -> [[Mark?]] {
        var marks = [[Mark?]](repeating: Array(repeating: nil, count: categories.count), count: amounts.count)
        for category in categories.indices {
            let whole = try amounts.reduce(Amount.zero) { try $0.adding($1[category] ?? .zero) }
            var top = Amount.zero
            for series in amounts.indices {
                guard let amount = amounts[series][category] else { continue }
                if amount.isNegative { throw negative(chart, series, category, categories) }
                if whole.isZero { continue }
                let share = try amount.multiplied(by: Amount(100)).divided(by: whole), end = try top.adding(share)
                marks[series][category] = Mark(start: top, end: end, share: try share.rounded(toScale: 1).text() + "%")
                top = end
            }
        }
        return marks
    }

    private static func slices(_ chart: ChartDefinition, _ amounts: [Amount?], _ categories: [BuiltCategory]) throws -> [[Mark?]] {
        if let index = amounts.firstIndex(where: { $0?.isNegative == true }) { throw negative(chart, 0, index, categories) }
        let count = amounts.count { $0.map { !$0.isZero } ?? false }
        if count > mostSlices { throw DiagnosticsError(CompositionDiagnostics.tooManySlices(chart.id, count, at: chart.origin)) }
        let whole = try amounts.reduce(Amount.zero) { try $0.adding($1 ?? .zero) }
        var start = Amount.zero
        return [try amounts.map { amount in
            guard let amount, !amount.isZero else { return nil }
            let share = try amount.divided(by: whole), end = try start.adding(share)
            defer { start = end }
            return Mark(start: start, end: end, share: try share.multiplied(by: Amount(100)).rounded(toScale: 1).text() + "%")
        }]
    }

    /// A total stands on zero; every other step begins where the last one ended.
    private static func steps(_ amounts: [Amount?], _ categories: [BuiltCategory]) throws -> [Mark?] {
        var level = Amount.zero
        return try amounts.enumerated().map { index, amount in
            guard let amount else { return nil }
            let start = categories[index].isTotal ? .zero : level
            level = try start.adding(amount)
            return Mark(start: start, end: level)
        }
    }

    private static func negative(_ chart: ChartDefinition, _ series: Int, _ category: Int, _ categories: [BuiltCategory]) -> DiagnosticsError {
        DiagnosticsError(CompositionDiagnostics.negativePart(chart.id, "\(chart.series[series].name) of \(categories[category].label)", at: chart.origin))
    }
}
