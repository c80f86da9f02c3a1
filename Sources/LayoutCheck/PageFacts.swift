/// What the pages of a report must say, from its definition and data: the check compares it with what they do say.
public struct PageFacts: Sendable, Hashable {
    public var title: String
    /// 2026 年 10 月
    public var period: String
    /// 表号：SB-Z02
    public var formNumber: String
    /// 计量单位：人、万元; empty when no column has a unit.
    public var units: String

    public init(title: String, period: String, formNumber: String, units: String) {
        self.title = title; self.period = period; self.formNumber = formNumber; self.units = units
    }
}
