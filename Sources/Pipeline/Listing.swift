internal import Documents

/// A table for the command line.
public struct Listing: Sendable {
    public var columns: [String]
    public var rows: [[String]]
    /// What there is none of when there are no rows.
    var what = "rows"

    /// Aligned lines below a line of heads, a dash for an empty cell; one line when there are no rows.
    public var lines: [String] {
        if rows.isEmpty { return ["no \(what)"] }
        let table = [columns] + rows.map { row in row.map { $0.isEmpty ? "—" : $0 } }
        var widths = [Int](repeating: 0, count: table.map(\.count).max() ?? 0)
        for row in table {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], consoleWidth(cell)) }
        }
        return table.map { row in
            row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - consoleWidth(cell))
            }.joined(separator: "  ")
        }
    }
}
