internal import Aggregation
internal import Cubes
internal import DatabaseDumps
internal import Diagnostics
internal import Digests
internal import Quantities
internal import ReportModel
internal import Warehouse

/// What stays the same for all files and runs of one load.
struct LoadPlan {
    var specification: InterfaceSpecification
    var catalogue: Catalogue
    var period: ReportingPeriod
    var paths: [String]
    var rejectsFolder: String
    var rules: RulePlan
    var ordinals: CodeOrdinals
    /// Decisions by the fingerprint of the row.
    var decisions: [UInt64: [SuspectDecision]]
    var progress: (Int, Int, Int) -> Void
    var bytesTotal: Int
    var archive: ArchiveReader?

    /// Line of a row over all files of the delivery: the file's number above 2^40.
    static func line(file: Int, _ number: Int) -> Int64 { Int64(file) << 40 | Int64(number) }

    func decision(for line: UnsafeRawBufferPointer) -> SuspectDecision? {
        decisions[hash64(line)]?.first { $0.row.elementsEqual(line) }
    }

    func parser(_ encoding: InterfaceSpecification.Encoding, _ buffer: DetailRowBuffer) throws -> RowParser {
        let plans = try ColumnPlan.compile(specification, encoding: encoding, period: period, ordinals: ordinals)
        return try RowParser(specification: specification, encoding: encoding, plans: plans, rules: rules, buffer: buffer)
    }

    func encoding(_ path: String) throws -> InterfaceSpecification.Encoding {
        specification.encoding == .detect ? try EncodingSniffer.detect(path) : specification.encoding
    }

    func dump(_ path: String) -> DumpFeed { DumpFeed(specification: specification, period: period, path: path, archive: archive) }

    var keyColumns: [Int] { specification.key.compactMap { name in specification.columns.firstIndex { $0.name == name } } }

    func isTrailer(_ line: UnsafeRawBufferPointer, _ marker: StaticBytes?) -> Bool {
        guard let marker, line.count >= marker.count, marker.count > 0, line[0] == marker.base.load(as: UInt8.self) else { return false }
        for index in 0..<marker.count where line[index] != marker.base.load(fromByteOffset: index, as: UInt8.self) { return false }
        return line.count == marker.count || line[marker.count] == specification.delimiter
    }
}

/// Where a row stands in its file, and its bytes as received.
struct ReceivedRow {
    var number: Int
    var bytes: UnsafeRawBufferPointer
}

/// One run over the files of a delivery: accepted rows go into the detail table and the cells; rejects, suspects, sums and
/// fingerprints fall out on the way.
final class LoadPass {
    let plan: LoadPlan
    let detail: DetailTable
    let buffer: DetailRowBuffer
    let accumulator: SummaryAccumulator
    let suspects: SuspectSpool
    /// Rows that are not loaded as delivered, by district.
    private let districts: DistrictAccounts
    /// Of the keys of accepted rows; nil in a second pass.
    private var fingerprints: KeyFingerprints?
    /// Keys that occur more than once, known in a second pass.
    let repeated: RepeatedKeys?
    private let keyColumns: [Int]
    let sumColumns: [Int]
    private let columnNames: [StaticBytes]
    private let keyName: StaticBytes
    private let trailerMarker: StaticBytes?
    let others: [String]

    var rows = 0
    private(set) var accepted = 0
    private(set) var rejected = 0
    var rounded = 0
    var defaulted = 0
    private(set) var settled = 0
    private(set) var corrected = 0
    private(set) var errorCounts = [Int](repeating: 0, count: ErrorClass.allCases.count)
    private(set) var violationCounts: [Int]
    private(set) var filterCounts: [Int]
    var counted: ControlCheck.Counted
    private(set) var total: ControlCheck.Counted
    var files: [LoadRecord.FileRecord] = []
    private(set) var controls: [LoadRecord.ControlResult] = []
    private(set) var problems: [Diagnostic] = []
    var diagnostics: [Diagnostic] = []
    var bytesBefore = 0

