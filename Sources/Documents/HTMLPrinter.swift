extension Document {
    /// One file for screen and print, without a script or anything from outside.
    public var html: String {
        let line = head.filter { !$0.isEmpty }
        let top = line.isEmpty ? "" : "<div class=\"head\">\(line.map { "<span>\(escaped($0))</span>" }.joined())</div>\n"
        let body = blocks.map { block in
            switch block {
            case .heading(let text, let level): "<h\(level + 1)>\(escaped(text))</h\(level + 1)>\n"
            case .paragraph(let text): "<p>\(escaped(text))</p>\n"
            case .table(let table): table.html
            case .chart: ""
            case .pageBreak: "<div class=\"break\"></div>\n"
            }
        }.joined()
        return """
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>\(escaped(title))</title><style>
            \(Self.style)
            </style></head><body>
            <h1>\(escaped(title))</h1>
            \(top)\(body)\(mark.isEmpty ? "" : "<p class=\"mark\">\(escaped(mark))</p>\n")</body></html>

            """
    }

    private static let style = """
        @page { size: A4 landscape; margin: 18mm 16mm; }
        body { font: 10.5pt/1.5 "Gazette Hei", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 265mm; margin: 2em auto; padding: 0 1em; color: #1a1a1a; }
        h1 { font: 600 17pt/1.4 "Gazette Song", "Noto Serif CJK SC", "Songti SC", SimSun, serif; text-align: center; }
        h2 { font-size: 12pt; margin: 1.6em 0 .5em; break-after: avoid; } h3 { font-size: 10.5pt; margin: 1.2em 0 .4em; break-after: avoid; }
        .head { display: flex; justify-content: space-between; color: #5c6670; margin-bottom: .6em; } .mark { color: #5c6670; }
        table { border-collapse: collapse; width: 100%; border-block: 1.2pt solid #1a1a1a; margin: .4em 0 1em; } caption { text-align: left; font-weight: 600; padding: .3em 0; }
        th, td { padding: 2.5pt 6pt; text-align: left; vertical-align: top; border-bottom: .4pt solid #9aa3ab; }
        th { font-weight: 500; background: #f1f4f6; border-bottom: .6pt solid #1a1a1a; white-space: nowrap; text-align: center; vertical-align: middle; }
        thead { display: table-header-group; } tr { break-inside: avoid; }
        .r { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .c { text-align: center; } .k { font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        tr.total td { font-weight: 600; background: #e8eef3; } tr.section td { color: #5c6670; background: #fafbfc; } tr.section td[colspan] { color: #1a1a1a; font-weight: 600; } .none { color: #5c6670; }
        .good { color: #2f8577; } .open { color: #6b7f92; } .attention { color: #c98a2b; } .stop { color: #a4473c; } .light { white-space: nowrap; font-weight: 600; }
        .break { break-after: page; }
        """
}

extension DocumentTable {
    fileprivate var html: String {
        let heads = columns.map { "<th scope=\"col\">\(escaped($0.title))</th>" }.joined()
        let body = rows.isEmpty
            ? "<tr><td class=\"none\" colspan=\"\(columns.count)\">\(escaped(empty))</td></tr>\n"
            : rows.map(row).joined()
        let caption = title.map { "<caption>\(escaped($0))</caption>" } ?? ""
        return "<table>\(caption)\n<thead><tr>\(heads)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table>\n"
    }

    private func row(_ row: Row) -> String {
        let style = switch row.style {
        case .normal: ""
        case .total: " class=\"total\""
        case .section: " class=\"section\""
        }
        if row.isSpanning { return "<tr\(style)><td colspan=\"\(columns.count)\">\(escaped(row.cells[0].text))</td></tr>\n" }
        let cells = zip(row.cells, columns).map { cell, column -> String in
            if case .light(let light, _) = cell { return "<td class=\"light \(light.rawValue)\">\(escaped(cell.text))</td>" }
            if case .code(let text) = cell { return "<td class=\"k\">\(escaped(text))</td>" }
            let place = switch column.alignment {
            case .leading: ""
            case .centre: " class=\"c\""
            case .trailing: " class=\"r\""
            }
            return "<td\(place)>\(escaped(cell.text))</td>"
        }
        return "<tr\(style)>\(cells.joined())</tr>\n"
    }
}

private func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, character in
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        // Bytes of damaged lines: a control character may not stand in a page.
        case _ where character.value < 32 && character != "\n" && character != "\t": result += "\u{FFFD}"
        default: result.unicodeScalars.append(character)
        }
    }
}
