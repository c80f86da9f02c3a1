internal import Quantities

/// The least that a column is made for, by its unit and decimals alone: a small month, a small district or a missing feed does not
/// narrow it.
enum FigureFloor {
    static func text(_ unit: Unit, decimals: Int) -> String {
        let whole = switch unit.dimension {
        case .money: unit.power == 0 ? "00,000,000" : unit.power <= 4 ? "0,000,000" : "00,000"
        case .moneyPerPerson: "00,000"
        case .persons, .organisations, .occurrences, .months: unit.power == 0 ? "0,000,000" : "0,000"
        case .percent, .percentagePoint: "\u{2212}000"
        case .number: "0,000"
        }
        return decimals > 0 ? whole + "." + String(repeating: "0", count: decimals) : whole
    }
}
