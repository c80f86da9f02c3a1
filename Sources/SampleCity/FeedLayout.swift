/// What the generator must know of an interface file's layout; the specification itself stands under ReportDefs/interfaces.
struct FeedLayout {
    struct Field {
        var index: Int
        var name: String
    }
    /// Where defects are planted.
    struct DefectPlaces {
        var key: Field
        var code: Field
        var number: Field
        var text: Field
        var date: Field?
    }

    var prefix: String
    var isGB = false
    /// Money columns whose sums stand in the manifest.
    var sums: [String] = []
    var defects: DefectPlaces?
    var keyText = "period+person"
    /// The specification has rules, whose violations are planted too.
    var hasRules = false

    private static let contribution = ["base", "due_unit", "due_person", "paid_unit", "paid_person", "cleared_unit", "cleared_person", "owed_unit", "owed_person", "backpay", "latefee"]
    private static let contributionDefects = DefectPlaces(
        key: Field(index: 3, name: "person"), code: Field(index: 4, name: "class"), number: Field(index: 7, name: "base"),
        text: Field(index: 5, name: "gender"), date: Field(index: 6, name: "birth"))

    private static func contributions(_ prefix: String, isGB: Bool = false, hasRules: Bool = false) -> FeedLayout {
        FeedLayout(prefix: prefix, isGB: isGB, sums: contribution, defects: contributionDefects, hasRules: hasRules)
    }

    /// A feed with its key in column 2 (0-based), which also takes the broken characters.
    private static func feed(_ prefix: String, key: String = "person", code: Field, number: Field, date: Field? = nil, _ sums: [String]) -> FeedLayout {
        let field = Field(index: 2, name: key)
        return FeedLayout(prefix: prefix, sums: sums, defects: DefectPlaces(key: field, code: code, number: number, text: field, date: date), keyText: "period+\(key)")
    }

    /// In the order of `MonthWriter.Feed`.
    static let all = [
        contributions("YL", isGB: true, hasRules: true), contributions("JG"), contributions("CX"), contributions("SY", isGB: true), contributions("GS"), contributions("YB"),
        FeedLayout(prefix: "DW", isGB: true),
        FeedLayout(prefix: "JJ", sums: ["amount", "budget_initial", "budget_adjusted"]),
        feed("YF", code: Field(index: 3, name: "class"), number: Field(index: 7, name: "basic"), date: Field(index: 4, name: "birth"),
            ["basic", "arrears", "before", "increase", "adj_fixed", "adj_years", "adj_level", "adj_age"]),
        feed("SF", code: Field(index: 4, name: "tier"), number: Field(index: 6, name: "standard"), date: Field(index: 3, name: "birth"),
            ["standard", "due", "paid", "medical", "subsidy"]),
        feed("GF", code: Field(index: 4, name: "class"), number: Field(index: 7, name: "medical"), ["medical", "disability", "death", "other"]),
        feed("GL", key: "unit", code: Field(index: 3, name: "industry"), number: Field(index: 7, name: "base"), ["base", "paid"]),
        feed("CF", code: Field(index: 3, name: "class"), number: Field(index: 6, name: "paid"), ["paid", "subsidy", "basic", "account", "welfare", "other"]),
        feed("ZN", key: "unit", code: Field(index: 3, name: "class"), number: Field(index: 6, name: "base"),
            ["base", "annuity_unit", "annuity_booked", "annuity_person", "pension"]),
        FeedLayout(prefix: "ZJ"),
        FeedLayout(prefix: "YS", sums: ["initial", "adjusted"]),
        FeedLayout(prefix: "YH", isGB: true, sums: ["base", "amount"]),
    ]
}

/// Totals of one unit in a month, in persons and cents.
struct UnitTotals {
    var insured = 0
    var payers = 0
    var base = 0
    var paid = 0
    var active = 0
    var retired = 0
    var annuityBase = 0
    var annuityUnit = 0
    var annuityPerson = 0
    var pension = 0
}
