/// A unit of measurement as a type: 万元 and 元 are both money, but a sum may not mix them; the change of a rate is 百分点, not %.
///
/// Inside, every amount is in the base unit of its dimension (元, 人, %): a unit's `scale` only says how it is displayed.
public struct Unit: Sendable, Hashable, CustomStringConvertible {
    public enum Dimension: String, Sendable, Hashable {
        case money, moneyPerPerson, persons, organisations, occurrences, months
        /// A share or rate, counted in %.
        case percent
        /// A difference of two rates, counted in 百分点.
        case percentagePoint
        /// A plain number.
        case number
    }

    /// The name that definitions use and readers see: `万元`.
    public let name: String
    public let dimension: Dimension
    /// Display: value in base units ÷ 10^`power`.
    public let power: Int
    /// Decimals when a column does not say otherwise.
    public let defaultDecimals: Int

    public var description: String { name }

    public static let yuan = Unit(name: "元", dimension: .money, power: 0, defaultDecimals: 2)
    public static let tenThousandYuan = Unit(name: "万元", dimension: .money, power: 4, defaultDecimals: 2)
    public static let hundredMillionYuan = Unit(name: "亿元", dimension: .money, power: 8, defaultDecimals: 2)
    public static let yuanPerPerson = Unit(name: "元/人", dimension: .moneyPerPerson, power: 0, defaultDecimals: 0)
    public static let yuanPerMonth = Unit(name: "元/月", dimension: .moneyPerPerson, power: 0, defaultDecimals: 0)
    public static let person = Unit(name: "人", dimension: .persons, power: 0, defaultDecimals: 0)
    public static let tenThousandPersons = Unit(name: "万人", dimension: .persons, power: 4, defaultDecimals: 2)
    public static let organisation = Unit(name: "户", dimension: .organisations, power: 0, defaultDecimals: 0)
    public static let occurrence = Unit(name: "人次", dimension: .occurrences, power: 0, defaultDecimals: 0)
    public static let month = Unit(name: "月", dimension: .months, power: 0, defaultDecimals: 0)
    public static let percent = Unit(name: "%", dimension: .percent, power: 0, defaultDecimals: 2)
    public static let percentagePoint = Unit(name: "百分点", dimension: .percentagePoint, power: 0, defaultDecimals: 2)
    public static let number = Unit(name: "无", dimension: .number, power: 0, defaultDecimals: 0)

    /// Persons, units, cases one by one: there are no fractions of them.
    public var isCount: Bool {
        switch dimension {
        case .persons, .organisations, .occurrences, .months: power == 0
        case .money, .moneyPerPerson, .percent, .percentagePoint, .number: false
        }
    }

    /// All units that a definition may name.
    public static let all: [Unit] = [
        .yuan, .tenThousandYuan, .hundredMillionYuan, .yuanPerPerson, .yuanPerMonth, .person, .tenThousandPersons,
        .organisation, .occurrence, .month, .percent, .percentagePoint, .number,
    ]

    public static func named(_ name: String) -> Unit? { all.first { $0.name == name } }

    /// The displayed number: `value` is in base units; rounded once, here.
    public func display(_ value: Amount, decimals: Int, _ rule: RoundingRule) throws -> Decimal {
        try value.multiplied(by: Amount(unscaled: 1, scale: power)).rounded(toScale: decimals, rule)
    }

    /// Base units from a number in this unit: 1.5 万元 → 15000.
    public func baseValue(_ number: Amount) throws -> Amount {
        try number.multiplied(by: Amount(powerOfTen(power)))
    }
}

extension Unit.Dimension {
    /// Amounts of these dimensions may be added up over rows.
    public var isAdditive: Bool {
        switch self {
        case .money, .persons, .organisations, .occurrences, .months, .number: true
        case .moneyPerPerson, .percent, .percentagePoint: false
        }
    }
}
