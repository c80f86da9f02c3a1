public import Diagnostics
public import Quantities
public import ReportModel

/// One figure that a provider declares.
public struct DeclaredFigure: Sendable {
    public var definition: String
    public var role: CheckDefinition.Role
    public var interface: String
    /// Code; empty: all districts together.
    public var district: String
    public var figure: CheckedFigure
    /// In base units.
    public var value: Amount
    /// One unit of the last place that the table shows, in base units: 100 for 万元 with two decimals.
    public var step: Amount
    public var file: String
    /// `企业养老!C5`
    public var place: String

    public init(
        definition: String, role: CheckDefinition.Role, interface: String, district: String, figure: CheckedFigure, value: Amount, step: Amount, file: String, place: String
    ) {
        self.definition = definition; self.role = role; self.interface = interface; self.district = district; self.figure = figure
        self.value = value; self.step = step; self.file = file; self.place = place
    }

    /// A number of the table in base units, with its last place. Spreadsheets keep 15 digits: a longer number is less exact than it looks.
    static func amounts(_ number: Decimal, unit: Unit, decimals: Int) throws -> (value: Amount, step: Amount) {
        var digits = 0, rest = number.unscaled.magnitude
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        let places = min(decimals, 15 - (digits - number.scale))
        return (try unit.baseValue(number.amount), tenTo(unit.power - places))
    }

    static func tenTo(_ exponent: Int) -> Amount {
        exponent < 0 ? Amount(unscaled: 1, scale: -exponent) : Amount((0..<exponent).reduce(Int128(1)) { value, _ in value * 10 })
    }
}
