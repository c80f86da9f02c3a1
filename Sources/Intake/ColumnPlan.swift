internal import Aggregation
internal import Quantities
internal import ReportModel

/// A column of an interface specification as the inner loop needs it: flat, no strings, no existentials, no reference counts.
struct ColumnPlan {
    enum Kind: UInt8 { case period, text, code, date, logical, number }
    enum Rounding: UInt8 { case reject, halfAway, halfEven, down }

    var kind: Kind
    var required: Bool
    var dateFormat = InterfaceColumn.DateFormat.dashes
    var rounding = Rounding.reject
    /// Characters for text.
    var length = 0
    var integerDigits = 0
    var decimals = 0
    /// Scaled by 10^decimals.
    var minimum = Int64.min
    var maximum = Int64.max
    /// yyyymm of the file.
    var period: Int64 = 0
    var codes: CodeIndex?
    /// Bytes that an empty field is taken for.
    var standIn: UnsafeRawBufferPointer?

    func deallocate() {
        codes?.deallocate()
        standIn?.deallocate()
    }

    /// `encoding` is that of the file.
    static func compile(
        _ specification: InterfaceSpecification, encoding: InterfaceSpecification.Encoding, period: ReportingPeriod, ordinals: CodeOrdinals
    ) throws -> [ColumnPlan] {
        let encoder = try TextConverter(from: .utf8, to: encoding)
        func encode(_ text: String) -> [UInt8] { Array(text.utf8).withUnsafeBytes { encoder.convert($0) } ?? [] }
        return try specification.columns.map { column in
            var plan = try self.plan(column, period: period)
            if case .code(let table) = column.type { plan.codes = CodeIndex(codes: (ordinals.codes[table] ?? []).map(encode)) }
            if let text = column.defaultText {
                let bytes = encode(text), copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
                copy.copyBytes(from: bytes)
                plan.standIn = UnsafeRawBufferPointer(copy)
            }
            return plan
        }
    }

    private static func plan(_ column: InterfaceColumn, period: ReportingPeriod) throws -> ColumnPlan {
        var plan: ColumnPlan
        switch column.type {
        case .period:
            plan = ColumnPlan(kind: .period, required: true)
            plan.period = Int64(period.year * 100 + period.month)
        case .text(let length):
            plan = ColumnPlan(kind: .text, required: column.required)
            plan.length = length
        case .code: plan = ColumnPlan(kind: .code, required: column.required)
        case .date(let format):
            plan = ColumnPlan(kind: .date, required: column.required)
            plan.dateFormat = format
        case .logical: plan = ColumnPlan(kind: .logical, required: column.required)
        case .number(let format):
            plan = ColumnPlan(kind: .number, required: column.required)
            plan.integerDigits = format.integerDigits
            plan.decimals = format.decimals
            plan.rounding = switch format.rounding {
            case nil: .reject
            case .halfAwayFromZero?: .halfAway
            case .halfToEven?: .halfEven
            case .down?: .down
            }
            // Limits whose violation rejects no row are rules; see RulePlan.
            if format.outside == .error {
                plan.minimum = try scaled(format.minimum, format.decimals) ?? .min
                plan.maximum = try scaled(format.maximum, format.decimals) ?? .max
            }
        }
        return plan
    }

    private static func scaled(_ amount: Amount?, _ decimals: Int) throws -> Int64? {
        try amount.flatMap { Int64(exactly: try $0.rounded(toScale: decimals).unscaled) }
    }
}
