public import DatabaseDumps
public import Diagnostics
internal import Digests
internal import Glibc
public import Quantities
public import ReportModel
internal import Warehouse

/// Reads a table of the PostgreSQL archive at a path; see `CopyTextReader.read`. May deliver other tables too.
public typealias ArchiveReader = @Sendable (_ path: String, _ table: String, _ choose: (DumpTable) throws -> TableChoice, _ row: (DumpRow) throws -> Void) throws -> DumpSummary

/// One file of a delivery that is no text: a table of a dump, of a SQLite file, or a CSV file.
struct DumpFeed {
    /// In the form of the delivery.
    let specification: InterfaceSpecification
    let period: ReportingPeriod
    let path: String
    let archive: ArchiveReader?

    /// The table, as the row parser needs it.
    struct Table {
        var name: String
        var fields: DumpFields
        /// Fields that a row has: those of the specification, or of the CSV file's head.
        var fieldCount: Int
    }

    struct Outcome {
        var table: String
        /// Of the whole file.
        var digest: String
        var bytes: Int
        /// Character sets of the table's texts.
        var charsets: String
        var diagnostics: [Diagnostic]
    }

    /// One pass over the table's rows, their fields in the order of the specification's columns. `begin` comes before the first row.
    func read(begin: (Table) -> Void, row: (DumpRow) throws -> Void) throws -> Outcome {
        try checkForm()
        let search = TableSearch(self), digest = FileDigest()
        let before = try FileState(path)
        let summary = try pass(search, digest, begin, row)
        let table = try search.conclude(summary)
        if try FileState(path) != before { throw DiagnosticsError(IntakeDiagnostics.changedWhileReading(path)) }
        // Other tables of the dump may be of types that cannot be read; that is no news for this feed.
        let diagnostics = summary.diagnostics.filter { $0.id != "DMP008" }
        return Outcome(
            table: table.qualifiedName, digest: digest.isFed ? digest.value : try LineReader(path: path).wholeDigest().hex, bytes: before.bytes,
            charsets: Set(table.columns.map(\.charset)).subtracting([""]).sorted().joined(separator: "+"), diagnostics: diagnostics)
    }

    /// Throws when the table cannot be loaded: it is not there, or lacks columns, or its types cannot be read. Stops before the rows.
    func check() throws {
        try checkForm()
        if specification.format == .text {
            let declared = specification.encoding
            if declared != .detect, let likely = try EncodingSniffer.other(than: declared, path, least: 20) {
                throw DiagnosticsError(IntakeDiagnostics.wrongEncoding(path, declared: declared.rawValue, likely: likely))
            }
            return
        }
        struct Stop: Error {}
        let search = TableSearch(self)
        do { _ = try search.conclude(try pass(search, nil, { _ in }, { _ in throw Stop() })) } catch {
            // The command that unpacks an archive may complain that nobody reads on.
            if search.found == nil || error is DiagnosticsError && specification.format != .postgres { throw error }
        }
    }

    /// Is the file what the specification says? Judged by its first bytes.
    func checkForm() throws {
        if try FileState(path).bytes == 0 { throw DiagnosticsError(IntakeDiagnostics.empty(path)) }
        let found = try DumpFormat.recognise(path: path)
        switch (specification.format, found) {
        case (.oracleExport, .oracleExport), (.postgres, .postgresText), (.postgres, .postgresArchive), (.sqlite, .sqlite), (.csv, .unknown), (.text, .unknown): return
        default: break
        }
        if found != .unknown, let refusal = found.refusal(file: path) { throw DiagnosticsError(refusal) }
        throw DiagnosticsError(IntakeDiagnostics.otherForm(path, found: found.name, declared: specification.format.rawValue))
    }

    // MARK: Readers

    private func pass(_ search: TableSearch, _ digest: FileDigest?, _ begin: (Table) -> Void, _ row: (DumpRow) throws -> Void) throws -> DumpSummary {
        let choose: (DumpTable) throws -> TableChoice = { table in
            guard let places = try search.choose(table) else { return .skip }
            begin(Table(
                name: table.qualifiedName, fields: DumpFields(specification, types: places.map { table.columns[$0].typeName }),
                fieldCount: specification.format == .csv ? table.columns.count : places.count))
            return .columns(places)
        }
        let observe: ((UnsafeRawBufferPointer) -> Void)? = digest.map { digest in { digest.update($0) } }
        switch specification.format {
        case .oracleExport:
            var options = OracleExportReader.Options()
            options.textCharset = charset
            return try OracleExportReader(path: path, options: options, observe: observe).read(choose: choose, row: row)
        case .postgres:
            if try DumpFormat.recognise(path: path) == .postgresText { return try CopyTextReader(path: path, observe: observe).read(choose: choose, row: row) }
            guard let archive else { throw DiagnosticsError(IntakeDiagnostics.noArchiveReader(path)) }
            return try archive(path, specification.table(for: period) ?? "", choose, row)
        case .csv:
            var options = CSVReader.Options()
            options.delimiter = specification.delimiter
            let encoding = specification.encoding == .detect ? try EncodingSniffer.detect(path) : specification.encoding
            options.charset = encoding == .gb18030 ? .zhs32gb18030 : .al32utf8
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return try CSVReader(path: path, options: options, observe: observe).read(table: name, choose: choose, row: row)
        case .sqlite: return try readSQLite(choose, row)
        case .text: return DumpSummary()
        }
    }

