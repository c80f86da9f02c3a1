/// One accepted row as the loader holds it: typed values per column, without a String or an allocation.
public struct RowView {
    /// Per column: number × 10^decimals, code ordinal, yyyymmdd, 0/1 or yyyymm.
    public let numbers: UnsafePointer<Int64>
    public let isNull: UnsafePointer<Bool>
    /// Per column: the field's bytes as received (text columns).
    public let fields: UnsafePointer<UnsafeRawBufferPointer>

    public init(numbers: UnsafePointer<Int64>, isNull: UnsafePointer<Bool>, fields: UnsafePointer<UnsafeRawBufferPointer>) {
        self.numbers = numbers; self.isNull = isNull; self.fields = fields
    }
}