    init(plan: LoadPlan, detail: DetailTable, buffer: DetailRowBuffer, accumulator: SummaryAccumulator, repeated: RepeatedKeys?) throws {
        districts = try DistrictAccounts(plan)
        self.plan = plan; self.detail = detail; self.buffer = buffer; self.accumulator = accumulator; self.repeated = repeated
        keyColumns = plan.keyColumns
        fingerprints = repeated == nil && !keyColumns.isEmpty ? KeyFingerprints() : nil
        let columns = plan.specification.columns
        sumColumns = columns.indices.filter { if case .number = columns[$0].type { true } else { false } }
        columnNames = columns.map { StaticBytes($0.name) }
        keyName = StaticBytes(plan.specification.key.joined(separator: "+"))
        trailerMarker = plan.specification.trailer?.marker.map(StaticBytes.init)
        violationCounts = [Int](repeating: 0, count: plan.rules.rules.count)
        filterCounts = [Int](repeating: 0, count: plan.rules.filters.count)
        suspects = SuspectSpool(ruleNames: plan.rules.rules.map(\.id))
        counted = ControlCheck.Counted(columns: sumColumns.count)
        total = counted
        others = plan.rules.rules.map { ($0.severity == .error ? "rule-" : "\($0.severity.rawValue)-") + $0.id } + plan.rules.filters.map { "filter-\($0)" }
    }

    deinit {
        columnNames.forEach { $0.deallocate() }
        keyName.deallocate()
        trailerMarker?.deallocate()
    }

    func run() throws {
        for index in plan.paths.indices { if plan.specification.format == .text { try read(index) } else { try readDump(index) } }
        suspects.rewindToStart()
        try detail.finish(suspects: suspects.next)
        if suspects.hasFailed { throw DiagnosticsError(IntakeDiagnostics.noTemporarySpace(plan.paths[0])) }
    }

    // MARK: One file of text

    private func read(_ index: Int) throws {
        let path = plan.paths[index], name = path.split(separator: "/").last.map(String.init) ?? path
        let reader = try LineReader(path: path)
        if reader.size == 0 { throw DiagnosticsError(IntakeDiagnostics.empty(path)) }
        try plan.dump(path).checkForm()
        let encoding = try plan.encoding(path), parser = try plan.parser(encoding, buffer)
        let stem = String(name.prefix(while: { $0 != "." }))
        let rejects = try RejectFiles(folder: plan.rejectsFolder, stem: stem, others: others)
        var control = ControlCheck(specification: plan.specification, period: plan.period, path: path)
        counted = ControlCheck.Counted(columns: sumColumns.count)
        let before = rows
        while let line = try reader.next() {
            if line.isEmpty && reader.isExhausted { continue }
            if reader.lineNumber == 1, plan.specification.header != nil {
                try control.readHeader(line)
                continue
            }
            if trailerMarker != nil {
                if control.hasTrailer { throw DiagnosticsError(IntakeDiagnostics.afterTrailer(path, line: reader.lineNumber)) }
                if plan.isTrailer(line, trailerMarker) {
                    try control.readTrailer(line, reader.lineNumber)
                    continue
                }
            }
            if rows % 50_000 == 49_999 { plan.progress(bytesBefore + reader.bytesRead, plan.bytesTotal, rows) }
            try row(line, index, ReceivedRow(number: reader.lineNumber, bytes: reader.received), parser, rejects)
        }
        try rejects.finish()
        finish(control, reader)
        addUp(parser, path)
        files.append(.init(
            name: name, digest: reader.contentDigest.hex, bytes: reader.bytesRead, rows: rows - before, accepted: counted.accepted, encoding: encoding.rawValue))
        bytesBefore += reader.size
        plan.progress(bytesBefore, plan.bytesTotal, rows)
    }

