extension Document {
    /// For repositories and mail.
    public var markdown: String {
        var text = "# \(title)\n"
        let line = head.filter { !$0.isEmpty }
        if !line.isEmpty { text += "\n" + line.joined(separator: " · ") + "\n" }
        for block in blocks {
            switch block {
            case .heading(let title, let level): text += "\n\(String(repeating: "#", count: level + 1)) \(title)\n"
            case .paragraph(let paragraph): text += "\n\(paragraph)\n"
            case .table(let table): text += table.markdown
            case .chart, .pageBreak: break
            }
        }
        return mark.isEmpty ? text : text + "\n\(mark)\n"
    }
}

extension DocumentTable {
    fileprivate var markdown: String {
        func line(_ cells: [String]) -> String {
            "| \(cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }.joined(separator: " | ")) |\n"
        }
        let rules = columns.map { column in
            switch column.alignment {
            case .leading: "---"
            case .centre: ":---:"
            case .trailing: "---:"
            }
        }
        let body = rows.isEmpty ? "\n\(empty)\n" : rows.map { line($0.cells.map(\.text)) }.joined()
        return (title.map { "\n**\($0)**\n" } ?? "") + "\n" + line(columns.map(\.title)) + "|\(rules.joined(separator: "|"))|\n" + body
    }
}
