internal import DatabaseDumps
internal import ReportModel
internal import Warehouse

/// Goes over a delivery once more and compares the keys whose fingerprints occur more than once.
final class DuplicateSearch {
    private let plan: LoadPlan
    private let candidates: Set<UInt64>
    private let keyColumns: [Int]
    private var seen = Set<[UInt8]>()
    private var found = Set<Int64>()

    init(plan: LoadPlan, candidates: Set<UInt64>) {
        self.plan = plan
        self.candidates = candidates
        keyColumns = plan.keyColumns
    }

    /// Lines whose key stands on an earlier accepted line.
    func lines() throws -> Set<Int64> {
        for index in plan.paths.indices { if plan.specification.format == .text { try readText(index) } else { try readDump(index) } }
        return found
    }

    private func readText(_ index: Int) throws {
        let reader = try LineReader(path: plan.paths[index]), specification = plan.specification
        let parser = try plan.parser(try plan.encoding(plan.paths[index]), DetailRowBuffer(count: specification.columns.count))
        let marker = specification.trailer?.marker.map(StaticBytes.init)
        defer { marker?.deallocate() }
        while let line = try reader.next() {
            if (reader.lineNumber == 1 && specification.header != nil) || plan.isTrailer(line, marker) { continue }
            let number = LoadPlan.line(file: index, reader.lineNumber)
            if plan.decisions.isEmpty || !isDecided(line, number, parser) { note(parser.judge(line), number, parser) }
        }
    }

    private func readDump(_ index: Int) throws {
        let parser = try plan.parser(.utf8, DetailRowBuffer(count: plan.specification.columns.count)), text = DumpLine(delimiter: plan.specification.delimiter)
        var row = 0
        _ = try plan.dump(plan.paths[index]).read(begin: parser.begin) { given in
            row += 1
            let number = LoadPlan.line(file: index, row)
            if plan.decisions.isEmpty || !isDecided(text.write(given.fields), number, parser) { note(parser.judge(given), number, parser) }
        }
    }

    /// Does a decision take the row out, or put another in its place? Then that has been noted.
    private func isDecided(_ line: UnsafeRawBufferPointer, _ number: Int64, _ parser: RowParser) -> Bool {
        switch plan.decision(for: line)?.action {
        case .giveBack?: return true
        case .fix(let replacement)?:
            note(replacement.withUnsafeBytes { parser.judge(received: $0) }, number, parser)
            return true
        default: return false
        }
    }

    private func note(_ verdict: RowParser.Verdict, _ number: Int64, _ parser: RowParser) {
        guard verdict == .accepted, candidates.contains(LoadPass.fingerprint(parser.fields, keyColumns)) else { return }
        let key: [UInt8] = keyColumns.reduce(into: []) { bytes, column in bytes += parser.fields[column]; bytes.append(0) }
        if !seen.insert(key).inserted { found.insert(number) }
    }
}