    private func finish(_ control: ControlCheck, _ reader: LineReader) {
        let path = control.path
        if plan.specification.trailer != nil && !control.hasTrailer { problems.append(IntakeDiagnostics.noTrailer(path, line: reader.lineNumber)) }
        let (results, differences) = control.results(counted, numberColumns: sumColumns)
        controls += results
        problems += differences.filter { $0.severity == .error }
        diagnostics += differences.filter { $0.severity != .error }
        if reader.endsOpen { diagnostics.append(IntakeDiagnostics.openEnd(path, line: reader.lineNumber)) }
        if reader.carriageReturns > 0 { diagnostics.append(IntakeDiagnostics.carriageReturns(path, count: reader.carriageReturns)) }
        if reader.hasMark { diagnostics.append(IntakeDiagnostics.byteOrderMark(path)) }
    }

    /// Adds what was counted in one file to the delivery's figures.
    func addUp(_ parser: RowParser, _ path: String) {
        rounded += parser.rounded
        defaulted += parser.defaulted
        for column in sumColumns.indices {
            total.sums[column] &+= counted.sums[column]
            total.rejectedSums[column] &+= counted.rejectedSums[column]
            total.unreadable[column] += counted.unreadable[column]
        }
        if counted.rejected > 0 { diagnostics.append(IntakeDiagnostics.rejected(path, rejected: counted.rejected, rows: counted.accepted + counted.rejected, period: plan.period.description)) }
    }

    // MARK: One row

    @inline(__always)
    private func row(_ line: UnsafeRawBufferPointer, _ file: Int, _ received: ReceivedRow, _ parser: RowParser, _ rejects: RejectFiles) throws {
        rows += 1
        if !plan.decisions.isEmpty, let decision = plan.decision(for: line) { return try decided(decision, line, file, received, parser, rejects) }
        switch parser.judge(line) {
        case .accepted: try accept(line, file, received, parser, rejects, isSettled: false)
        case .rejected: try reject(received, parser, rejects)
        case .filtered: try leaveOut(received, parser, rejects)
        }
    }

    func decided(
        _ decision: SuspectDecision, _ line: UnsafeRawBufferPointer, _ file: Int, _ received: ReceivedRow, _ parser: RowParser, _ rejects: RejectFiles
    ) throws {
        func judge(_ line: UnsafeRawBufferPointer, isSettled: Bool) throws -> Bool {
            switch parser.judge(received: line) {
            case .accepted:
                try accept(line, file, received, parser, rejects, isSettled: isSettled)
                return true
            case .rejected: try reject(received, parser, rejects)
            case .filtered: try leaveOut(received, parser, rejects)
            }
            return false
        }
        switch decision.action {
        case .accept: if try judge(line, isSettled: true) { settled += 1 }
        case .fix(let replacement):
            _ = parser.inspect(line)
            districts.add(.corrected, parser)
            if try replacement.withUnsafeBytes({ try judge($0, isSettled: false) }) { corrected += 1 }
            districts.add(.corrected, parser, sign: -1)
        case .giveBack:
            if parser.inspect(line) != .accepted { return try reject(received, parser, rejects) }
            try reject(.returned, keyName, received, parser, rejects)
        }
    }

    @inline(__always)
    func accept(
        _ line: UnsafeRawBufferPointer, _ file: Int, _ received: ReceivedRow, _ parser: RowParser, _ rejects: RejectFiles, isSettled: Bool
    ) throws {
        let number = LoadPlan.line(file: file, received.number)
        if let repeated, repeated.isRepeated(parser.fields) { return try reject(.duplicateKey, keyName, received, parser, rejects) }
        accepted += 1
        counted.accepted += 1
        buffer.line = number
        for index in 0..<sumColumns.count { counted.sums[index] &+= buffer.numbers[sumColumns[index]] }
        if parser.violations != 0 { try noteViolations(number, line, received, parser, rejects, isSettled: isSettled) }
        accumulator.add(parser.view)
        detail.append(buffer)
        fingerprints?.add(Self.fingerprint(parser.fields, keyColumns))
    }

