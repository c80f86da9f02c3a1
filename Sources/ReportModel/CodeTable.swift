public import Diagnostics
public import Quantities

/// 编码表: the members of a dimension, dated and with parents; the order of the file is the order of the reports.
public struct CodeTable: Sendable {
    /// `district`, `person-class`
    public var id: String
    public var members: [CodeMember]
    public var origin: SourceRange

    public init(id: String, members: [CodeMember], origin: SourceRange) { self.id = id; self.members = members; self.origin = origin }

    public func member(_ code: String) -> CodeMember? { members.first { $0.code == code } }

    /// Members without children that are in force on `day`, in order: what rows of an interface file may carry.
    public func leaves(on day: CalendarDate) -> [CodeMember] {
        let parents = Set(members.compactMap(\.parent))
        return members.filter { !parents.contains($0.code) && $0.effective.contains(day) }
    }

    /// The code itself when it has no children, else all leaves below it, in order.
    public func leafCodes(under code: String) -> [String] {
        let children = members.filter { $0.parent == code }
        return children.isEmpty ? [code] : children.flatMap { leafCodes(under: $0.code) }
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
