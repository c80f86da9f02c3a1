/// What a provider's own system says of one person feed and district: the figures of check tables and self-check reports.
/// Money in cents.
struct DeclaredTotals {
    var rows = 0
    /// In the order of the feed's money columns.
    var sums: [Int]
    var payers = 0
    var insured = 0

    init(columns: Int) { sums = [Int](repeating: 0, count: columns) }

    mutating func add(_ row: DeclaredRow) {
        rows += 1
        for index in sums.indices { sums[index] += row.values[index] }
        payers += row.isPayer ? 1 : 0
        insured += row.isInsured ? 1 : 0
    }
}

/// One delivered row as the provider's system holds it.
struct DeclaredRow {
    var district = 0
    var values: [Int] = []
    var isPayer = false
    var isInsured = false
}

extension DeclaredRow {
    /// The row that stands behind a planted one: damage to the file leaves the provider's figures as they were, a wrong amount or one out of
    /// line stands in its system too.
    func behind(_ defect: Defect, row: [UInt8]) -> DeclaredRow {
        var result = self
        let fields = row.split(separator: 124, omittingEmptySubsequences: false)
        func take(_ columns: ClosedRange<Int>) {
            for column in columns { result.values[column] = Int(String(decoding: fields[7 + column].filter { $0 != 46 }, as: UTF8.self)) ?? 0 }
        }
        switch defect {
        case .wrongDue: take(1...1)
        case .wrongPersonalDue: take(2...2)
        case .aboveLimit, .belowLimit: take(0...2)
        case .emptyDefault:
            take(0...2)
            take(10...10)
        default: break
        }
        return result
    }
}
