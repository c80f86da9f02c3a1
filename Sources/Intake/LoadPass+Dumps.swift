internal import DatabaseDumps
internal import Diagnostics
internal import ReportModel
internal import Warehouse

/// Files that are no text: their rows go through the same parser, with their number in the table as line.
extension LoadPass {
    func readDump(_ index: Int) throws {
        let path = plan.paths[index], name = path.split(separator: "/").last.map(String.init) ?? path
        let parser = try plan.parser(.utf8, buffer), text = DumpLine(delimiter: plan.specification.delimiter)
        let rejects = try RejectFiles(folder: plan.rejectsFolder, stem: String(name.prefix(while: { $0 != "." })), others: others)
        counted = ControlCheck.Counted(columns: sumColumns.count)
        let before = rows
        var number = 0
        let outcome = try plan.dump(path).read(begin: parser.begin) { row in
            number += 1
            if number % 50_000 == 0 { plan.progress(bytesBefore + row.offset, plan.bytesTotal, rows) }
            try take(row, number, index, parser, rejects, text)
        }
        try rejects.finish()
        addUp(parser, path)
        diagnostics += outcome.diagnostics
        files.append(.init(
            name: name, digest: outcome.digest, bytes: outcome.bytes, rows: rows - before, accepted: counted.accepted,
            encoding: outcome.charsets.isEmpty ? InterfaceSpecification.Encoding.utf8.rawValue : outcome.charsets,
            form: plan.specification.format.rawValue, table: outcome.table))
        bytesBefore += outcome.bytes
        plan.progress(bytesBefore, plan.bytesTotal, rows)
    }

    /// The row as a line is made only when somebody has to see it.
    private func take(_ row: DumpRow, _ number: Int, _ file: Int, _ parser: RowParser, _ rejects: RejectFiles, _ text: DumpLine) throws {
        rows += 1
        if !plan.decisions.isEmpty {
            let line = text.write(row.fields)
            if let decision = plan.decision(for: line) {
                return try decided(decision, line, file, ReceivedRow(number: number, bytes: line), parser, rejects)
            }
        }
        let verdict = parser.judge(row)
        let isPlain = verdict == .accepted && parser.violations == 0 && !(repeated?.mayRepeat(parser.fields) ?? false)
        let line = isPlain ? UnsafeRawBufferPointer(start: nil, count: 0) : text.write(row.fields)
        let received = ReceivedRow(number: number, bytes: line)
        switch verdict {
        case .accepted: try accept(line, file, received, parser, rejects, isSettled: false)
        case .rejected: try reject(received, parser, rejects)
        case .filtered: try leaveOut(received, parser, rejects)
        }
    }
}