    /// The true character set of an Oracle dump's texts, when the specification names one.
    private var charset: DumpCharset? {
        switch specification.encoding {
        case .utf8: .al32utf8
        case .gb18030: .zhs32gb18030
        case .detect: nil
        }
    }

    private func readSQLite(_ choose: (DumpTable) throws -> TableChoice, _ row: (DumpRow) throws -> Void) throws -> DumpSummary {
        let file = try SQLiteTables(path: path)
        var summary = DumpSummary()
        for table in try file.tables() {
            let described = DumpTable(schema: "", name: table.name, columns: table.columns.map { DumpColumn(name: $0.name, typeName: $0.type) })
            var entry = DumpSummary.Table(table: described, state: .skipped, rows: 0, sections: 1, faults: 0, offset: 0)
            if let reason = table.refusal { entry.state = .refused(reason: reason) } else if case .columns(let places) = try choose(described) {
                entry.state = .read
                try file.read(table.name, columns: places.map { table.columns[$0].name }) { number, fields, bad in
                    entry.rows = number
                    entry.faults += bad.count
                    try row(DumpRow(number: number, offset: 0, fields: fields, faults: bad.map { DumpFault(field: $0.field, kind: $0.isNumber ? .number : .characters) }))
                }
            }
            summary.tables.append(entry)
        }
        summary.isComplete = true
        return summary
    }
}

/// Finds the table of a feed among those of a file.
final class TableSearch {
    private let feed: DumpFeed
    private let wanted: String?
    private(set) var found: DumpTable?
    private var places: [Int] = []

    init(_ feed: DumpFeed) {
        self.feed = feed
        wanted = feed.specification.table(for: feed.period)
    }

    /// Places of the specification's columns when the table is the wanted one.
    func choose(_ table: DumpTable) throws -> [Int]? {
        guard isWanted(table) else { return nil }
        if let found, found != table {
            throw DiagnosticsError(IntakeDiagnostics.severalTables(feed.path, table: wanted ?? "", found: [found.qualifiedName, table.qualifiedName]))
        }
        places = try table.indices(of: feed.specification.columns.map { name(of: $0, in: table) }, file: feed.path)
        found = table
        return places
    }

    /// `NAME` is a table of any schema; `SCHEMA.NAME` of that one. Letters of either case are alike. A CSV file is one table.
    private func isWanted(_ table: DumpTable) -> Bool {
        guard let wanted else { return true }
        return wanted.lowercased() == table.name.lowercased() || wanted.lowercased() == table.qualifiedName.lowercased()
    }

    /// As the specification says, else as the column is named, else its title.
    private func name(of column: InterfaceColumn, in table: DumpTable) -> String {
        if let name = column.sourceName { return name }
        return table.columnIndex(named: column.name) == nil && table.columnIndex(named: column.title) != nil ? column.title : column.name
    }

    /// The table, once the whole file has been gone over; throws when it was not read.
    func conclude(_ summary: DumpSummary) throws -> DumpTable {
        let name = wanted ?? ""
        for entry in summary.tables where isWanted(entry.table) {
            if case .refused(let reason) = entry.state { throw DiagnosticsError(IntakeDiagnostics.refusedTable(feed.path, table: entry.table.qualifiedName, reason: reason)) }
        }
        if let found { return found }
        guard wanted != nil else { throw DiagnosticsError(IntakeDiagnostics.empty(feed.path)) }
        if let entry = summary.tables.first(where: { isWanted($0.table) }) { throw DiagnosticsError(IntakeDiagnostics.noRows(feed.path, table: entry.table.qualifiedName)) }
        let present = summary.tables.map(\.table), names = present.map(\.name)
        let likely = Suggestion.nearest(to: name, among: names).flatMap { near in present.first { $0.name == near }?.qualifiedName }
            ?? Suggestion.nearest(to: name, among: present.map(\.qualifiedName))
        throw DiagnosticsError(IntakeDiagnostics.noTable(feed.path, table: name, likely: likely, present: present.map(\.qualifiedName)))
    }
}

/// Digest of a file, from what its reader sees.
private final class FileDigest {
    private var digest = SHA256Digest.StreamingDigest()
    private(set) var isFed = false
    func update(_ bytes: UnsafeRawBufferPointer) {
        isFed = true
        digest.update(bytes)
    }
    var value: String { digest.finish().hex }
}

/// What changes when somebody writes to a file.
private struct FileState: Equatable {
    var bytes: Int
    private var seconds: Int
    private var nanoseconds: Int
    private var node: UInt

    init(_ path: String) throws {
        var info = stat()
        guard stat(path, &info) == 0 else { throw DiagnosticsError(IntakeDiagnostics.unreadable(path, reason: String(cString: strerror(errno)))) }
        (bytes, seconds, nanoseconds, node) = (Int(info.st_size), Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec), UInt(info.st_ino))
    }
}

/// What speaks against loading a file before it is loaded.
public enum DeliveryCheck {
    /// Judged by the head of the file and, in a database's file, by its table and columns. `specification` in the form of the delivery.
    public static func fault(_ path: String, _ specification: InterfaceSpecification, period: ReportingPeriod, archive: ArchiveReader?) throws -> Diagnostic? {
        do { try DumpFeed(specification: specification, period: period, path: path, archive: archive).check() } catch let error as DiagnosticsError {
            return error.diagnostics.first { $0.severity == .error }
        }
        return nil
    }
}
