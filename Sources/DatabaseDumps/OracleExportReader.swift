internal import Diagnostics

/// Reads an Oracle legacy `exp` file, conventional path, in one pass: any order of tables, several schemas, partitions.
///
/// Values become text: NUMBER as plain exact decimals, DATE and TIMESTAMP as `yyyy-mm-dd` with ` hh:mm:ss[.fraction]` when it is not
/// midnight, RAW as hexadecimal digits, texts as UTF-8. Memory does not grow with the file. Use a reader once.
public final class OracleExportReader {
    public struct Options: Sendable {
        /// The true character set of all non-national texts and of names, when the database declares a wrong one (Chinese texts in US7ASCII).
        public var textCharset: DumpCharset?
        /// Takes the blanks off that fill up CHAR and NCHAR.
        public var trimsPadding = true
        public init() {}
    }

    public let header: OracleExportHeader
    private let source: ByteSource
    private let options: Options
    private let nameDecoder: CharacterDecoder
    private var summary = DumpSummary()
    private var places: [String: Int] = [:]
    private var choices: [Int: TableChoice] = [:]
    private var charsets: [Int: Set<String>] = [:]
    private var schema: String
    /// The table whose records are being read.
    private var current: String?

    /// Opens the file and reads its head. `observe` sees every byte of the file once, for instance for a digest.
    public convenience init(path: String, options: Options = Options(), observe: ((UnsafeRawBufferPointer) -> Void)? = nil) throws {
        try self.init(ByteSource(path: path, observe: observe), options)
    }

    /// Reads from an open descriptor, for instance a pipe; `name` stands in messages. The descriptor stays open.
    public convenience init(descriptor: Int32, name: String, options: Options = Options()) throws {
        try self.init(ByteSource(descriptor: descriptor, name: name, observe: nil), options)
    }

    public convenience init(bytes: [UInt8], name: String, options: Options = Options()) throws {
        try self.init(ByteSource(bytes: bytes, name: name), options)
    }

    private init(_ source: ByteSource, _ options: Options) throws {
        self.source = source
        self.options = options
        header = try OracleExportHeader.read(source)
        nameDecoder = try CharacterDecoder(options.textCharset ?? DumpCharset(rawValue: header.clientCharset) ?? .al32utf8)
        schema = header.user
    }

    /// One pass over the file. `choose` is asked once for every table that can be read; `row` gets the rows of the chosen ones.
    ///
    /// Throws at the first damage of the structure, with table, row and byte offset: discard what was delivered. Tables that cannot be
    /// read are no errors; the summary names them and why.
    public func read(choose: (DumpTable) throws -> TableChoice, row: (DumpRow) throws -> Void) throws -> DumpSummary {
        var exits = 0
        while let line = try source.line() {
            let statement = OracleStatement.parse(line)
            if case .exit = statement { exits += 1 } else { exits = 0 }
            switch statement {
            case .connect(let user): (schema, current) = (decoded(user), nil)
            case .table(let bytes): (current, summary.isComplete) = (decoded(bytes), false)
            case .create(let bytes): noteDefinition(decoded(bytes))
            case .insert(let table, let columns) where current != nil: try readSection(decoded(table), columns.map(decoded), choose, row)
            case .otherInsert where current != nil:
                let table = DumpTable(schema: schema, name: current ?? "", columns: [])
                try refuseRows(table, "its INSERT record has a form that is not known (object table, XMLTYPE)")
            case .exit where exits == 2: summary.isComplete = true
            case .insert, .otherInsert, .exit, .other: break
            }
        }
        finish()
        return summary
    }

    /// The tables of the file, without their rows; passes over the whole file.
    public func tables() throws -> DumpSummary {
        try read(choose: { _ in .skip }, row: { _ in })
    }

