internal import Aggregation
internal import Cubes
internal import Diagnostics
internal import Digests
internal import Quantities
internal import ReportModel
internal import Warehouse

/// One run over the file: SQLite pulls accepted rows through `advance`; rejects, sums, cells and fingerprints fall out on the way.
final class LoadPass {
    let reader: LineReader
    let parser: RowParser
    let accumulator: SummaryAccumulator
    let rejects: RejectFiles
    let fingerprints = KeyFingerprints()
    let keyColumns: [Int]
    private let specification: InterfaceSpecification
    private let excluded: Set<Int>
    private let sumColumns: [Int]
    private let progress: (Int, Int, Int) -> Void
    private(set) var rows = 0
    private(set) var accepted = 0
    private(set) var sums: [Int64]
    private(set) var failure: (any Error)?

    init(
        reader: LineReader, parser: RowParser, accumulator: SummaryAccumulator, rejects: RejectFiles, specification: InterfaceSpecification,
        excluded: Set<Int>, progress: @escaping (Int, Int, Int) -> Void
    ) {
        self.reader = reader; self.parser = parser; self.accumulator = accumulator; self.rejects = rejects
        self.specification = specification; self.excluded = excluded; self.progress = progress
        keyColumns = specification.key.compactMap { name in specification.columns.firstIndex { $0.name == name } }
        sumColumns = specification.columns.indices.filter { if case .number = specification.columns[$0].type { true } else { false } }
        sums = [Int64](repeating: 0, count: sumColumns.count)
    }

    var digest: SHA256Digest { reader.contentDigest }

    /// Moves to the next accepted row; false at the end or when something failed.
    func advance() -> Bool {
        do {
            while let line = try reader.next() {
                if line.isEmpty && reader.isExhausted { continue }
                rows += 1
                if rows % 50_000 == 0 { progress(reader.bytesRead, reader.size, rows) }
                guard parser.parse(line) else {
                    try reject(line)
                    continue
                }
                if !excluded.isEmpty, excluded.contains(reader.lineNumber) {
                    try rejects.add(.duplicateKey, line: reader.lineNumber, column: specification.key.joined(separator: "+"), row: line)
                    continue
                }
                accept()
                return true
            }
        } catch {
            failure = error
        }
        return false
    }

    private func accept() {
        accepted += 1
        parser.buffer.line = Int64(reader.lineNumber)
        for (index, column) in sumColumns.enumerated() { sums[index] &+= parser.buffer.numbers[column] }
        accumulator.add(parser.view)
        if !keyColumns.isEmpty { fingerprints.add(fingerprint(parser.fields)) }
    }

    func fingerprint(_ fields: UnsafeMutablePointer<UnsafeRawBufferPointer>) -> UInt64 {
        var h: UInt64 = 0x51ED_270B_35A1_7C3D
        for column in keyColumns { h = hash64(fields[column], seed: h) }
        return h
    }

    /// A row with several faults stands in the file of each of their classes, once, under the first column concerned.
    private func reject(_ line: UnsafeRawBufferPointer) throws {
        var written: UInt32 = 0
        for problem in parser.problems {
            let bit = UInt32(1) << UInt32(problem.errorClass.rawValue)
            if written & bit != 0 { continue }
            written |= bit
            let column = problem.column >= 0 ? specification.columns[problem.column].name : "\(max(0, parser.fieldCount))/\(specification.columns.count)"
            try rejects.add(problem.errorClass, line: reader.lineNumber, column: column, row: line)
        }
    }

    // MARK: Afterwards

    func throwIfUseless(_ specification: InterfaceSpecification, path: String, rejectsFolder: String) throws {
        if rows == 0 { throw DiagnosticsError(IntakeDiagnostics.empty(path)) }
        if accepted == 0 {
            if let likely = try likelyEncoding(path) {
                throw DiagnosticsError(IntakeDiagnostics.wrongEncoding(path, declared: specification.encoding.rawValue, likely: likely.rawValue))
            }
            throw DiagnosticsError(IntakeDiagnostics.nothingAccepted(path, rejects: "\(rejectsFolder)/\(specification.feed)_*"))
        }
    }

    /// The other encoding, when nearly all lines with Han text are valid in it; for GB18030, which accepts much, only when
    /// they are not valid UTF-8 either.
    private func likelyEncoding(_ path: String) throws -> InterfaceSpecification.Encoding? {
        let other: InterfaceSpecification.Encoding = specification.encoding == .utf8 ? .gb18030 : .utf8
        let reader = try LineReader(path: path)
        var valid = 0, checked = 0
        while checked < 1000, let line = try reader.next() {
            guard line.contains(where: { $0 >= 0x80 }) else { continue }
            checked += 1
            let isUTF8 = FieldParsing.utf8Length(line) != nil
            if other == .utf8 ? isUTF8 : !isUTF8 && FieldParsing.gb18030Length(line) != nil { valid += 1 }
        }
        return checked > 0 && valid * 10 >= checked * 9 ? other : nil
    }

    func record(_ specification: InterfaceSpecification, period: ReportingPeriod, sequence: Int, path: String, recipe: String) -> LoadRecord {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let batch = Batch(
            id: "\(specification.id)-\(period.compact)-\(sequence)", file: file, digest: digest.hex, rows: rows, accepted: accepted, rejected: rows - accepted)
        let errors = ErrorClass.allCases.filter { rejects.records[$0.rawValue] > 0 }.map { LoadRecord.ErrorCount(name: $0.name, count: rejects.records[$0.rawValue]) }
        let columnSums = sumColumns.enumerated().map { index, column in
            LoadRecord.ColumnSum(column: specification.columns[column].name, sum: sums[index], scale: parser.plans[column].decimals)
        }
        return LoadRecord(
            batch: batch, interface: specification.id, period: period, sequence: sequence, recipe: recipe, errors: errors,
            rounded: parser.rounded, defaulted: parser.defaulted, sums: columnSums)
    }

    func diagnostics(_ path: String) -> [Diagnostic] {
        var result: [Diagnostic] = []
        if rows > accepted { result.append(IntakeDiagnostics.rejected(path, rejected: rows - accepted, rows: rows)) }
        if reader.endsOpen { result.append(IntakeDiagnostics.openEnd(path, line: reader.lineNumber)) }
        if reader.carriageReturns > 0 { result.append(IntakeDiagnostics.carriageReturns(path, count: reader.carriageReturns)) }
        if reader.hasMark { result.append(IntakeDiagnostics.byteOrderMark(path)) }
        return result
    }
}
