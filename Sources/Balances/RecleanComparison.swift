public import Cubes
public import Quantities
public import ReportModel

/// Old and new side by side: every measure of a feed and month for the whole and for each district.
public enum RecleanComparison {
    public struct Figure: Sendable, Hashable {
        public var measure: String
        public var name: String
        /// Nil: the whole.
        public var district: String?
        public var old: Amount
        public var new: Amount
    }

    public static func figures(old: SummaryTable?, new: SummaryTable, measures: [MeasureDefinition], districts: [String]) -> [Figure] {
        var result: [Figure] = []
        for measure in measures where measure.interfaces.contains(new.interface) {
            let whole = figure(measure, old, new, [], [])
            result.append(Figure(measure: measure.code, name: measure.name, district: nil, old: whole.old, new: whole.new))
            guard new.dimensions.contains("district"), isSplit(measure) else { continue }
            for district in districts {
                let pair = figure(measure, old, new, ["district"], [district])
                result.append(Figure(measure: measure.code, name: measure.name, district: district, old: pair.old, new: pair.new))
            }
        }
        return result
    }

    private static func isSplit(_ measure: MeasureDefinition) -> Bool {
        if case .distinct(_, let by) = measure.aggregation { by == ["district"] } else { true }
    }

    private static func figure(_ measure: MeasureDefinition, _ old: SummaryTable?, _ new: SummaryTable, _ dimensions: [String], _ members: [String]) -> (old: Amount, new: Amount) {
        func value(_ table: SummaryTable?) -> Amount { table.map { MonthBalance.figures(measure, $0, dimensions)[members] ?? .zero } ?? .zero }
        return (value(old), value(new))
    }
}