    private func decoded(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return "" }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: CharacterDecoder.room(source.count)) { output in
                let length = nameDecoder.decode(base, source.count, into: output.baseAddress!).length
                return String(decoding: output[..<length], as: UTF8.self)
            }
        }
    }

    private func finish() {
        summary.bytesRead = source.bytesRead
        for (index, table) in summary.tables.enumerated() where table.faults > 0 {
            let names = charsets[index, default: []].sorted().joined(separator: ", ")
            summary.diagnostics.append(DumpDiagnostics.faults(source.name, table: table.table.qualifiedName, count: table.faults, charsets: names))
        }
        if !summary.isComplete { summary.diagnostics.append(DumpDiagnostics.noEnd(source.name, offset: source.position)) }
    }

    // MARK: Tables

    private func index(of table: DumpTable) -> Int? { places["\(table.schema)\u{0}\(table.name)"] }

    private func add(_ table: DumpTable, _ state: DumpSummary.Table.State, sections: Int) -> Int {
        places["\(table.schema)\u{0}\(table.name)"] = summary.tables.count
        summary.tables.append(.init(table: table, state: state, rows: 0, sections: sections, faults: 0, offset: source.position))
        return summary.tables.count - 1
    }

    private func noteDefinition(_ name: String) {
        let table = DumpTable(schema: schema, name: name, columns: [])
        if current == name && index(of: table) == nil { _ = add(table, .structureOnly, sections: 0) }
    }

    /// The rows behind an INSERT record: read, passed over, or refused.
    private func readSection(_ name: String, _ columns: [String], _ choose: (DumpTable) throws -> TableChoice, _ row: (DumpRow) throws -> Void) throws {
        var table = DumpTable(schema: schema, name: name, columns: [])
        let fault = { [source] (offset: Int, reason: String) in
            DiagnosticsError(DumpDiagnostics.corrupt(source.name, table: table.qualifiedName, row: 0, offset: offset, reason: reason))
        }
        let block = try OracleBindBlock.read(source, names: columns, fault: fault)
        table.columns = zip(columns, block.columns).map { name, column in
            DumpColumn(name: name, typeName: column.typeName, length: column.length, charset: column.charset.map(charsetName) ?? "")
        }
        var compiled: [OracleColumn] = []
        var refusal = block.refusal
        if refusal == nil { (compiled, refusal) = try compile(block, table) }
        if let refusal { return try refuseRows(table, refusal) }
        try readRows(table, compiled, choose, row)
    }

    private func charsetName(_ id: Int) -> String { DumpCharset(rawValue: id)?.name ?? "number \(id)" }

    private func compile(_ block: OracleBindBlock, _ table: DumpTable) throws -> ([OracleColumn], String?) {
        var columns: [OracleColumn] = []
        for (column, described) in zip(block.columns, table.columns) {
            var decoder: CharacterDecoder?
            if let id = column.charset {
                guard let charset = column.isNational ? DumpCharset(rawValue: id) : options.textCharset ?? DumpCharset(rawValue: id) else {
                    return ([], "column \(described.name) is in the character set number \(id), which is not known")
                }
                decoder = try CharacterDecoder(charset)
            }
            columns.append(OracleColumn(type: column.type, length: column.length, decoder: decoder))
        }
        return (columns, nil)
    }

    private func refuseRows(_ table: DumpTable, _ reason: String) throws {
        let place = index(of: table) ?? add(table, .structureOnly, sections: 0)
        summary.tables[place].sections += 1
        if case .refused = summary.tables[place].state {} else {
            summary.tables[place].table = table
            summary.tables[place].state = .refused(reason: reason)
            summary.diagnostics.append(DumpDiagnostics.refusedTable(source.name, table: table.qualifiedName, reason: reason))
        }
        try skipRefused(table)
    }

    private func readRows(_ table: DumpTable, _ columns: [OracleColumn], _ choose: (DumpTable) throws -> TableChoice, _ row: (DumpRow) throws -> Void) throws {
        let place = index(of: table) ?? add(table, .structureOnly, sections: 0)
        if case .refused = summary.tables[place].state {
            throw DiagnosticsError(DumpDiagnostics.changedColumns(source.name, table: table.qualifiedName, offset: source.position))
        }
        if summary.tables[place].sections == 0 {
            summary.tables[place].table = table
            summary.tables[place].offset = source.position
            choices[place] = try choose(table)
        } else if summary.tables[place].table.columns != table.columns {
            throw DiagnosticsError(DumpDiagnostics.changedColumns(source.name, table: table.qualifiedName, offset: source.position))
        }
        let choice = choices[place] ?? .skip
        let chosen = try choice.places(in: table)
        summary.tables[place].sections += 1
        summary.tables[place].state = choice == .skip ? .skipped : .read
        let rows = OracleRows(source: source, columns: columns, chosen: chosen, table: table, trims: options.trimsPadding, firstRow: summary.tables[place].rows)
        defer {
            summary.tables[place].rows = rows.number
            summary.tables[place].faults += rows.faultCount
            charsets[place, default: []].formUnion(rows.faultyCharsets)
        }
        if choice == .skip { try rows.skipAll() } else { try rows.readAll(row) }
    }

    // MARK: Rows that cannot be read

    /// Looks for the end of the rows of a refused table: FF FF, a line feed and a record, which begins with a word in capitals.
    /// Nothing of it is delivered. An end found too early does no harm: what follows is taken for rows only behind a whole INSERT record.
    private func skipRefused(_ table: DumpTable) throws {
        while true {
            let bytes = UnsafeRawBufferPointer(start: source.base + source.start, count: source.available)
            var index = 0
            while index + 8 <= bytes.count {
                if bytes[index] == 0xFF, bytes[index + 1] == 0xFF, bytes[index + 2] == 10, isRecord(bytes[(index + 3)...]) {
                    source.start += index + 3
                    return
                }
                index += 1
            }
            let rest = bytes[index...]
            if source.atEnd {
                if let end = rest.indices.first(where: { rest[$0...].starts(with: [0xFF, 0xFF, 10]) && isRecord(rest[($0 + 3)...]) }) {
                    source.start += end + 3
                    return
                }
                source.start = source.end
                throw DiagnosticsError(DumpDiagnostics.truncated(source.name, table: table.qualifiedName, row: 0, offset: source.position))
            }
            source.start += index
            _ = try source.more()
        }
    }

    private func isRecord(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool { bytes.count >= 4 && bytes.prefix(4).allSatisfy { (65...90).contains($0) } }
}