    private func noteViolations(
        _ number: Int64, _ line: UnsafeRawBufferPointer, _ received: ReceivedRow, _ parser: RowParser, _ rejects: RejectFiles, isSettled: Bool
    ) throws {
        var rest = isSettled ? parser.violations & ~plan.rules.suspects : parser.violations
        let open = rest & plan.rules.suspects
        if open != 0 { suspects.add(line: number, rules: open, row: line) }
        while rest != 0 {
            let rule = rest.trailingZeroBitCount
            rest &= rest - 1
            violationCounts[rule] += 1
            try rejects.add(ErrorClass.allCases.count + rule, line: received.number, column: columnName(plan.rules.rules[rule].column), row: received.bytes)
        }
    }

    static func fingerprint(_ fields: UnsafeMutablePointer<UnsafeRawBufferPointer>, _ columns: [Int]) -> UInt64 {
        var h: UInt64 = 0x51ED_270B_35A1_7C3D
        for column in columns { h = hash64(fields[column], seed: h) }
        return h
    }

    // MARK: Rows that are not loaded

    /// A row with several faults stands in the file of each of their classes, once, under the first column concerned.
    func reject(_ received: ReceivedRow, _ parser: RowParser, _ rejects: RejectFiles) throws {
        countRejected(parser)
        var written: UInt64 = 0
        for problem in parser.problems {
            let bit = UInt64(1) << UInt64(problem.errorClass.rawValue)
            if written & bit != 0 { continue }
            written |= bit
            errorCounts[problem.errorClass.rawValue] += 1
            if problem.column >= 0 {
                try rejects.add(problem.errorClass.rawValue, line: received.number, column: columnNames[problem.column], row: received.bytes)
            } else {
                let found = StaticBytes("\(parser.fieldCount)/\(parser.wantedCount)")
                defer { found.deallocate() }
                try rejects.add(problem.errorClass.rawValue, line: received.number, column: found, row: received.bytes)
            }
        }
        var rest = parser.problems.isEmpty ? parser.violations & plan.rules.errors : 0
        while rest != 0 {
            let rule = rest.trailingZeroBitCount
            rest &= rest - 1
            violationCounts[rule] += 1
            try rejects.add(ErrorClass.allCases.count + rule, line: received.number, column: columnName(plan.rules.rules[rule].column), row: received.bytes)
        }
    }

    /// A sound row that is rejected all the same.
    private func reject(_ errorClass: ErrorClass, _ column: StaticBytes, _ received: ReceivedRow, _ parser: RowParser, _ rejects: RejectFiles) throws {
        countRejected(parser)
        errorCounts[errorClass.rawValue] += 1
        try rejects.add(errorClass.rawValue, line: received.number, column: column, row: received.bytes)
    }

    private func countRejected(_ parser: RowParser) {
        rejected += 1
        counted.rejected += 1
        districts.add(.rejected, parser)
        for (index, column) in sumColumns.enumerated() {
            if parser.isSplit, !parser.problems.contains(where: { $0.column == column }) { counted.rejectedSums[index] &+= buffer.numbers[column] } else { counted.unreadable[index] += 1 }
        }
    }

    func leaveOut(_ received: ReceivedRow, _ parser: RowParser, _ rejects: RejectFiles) throws {
        rows -= 1
        counted.filtered += 1
        districts.add(.filtered, parser)
        filterCounts[parser.filter] += 1
        for (index, column) in sumColumns.enumerated() where !parser.problems.contains(where: { $0.column == column }) {
            counted.filteredSums[index] &+= buffer.numbers[column]
        }
        try rejects.add(
            ErrorClass.allCases.count + plan.rules.rules.count + parser.filter, line: received.number,
            column: columnNames[plan.rules.filterColumns[parser.filter].first ?? 0], row: received.bytes)
    }

