public import Quantities

/// Rows that come as they are with a report, without a warehouse behind them: a label and named numbers each. Packed: a number is
/// nine bytes, a label its UTF-8.
public struct RecordTable: Sendable {
    public var name: String
    public var fields: [String]
    private var labels: [UInt8] = []
    /// Where the label of each record ends.
    private var labelEnds: [UInt32] = []
    private var subtotals: [Bool] = []
    /// Record by record, one for each field.
    private var unscaled: [Int64] = []
    private var scales: [UInt8] = []

    public struct Record: Sendable {
        public var label: String
        public var isSubtotal: Bool
        /// One per field; digits within 64 bits.
        public var values: [Decimal]
        public init(label: String, isSubtotal: Bool, values: [Decimal]) {
            self.label = label; self.isSubtotal = isSubtotal; self.values = values
        }
    }

    public init(name: String, fields: [String], records: [Record] = []) {
        self.name = name
        self.fields = fields
        for record in records {
            for value in record.values { append(Int64(value.unscaled), scale: value.scale) }
            endRecord(label: record.label.utf8, isSubtotal: record.isSubtotal)
        }
    }

    /// Adds the next number of the record that is being added.
    public mutating func append(_ value: Int64, scale: Int) {
        unscaled.append(value)
        scales.append(UInt8(scale))
    }

    /// Completes a record after its numbers, one for each field.
    public mutating func endRecord(label: some Collection<UInt8>, isSubtotal: Bool) {
        labels.append(contentsOf: label)
        labelEnds.append(UInt32(labels.count))
        subtotals.append(isSubtotal)
        precondition(unscaled.count == subtotals.count * fields.count, "a record has one number for each field")
    }

    /// Makes room for records of about `labelLength` bytes of label each.
    public mutating func reserve(records: Int, labelLength: Int) {
        labels.reserveCapacity(records * labelLength)
        labelEnds.reserveCapacity(records)
        subtotals.reserveCapacity(records)
        unscaled.reserveCapacity(records * fields.count)
        scales.reserveCapacity(records * fields.count)
    }

    public var count: Int { subtotals.count }
    public func isSubtotal(_ record: Int) -> Bool { subtotals[record] }
    public func label(_ record: Int) -> String {
        let start = record == 0 ? 0 : Int(labelEnds[record - 1])
        return labels.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[start..<Int(labelEnds[record])]), as: UTF8.self) }
    }
    public func value(_ record: Int, _ field: Int) -> Decimal {
        Decimal(unscaled: Int128(unscaled[record * fields.count + field]), scale: Int(scales[record * fields.count + field]))
    }
    /// The same as `value` without its wide type.
    func number(_ record: Int, _ field: Int) -> (unscaled: Int64, scale: Int) {
        (unscaled[record * fields.count + field], Int(scales[record * fields.count + field]))
    }
}
