extension Document {
    /// For a terminal: columns aligned, a Han character two places wide.
    public var console: String {
        var text = title + "\n"
        let line = head.filter { !$0.isEmpty }
        if !line.isEmpty { text += line.joined(separator: "   ") + "\n" }
        for block in blocks {
            switch block {
            case .heading(let title, let level): text += level == 1 ? "\n\(title)\n" : "\n  \(title)\n"
            case .paragraph(let paragraph): text += paragraph + "\n"
            case .table(let table): text += table.console
            case .chart, .pageBreak: break
            }
        }
        return mark.isEmpty ? text : text + mark + "\n"
    }
}

extension DocumentTable {
    fileprivate var console: String {
        let lines = [columns.map(\.title)] + rows.map { $0.cells.map { printable($0.text) } }
        let widths = columns.indices.map { column in lines.map { consoleWidth($0[column]) }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { index -> String in
                let space = String(repeating: " ", count: widths[index] - consoleWidth(cells[index]))
                return columns[index].alignment == .trailing ? space + cells[index] : cells[index] + space
            }
            return "  " + padded.joined(separator: "  ").trimmedEnd + "\n"
        }
        let heading = title.map { "  \($0)\n" } ?? ""
        return heading + (rows.isEmpty ? "  \(empty)\n" : lines.map(line).joined())
    }

    private func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "\u{FFFD}" : $0 }))
    }
}

/// Places that a text takes in a terminal: two for Han, full-width signs and their like, one for the rest.
public func consoleWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD: width + 2
        case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: width
        default: width + 1
        }
    }
}

extension String {
    fileprivate var trimmedEnd: String { String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)]) }
}