    private func columnName(_ name: String) -> StaticBytes {
        columnNames[plan.specification.columns.firstIndex { $0.name == name } ?? 0]
    }

    // MARK: Afterwards

    /// What a second pass has to look for: nil when every key stands once. The fingerprints are given up.
    func takeRepeatedKeys() throws -> RepeatedKeys? {
        guard let fingerprints else { return nil }
        self.fingerprints = nil
        let candidates = fingerprints.repeated()
        if fingerprints.spillFailed { throw DiagnosticsError(IntakeDiagnostics.noTemporarySpace(plan.paths[0])) }
        return candidates.isEmpty ? nil : RepeatedKeys(candidates: candidates, columns: keyColumns)
    }

    /// Digest of the delivery: that of its file, or of the list of its files' digests.
    var digest: String { Self.digest(of: files.map { ($0.name, $0.digest) }) }

    static func digest(of files: [(name: String, digest: String)]) -> String {
        files.count == 1 ? files[0].digest : SHA256Digest(of: Array(files.map { "\($0.name) \($0.digest)\n" }.joined().utf8)).hex
    }

    func throwIfUseless() throws {
        let path = plan.paths[0]
        if rows == 0 {
            let table = plan.specification.table(for: plan.period)
            throw DiagnosticsError(table.map { IntakeDiagnostics.emptyTable(path, table: $0) } ?? IntakeDiagnostics.empty(path))
        }
        if accepted == 0 {
            if plan.specification.format == .text, plan.specification.encoding != .detect, let likely = try EncodingSniffer.other(than: plan.specification.encoding, path) {
                throw DiagnosticsError(IntakeDiagnostics.wrongEncoding(path, declared: plan.specification.encoding.rawValue, likely: likely))
            }
            throw DiagnosticsError(IntakeDiagnostics.nothingAccepted(path, rejects: "\(plan.rejectsFolder)/\(plan.specification.feed)_*"))
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
    }

    func record(sequence: Int, recipe: String, loadedAt: String?) -> LoadRecord {
        let specification = plan.specification, period = plan.period
        let name = files.count == 1 ? files[0].name : specification.fileName(for: period)
        let batch = Batch(
            id: "\(specification.id)-\(period.compact)-\(sequence)", file: name, digest: digest, rows: rows, accepted: accepted, rejected: rejected)
        let scales = sumColumns.map { column -> Int in if case .number(let format) = specification.columns[column].type { format.decimals } else { 0 } }
        let sums = sumColumns.enumerated().map { index, column in
            LoadRecord.ColumnSum(
                column: specification.columns[column].name, sum: total.sums[index], scale: scales[index], rejected: total.rejectedSums[index], unreadable: total.unreadable[index])
        }
        func violated(_ severity: RuleSeverity, _ prefix: String) -> [LoadRecord.ErrorCount] {
            plan.rules.rules.enumerated().filter { $0.element.severity == severity && violationCounts[$0.offset] > 0 }
                .map { .init(name: prefix + $0.element.id, count: violationCounts[$0.offset]) }
        }
        let classes = ErrorClass.allCases.filter { errorCounts[$0.rawValue] > 0 }.map { LoadRecord.ErrorCount(name: $0.name, count: errorCounts[$0.rawValue]) }
        var record = LoadRecord(
            batch: batch, interface: specification.id, period: period, sequence: sequence, recipe: recipe, errors: classes + violated(.error, "rule-"),
            rounded: rounded, defaulted: defaulted, sums: sums)
        record.suspects = violated(.suspect, "")
        record.warnings = violated(.warning, "")
        record.filters = plan.rules.filters.enumerated().filter { filterCounts[$0.offset] > 0 }.map { .init(name: $0.element, count: filterCounts[$0.offset]) }
        record.settled = settled
        record.corrected = corrected
        record.files = files
        record.controls = controls
        record.districts = districts.figures
        record.loadedAt = loadedAt
        record.source = specification.source.rawValue
        return record
    }
}
