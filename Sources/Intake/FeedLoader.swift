public import Aggregation
public import Cubes
public import Diagnostics
internal import Digests
public import Quantities
public import ReportModel
public import Warehouse

/// Loads one interface file: parse and check every row, write reject files, fill the detail file and the summary cells in the
/// same pass, then make the batch current. Nothing becomes visible when anything fails.
public struct FeedLoader {
    public var specification: InterfaceSpecification
    public var catalogue: Catalogue
    public var period: ReportingPeriod
    /// Where the file is.
    public var path: String
    /// Folder for the reject files.
    public var rejectsFolder: String
    public var warehouse: Warehouse
    /// Called about every 50,000 rows with bytes done, bytes in all and rows so far.
    public var progress: (_ bytesDone: Int, _ bytesTotal: Int, _ rows: Int) -> Void

    public init(
        specification: InterfaceSpecification, catalogue: Catalogue, period: ReportingPeriod, path: String, rejectsFolder: String,
        warehouse: Warehouse, progress: @escaping (_ bytesDone: Int, _ bytesTotal: Int, _ rows: Int) -> Void = { _, _, _ in }
    ) {
        self.specification = specification; self.catalogue = catalogue; self.period = period; self.path = path
        self.rejectsFolder = rejectsFolder; self.warehouse = warehouse; self.progress = progress
    }

    public struct Result: Sendable {
        public var record: LoadRecord
        /// Infos and warnings.
        public var diagnostics: [Diagnostic]
    }

    /// `recipe`: digest of definitions that shaped the result, kept with the batch.
    public func load(recipe: String) throws -> Result {
        let sequence = try warehouse.nextSequence(interface: specification.id, period: period)
        let detail = try warehouse.detailWriter(interface: specification.id, period: period, sequence: sequence)
        do {
            var pass = try runPass(excluded: [], detail: detail)
            let duplicates = try duplicateLines(pass)
            if !duplicates.isEmpty {
                let digest = pass.digest
                pass = try runPass(excluded: duplicates, detail: detail)
                if pass.digest != digest { throw DiagnosticsError(IntakeDiagnostics.changedWhileReading(path)) }
            }
            try pass.throwIfUseless(specification, path: path, rejectsFolder: rejectsFolder)
            let record = pass.record(specification, period: period, sequence: sequence, path: path, recipe: recipe)
            let summary = SummaryTable(
                interface: specification.id, period: period, insurance: specification.insurance, batch: record.batch,
                dimensions: specification.dimensions, rows: try pass.accumulator.rows())
            try warehouse.commit(record, summary: summary, detail: detail)
            return Result(record: record, diagnostics: pass.diagnostics(path))
        } catch {
            detail.discard()
            throw error
        }
    }

    // MARK: One pass over the file

    private func runPass(excluded: Set<Int>, detail: DetailWriter) throws -> LoadPass {
        let ordinals = CodeOrdinals(codeTables: catalogue.codeTables, period: period)
        let reader = try LineReader(path: path)
        if reader.size == 0 { throw DiagnosticsError(IntakeDiagnostics.empty(path)) }
        let parser = try RowParser(specification: specification, plans: try ColumnPlan.compile(specification, period: period, ordinals: ordinals))
        let accumulator = try SummaryAccumulator(
            specification: specification, measures: catalogue.measures, ordinals: ordinals, codeTables: catalogue.codeTables,
            calibers: CaliberResolver(catalogue.calibers), period: period)
        let rejects = try RejectFiles(folder: rejectsFolder, stem: "\(specification.feed)_\(period.compact)")
        let pass = LoadPass(
            reader: reader, parser: parser, accumulator: accumulator, rejects: rejects, specification: specification, excluded: excluded, progress: progress)
        let columns = specification.columns.enumerated().compactMap { index, column -> DetailColumn? in
            switch column.type {
            case .period: nil
            case .text: DetailColumn(name: column.name, isText: true, source: index)
            default: DetailColumn(name: column.name, isText: false, source: index)
            }
        }
        let codes = specification.columns.compactMap { column -> (column: String, codes: [String])? in
            guard case .code(let table) = column.type else { return nil }
            return (column.name, ordinals.codes[table] ?? [])
        }
        try detail.write(columns: columns, codes: codes, buffer: parser.buffer, advance: pass.advance)
        if let failure = pass.failure { throw failure }
        try rejects.finish()
        progress(reader.bytesRead, reader.size, pass.rows)
        return pass
    }

    /// Physical lines whose key stands on an earlier accepted line. The file is read again only when fingerprints repeat.
    private func duplicateLines(_ pass: LoadPass) throws -> Set<Int> {
        let candidates = pass.fingerprints.repeated()
        if pass.fingerprints.spillFailed { throw DiagnosticsError(IntakeDiagnostics.keysUnchecked(path)) }
        if candidates.isEmpty { return [] }
        let ordinals = CodeOrdinals(codeTables: catalogue.codeTables, period: period)
        let reader = try LineReader(path: path)
        let parser = try RowParser(specification: specification, plans: try ColumnPlan.compile(specification, period: period, ordinals: ordinals))
        var seen = Set<[UInt8]>(), lines = Set<Int>()
        while let line = try reader.next() {
            guard parser.parse(line), candidates.contains(pass.fingerprint(parser.fields)) else { continue }
            let key: [UInt8] = pass.keyColumns.reduce(into: []) { bytes, column in bytes += parser.fields[column]; bytes.append(0) }
            if !seen.insert(key).inserted { lines.insert(reader.lineNumber) }
        }
        return lines
    }
}

/// Finds out what is wrong with the set of files of a month before any is opened.
public enum FileArrival {
    /// The path of the expected file, or the diagnostic that names it with the likely right one among the files that are
    /// `present` but not `expected` under another interface.
    public static func locate(
        _ specification: InterfaceSpecification, period: ReportingPeriod, folder: String, present: [String], expected: Set<String>
    ) -> Swift.Result<String, DiagnosticsError> {
        let name = specification.fileName(for: period)
        if present.contains(name) { return .success("\(folder)/\(name)") }
        return .failure(DiagnosticsError(IntakeDiagnostics.missing(name, folder: folder, likely: Suggestion.nearest(to: name, among: present.filter { !expected.contains($0) }))))
    }

    public static func noSpecification(_ interface: String, period: ReportingPeriod) -> Diagnostic {
        IntakeDiagnostics.noSpecification(interface, period: period.description)
    }
}
