public import Diagnostics
public import Quantities

/// 口径 as data: a parameter whose value depends on the day, with its legal basis.
public struct CaliberDefinition: Sendable {
    /// `base.lower.pension`
    public var id: String
    public var name: String
    public var unit: Unit
    /// In order of the effective date.
    public var values: [CaliberValue]
    public var origin: SourceRange
    public init(id: String, name: String, unit: Unit, values: [CaliberValue], origin: SourceRange) {
        self.id = id; self.name = name; self.unit = unit; self.values = values; self.origin = origin
    }
}

public struct CaliberValue: Sendable, Hashable {
    /// `to` nil: until the next value.
    public var effective: EffectiveRange
    /// From when on it was known (second time axis); nil: always.
    public var knownFrom: CalendarDate?
    public var value: Amount
    public var evidence: Evidence
    /// Evidence of the effective date, when it is weaker than that of the value.
    public var dateEvidence: Evidence
    /// Legal basis or source: `京人社劳发〔2025〕7号`.
    public var basis: String
    public var origin: SourceRange
    public init(
        effective: EffectiveRange, knownFrom: CalendarDate? = nil, value: Amount, evidence: Evidence, dateEvidence: Evidence? = nil,
        basis: String = "", origin: SourceRange
    ) {
        self.effective = effective; self.knownFrom = knownFrom; self.value = value; self.evidence = evidence
        self.dateEvidence = dateEvidence ?? evidence; self.basis = basis; self.origin = origin
    }
}

/// How well a figure is proven.
public enum Evidence: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Official text or an official page's figure.
    case official
    /// Second-hand copy.
    case secondHand = "second-hand"
    /// Computed from other values.
    case computed
    /// Recalled, not verified: never printed as fact.
    case unverified
    /// Invented for the demo (合成数据).
    case synthetic

    public static func < (a: Evidence, b: Evidence) -> Bool {
        Evidence.allCases.firstIndex(of: a)! < Evidence.allCases.firstIndex(of: b)!
    }
}
