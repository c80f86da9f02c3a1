public import Diagnostics
public import Quantities

/// 平衡关系: a comparison that the figures of every month must stand before reports go out (`balances/*.yaml`).
public struct BalanceDefinition: Sendable {
    /// `month-over-month`
    public var id: String
    public var name: String
    public var kind: Kind
    /// What a difference without an accepted cause does.
    public var severity: BalanceSeverity
    /// Interfaces that it is about; empty: all.
    public var interfaces: [String]
    /// Dimensions along which it compares, beside the whole: `district`, `class`.
    public var by: [String]
    /// Of month over month: how far a figure may move; the first that fits a figure counts.
    public var limits: [BalanceLimit]
    /// Of month over month: months in which figures move by policy.
    public var policies: [PolicyMonth]
    /// Of a change balance: both sides over measures, `insured = 上月(insured) + joined − left`.
    public var relation: Relation?
    public var origin: SourceRange

    public enum Kind: String, Sendable, CaseIterable {
        /// 与上月比对: rows and every measure against the month before.
        case months
        /// 分项之和等于总数: every dimension and part adds up to the feed's total.
        case parts
        /// 统计等于报表: every printed cell that reads measures equals the summary cells.
        case reports
        /// 明细等于统计: the detail rows counted again equal the summary cells.
        case details
        /// 期末 = 上期 + 新增 − 减少, or another relation between measures.
        case change
        /// 维度不丢失: no orphan key, no member lost, the districts make the city.
        case members
    }

    public struct Relation: Sendable {
        public var left: Expression
        public var right: Expression
        public init(left: Expression, right: Expression) { self.left = left; self.right = right }
    }

    public init(
        id: String, name: String, kind: Kind, severity: BalanceSeverity, interfaces: [String] = [], by: [String] = [], limits: [BalanceLimit] = [],
        policies: [PolicyMonth] = [], relation: Relation? = nil, origin: SourceRange
    ) {
        self.id = id; self.name = name; self.kind = kind; self.severity = severity; self.interfaces = interfaces; self.by = by
        self.limits = limits; self.policies = policies; self.relation = relation; self.origin = origin
    }

    /// A difference can stop the month, by its own severity or that of a limit.
    public var canBlock: Bool { severity == .blocks || limits.contains { $0.severity == .blocks } }

    public func concerns(_ interface: String) -> Bool { interfaces.isEmpty || interfaces.contains(interface) }
}

public enum BalanceSeverity: String, Sendable, CaseIterable {
    /// The month is not published until it is settled.
    case blocks
    case warns
}

/// A figure is out of line when it moves by more than `percent` of last month's and by more than `absolute`.
public struct BalanceLimit: Sendable {
    /// Empty: all interfaces, all measures.
    public var interfaces: [String]
    /// Measure codes; `rows` are the accepted rows.
    public var measures: [String]
    /// Figures of this unit's kind only.
    public var unit: Unit?
    public var percent: Amount
    /// In the base unit (元, 人).
    public var absolute: Amount
    /// In place of the balance's own.
    public var severity: BalanceSeverity?
    public var origin: SourceRange
    public init(
        interfaces: [String] = [], measures: [String] = [], unit: Unit? = nil, percent: Amount, absolute: Amount, severity: BalanceSeverity? = nil,
        origin: SourceRange
    ) {
        self.interfaces = interfaces; self.measures = measures; self.unit = unit; self.percent = percent; self.absolute = absolute
        self.severity = severity; self.origin = origin
    }

    public func fits(interface: String, measure: String, unit figure: Unit) -> Bool {
        (interfaces.isEmpty || interfaces.contains(interface)) && (measures.isEmpty || measures.contains(measure))
            && (unit.map { $0.dimension == figure.dimension } ?? true)
    }
}

/// A month in which figures are known to move, and why.
public struct PolicyMonth: Sendable {
    /// Months of the year, 1…12.
    public var months: [Int]
    public var interfaces: [String]
    public var measures: [String]
    /// `缴费基数年度调整`
    public var reason: String
    public var origin: SourceRange
    public init(months: [Int], interfaces: [String] = [], measures: [String] = [], reason: String, origin: SourceRange) {
        self.months = months; self.interfaces = interfaces; self.measures = measures; self.reason = reason; self.origin = origin
    }

    public func fits(month: Int, interface: String, measure: String) -> Bool {
        months.contains(month) && (interfaces.isEmpty || interfaces.contains(interface)) && (measures.isEmpty || measures.contains(measure))
    }
}
