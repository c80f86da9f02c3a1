public import Diagnostics
public import Quantities

/// 编码表: the members of a dimension, dated and with parents; the order of the file is the order of the reports.
public struct CodeTable: Sendable {
    /// `district`, `person-class`
    public var id: String
    public var members: [CodeMember]
    public var origin: SourceRange

    public init(id: String, members: [CodeMember], origin: SourceRange) { self.id = id; self.members = members; self.origin = origin }

    /// All lines of a code: one, or several when its name or parent changed (each with days of its own).
    public func lines(of code: String) -> [CodeMember] { members.filter { $0.code == code } }

    /// The newest line of a code.
    public func member(_ code: String) -> CodeMember? { lines(of: code).max { $0.effective.from < $1.effective.from } }

    /// The line of a code in force on `day`; where there is none, the newest: for names of what is no longer, or not yet, in force.
    public func member(_ code: String, on day: CalendarDate) -> CodeMember? {
        members.first { $0.code == code && $0.effective.contains(day) } ?? member(code)
    }

    public func inForce(on day: CalendarDate) -> [CodeMember] { members.filter { $0.effective.contains(day) } }

    /// Members without children that are in force on `day`, in order: what rows of an interface file may carry.
    public func leaves(on day: CalendarDate) -> [CodeMember] {
        let inForce = inForce(on: day), parents = Set(inForce.compactMap(\.parent))
        return inForce.filter { !parents.contains($0.code) }
    }

    /// The code itself when nothing stands below it on `day`, else all leaves below it, in order.
    public func leafCodes(under code: String, on day: CalendarDate) -> [String] {
        let children = members.filter { $0.parent == code && $0.effective.contains(day) }
        return children.isEmpty ? [code] : children.flatMap { leafCodes(under: $0.code, on: day) }
    }

    /// Days on which a line begins, and days after the last of one, ascending: between two of them nothing changes.
    public var changeDays: [CalendarDate] {
        Set(members.flatMap { [$0.effective.from] + ($0.effective.to.map { [$0.adding(days: 1)] } ?? []) }).sorted()
    }
}

/// A square of a tile map, counted from 1 at the upper left.
public struct TilePlace: Sendable, Hashable {
    public var row: Int
    public var column: Int
    public init(row: Int, column: Int) { self.row = row; self.column = column }
}

public struct CodeMember: Sendable, Hashable {
    public var code: String
    public var name: String
    public var short: String
    public var parent: String?
    public var effective: EffectiveRange
    public var remark: String
    /// Districts: false for one that appears as a row only and gets no report of its own (市本级).
    public var reportsAlone: Bool
    /// Codes that take its place when it ends: 密云县 → 密云区.
    public var successors: [String] = []
    /// Where it stands in a tile map; nil: nowhere.
    public var tile: TilePlace?
    public var origin: SourceRange
    public init(
        code: String, name: String, short: String, parent: String?, effective: EffectiveRange, remark: String = "", reportsAlone: Bool = true, origin: SourceRange
    ) {
        self.code = code; self.name = name; self.short = short; self.parent = parent; self.effective = effective
        self.remark = remark; self.reportsAlone = reportsAlone; self.origin = origin
    }
}
