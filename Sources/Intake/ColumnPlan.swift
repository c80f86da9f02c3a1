internal import Aggregation
internal import Quantities
internal import ReportModel

/// A column of an interface specification as the inner loop needs it: flat, no strings, no existentials.
struct ColumnPlan {
    enum Kind: UInt8 { case period, text, code, date, logical, number }

    var kind: Kind
    var required: Bool
    /// Characters for text.
    var length = 0
    var codes: CodeIndex?
    var integerDigits = 0
    var decimals = 0
    var rounding: RoundingRule?
    /// Scaled by 10^decimals.
    var minimum = Int64.min
    var maximum = Int64.max
    /// Bytes that an empty field is taken for.
    var defaultBytes: [UInt8]?
    /// yyyymm of the file.
    var period: Int64 = 0

    static func compile(
        _ specification: InterfaceSpecification, period: ReportingPeriod, ordinals: CodeOrdinals
    ) throws -> [ColumnPlan] {
        let encoder = try TextConverter(from: .utf8, to: specification.encoding)
        func encode(_ text: String) -> [UInt8] { Array(text.utf8).withUnsafeBytes { encoder.convert($0) } ?? [] }
        return try specification.columns.map { column in
            var plan: ColumnPlan
            switch column.type {
            case .period:
                plan = ColumnPlan(kind: .period, required: true)
                plan.period = Int64(period.year * 100 + period.month)
            case .text(let length):
                plan = ColumnPlan(kind: .text, required: column.required)
                plan.length = length
            case .code(let table):
                plan = ColumnPlan(kind: .code, required: column.required)
                plan.codes = CodeIndex(codes: (ordinals.codes[table] ?? []).map(encode))
            case .date: plan = ColumnPlan(kind: .date, required: column.required)
            case .logical: plan = ColumnPlan(kind: .logical, required: column.required)
            case .number(let format):
                plan = ColumnPlan(kind: .number, required: column.required)
                plan.integerDigits = format.integerDigits
                plan.decimals = format.decimals
                plan.rounding = format.rounding
                plan.minimum = try scaled(format.minimum, format.decimals) ?? .min
                plan.maximum = try scaled(format.maximum, format.decimals) ?? .max
            }
            plan.defaultBytes = column.defaultText.map(encode)
            return plan
        }
    }

    private static func scaled(_ amount: Amount?, _ decimals: Int) throws -> Int64? {
        try amount.flatMap { Int64(exactly: try $0.rounded(toScale: decimals).unscaled) }
    }
}
