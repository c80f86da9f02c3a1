internal import Quantities
internal import ReportModel

/// Makes the displayed parts of a column add up to its displayed total by the largest remainder.
enum PartsToTotal {
    /// The total is the first total row, the parts all other rows of level 0 that are no totals. Exact values stay; only
    /// what is displayed moves, by at most one unit of the last place, and each cell records by how much.
    /// False when a part is missing or the parts do not add up to the total exactly.
    static func adjust(column: Int, of table: inout BuiltTable) -> Bool {
        guard let total = table.rows.firstIndex(where: { $0.style == .total }), let shown = table.rows[total].cells[column].display,
            let exactTotal = table.rows[total].cells[column].value.amount
        else { return true }
        let parts = table.rows.indices.filter { $0 != total && table.rows[$0].level == 0 && table.rows[$0].style == .normal && !table.rows[$0].isHidden }
        let unit = table.columns[column].unit, scale = table.columns[column].decimals
        var sum = Amount.zero
        var pieces: [(row: Int, floor: Int128, remainder: Amount)] = []
        for row in parts {
            let cell = table.rows[row].cells[column]
            if cell.value == .notApplicable { continue }
            guard let exact = cell.value.amount, let next = try? sum.adding(exact),
                let scaled = try? exact.multiplied(by: Amount(unscaled: 1, scale: unit.power)).multiplied(by: Amount(powerOfTen(scale)))
            else { return false }
            sum = next
            let floor = floorDivision(scaled)
            guard let remainder = try? scaled.subtracting(Amount(floor)) else { return false }
            pieces.append((row, floor, remainder))
        }
        guard sum == exactTotal, !pieces.isEmpty else { return false }
        distribute(shown.unscaled, over: pieces, scale: scale, column: column, table: &table)
        return true
    }

    private static func distribute(
        _ total: Int128, over pieces: [(row: Int, floor: Int128, remainder: Amount)], scale: Int, column: Int, table: inout BuiltTable
    ) {
        let missing = total - pieces.reduce(0) { $0 + $1.floor }
        let order = pieces.indices.sorted { a, b in
            pieces[a].remainder == pieces[b].remainder ? a < b : pieces[a].remainder > pieces[b].remainder
        }
        for (rank, index) in order.enumerated() {
            let piece = pieces[index]
            let value = Decimal(unscaled: piece.floor + (Int128(rank) < missing ? 1 : 0), scale: scale)
            var cell = table.rows[piece.row].cells[column]
            cell.provenance.adjustment = cell.display.flatMap { Int(exactly: value.unscaled - $0.unscaled) } ?? 0
            cell.display = value
            cell.text = value.text()
            table.rows[piece.row].cells[column] = cell
        }
    }

    private static func floorDivision(_ amount: Amount) -> Int128 {
        let (quotient, remainder) = amount.numerator.quotientAndRemainder(dividingBy: amount.denominator)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private static func powerOfTen(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { value, _ in value * 10 } }
}
