public import Diagnostics
public import Quantities

/// 度量: what the loader sums or counts for each summary cell while it reads an interface file.
///
/// The same code may be defined several times for different interfaces (insured persons mean something else in each feed).
public struct MeasureDefinition: Sendable {
    public var code: String
    public var name: String
    /// Statistical definition (口径) of `Docs/Calibers.md`: `K02`.
    public var caliber: String?
    public var unit: Unit
    /// Ids of the interface specifications that it is computed from.
    public var interfaces: [String]
    public var aggregation: Aggregation
    /// All must hold for a row to count.
    public var conditions: [MeasureCondition]
    public var overTime: OverTime
    public var origin: SourceRange

    public enum Aggregation: Sendable, Hashable {
        case countRows
        /// Sum of number columns; each is a member of the dimension `part` (empty name: no such dimension).
        case sum([SumPart])
        /// Number of distinct values of a column, for each member of `by` and for the whole; not additive over other dimensions.
        case distinct(column: String, by: [String])
    }

    public struct SumPart: Sendable, Hashable {
        /// Member of the dimension `part`: `unit`, `person`; empty when the measure has one column only.
        public var part: String
        public var column: String
        public init(part: String, column: String) { self.part = part; self.column = column }
    }

    public enum OverTime: String, Sendable, CaseIterable {
        /// Adds up over months.
        case flow
        /// A state at the end of the month: 累计 is refused.
        case stock
    }

    public init(
        code: String, name: String, caliber: String? = nil, unit: Unit, interfaces: [String], aggregation: Aggregation,
        conditions: [MeasureCondition] = [], overTime: OverTime = .flow, origin: SourceRange
    ) {
        self.code = code; self.name = name; self.caliber = caliber; self.unit = unit; self.interfaces = interfaces
        self.aggregation = aggregation; self.conditions = conditions; self.overTime = overTime; self.origin = origin
    }
}

/// A condition on one row of an interface file.
public enum MeasureCondition: Sendable, Hashable {
    /// `status in 1, 2`: the code is one of these or lies below one of these in the code table.
    case member(column: String, codes: [String], origin: SourceRange)
    /// `paid_unit + paid_person > 0`, `base = 口径(base.lower.pension)`: the sum of number columns compared with a value.
    case compare(columns: [String], Comparison, Operand, origin: SourceRange)

    public enum Comparison: String, Sendable, Hashable, CaseIterable { case equal = "=", above = ">", below = "<", atLeast = ">=", atMost = "<=" }
    public enum Operand: Sendable, Hashable {
        case number(Amount)
        /// Value of a caliber in force on the last day of the file's period, times a factor: `口径(wage.reference) × 0.6`.
        case caliber(String, times: Amount)
    }
}
