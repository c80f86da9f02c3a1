public import Diagnostics

/// What a file is, judged by its first bytes alone.
public enum DumpFormat: Sendable, Equatable {
    /// Oracle legacy export (`exp`).
    case oracleExport
    /// Oracle Data Pump (`expdp`).
    case oracleDataPump
    /// SQL Server backup; compressed when it starts with MSSQLBAK.
    case sqlServerBackup(compressed: Bool)
    /// PostgreSQL archive (`pg_dump -Fc`): read through `pg_restore`.
    case postgresArchive
    /// PostgreSQL dump as text: `CopyTextReader` reads it.
    case postgresText
    /// SQLite database: read through the warehouse's door.
    case sqlite
    /// Packed or encrypted; the name says how.
    case container(String)
    /// None of these: perhaps text.
    case unknown

    /// Enough bytes for `recognise`.
    public static let headLength = 4096

    /// The format of a file; throws when it cannot be read.
    public static func recognise(path: String) throws -> DumpFormat {
        let source = try ByteSource(path: path, observe: nil)
        _ = try source.need(headLength)
        return recognise([UInt8](UnsafeRawBufferPointer(start: source.base, count: min(source.available, headLength))))
    }

    /// The format of a file that begins with `head`.
    public static func recognise(_ head: [UInt8]) -> DumpFormat {
        func starts(_ text: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        if starts("EXPORT:V", at: 3), head[0] == 3 { return .oracleExport }
        if starts("PGDMP") { return .postgresArchive }
        if starts("SQLite format 3\0") { return .sqlite }
        if starts("MSSQLBAK") { return .sqlServerBackup(compressed: true) }
        if starts("TAPE"), head.count >= 8, head.prefix(64).contains(0) { return .sqlServerBackup(compressed: false) }
        if let packed = container(head) { return .container(packed) }
        if isDataPump(head) { return .oracleDataPump }
        if starts("--"), contains(head.prefix(512), "PostgreSQL database dump") { return .postgresText }
        return .unknown
    }

    /// A version byte, a release byte, and the quoted name of the export job in clear.
    private static func isDataPump(_ head: [UInt8]) -> Bool {
        guard head.count >= 128, (1...9).contains(head[0]), head[1] <= 9 else { return false }
        return contains(head[...], "\".\"SYS_EXPORT_") || contains(head[...], "STRMTABLE_T") || (head[0x43] == 0x22 && contains(head[0x43..<128], "\".\""))
    }

    private static func container(_ head: [UInt8]) -> String? {
        let marks: [(String, [UInt8])] = [
            ("gzip", [0x1F, 0x8B]), ("ZIP", [0x50, 0x4B, 0x03, 0x04]), ("7-Zip", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), ("RAR", [0x52, 0x61, 0x72, 0x21, 0x1A]),
            ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A]), ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("OpenSSL encryption", Array("Salted__".utf8)),
            ("PGP encryption", Array("-----BEGIN PGP".utf8)),
        ]
        // The digit between is the block size; `BZh` alone may begin a text.
        if head.starts(with: "BZh".utf8), head.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) { return "bzip2" }
        return marks.first { head.starts(with: $0.1) }?.0
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        let pattern = Array(text.utf8)
        guard bytes.count >= pattern.count else { return false }
        return (bytes.startIndex...(bytes.endIndex - pattern.count)).contains { bytes[$0...].starts(with: pattern) }
    }

    /// What such a file is, for messages.
    public var name: String {
        switch self {
        case .oracleExport: "an Oracle exp file"
        case .oracleDataPump: "an Oracle Data Pump file"
        case .sqlServerBackup: "a SQL Server backup"
        case .postgresArchive: "a PostgreSQL archive"
        case .postgresText: "a PostgreSQL dump"
        case .sqlite: "a SQLite database"
        case .container(let name): "packed or encrypted (\(name))"
        case .unknown: "no database's file that Gazette knows, perhaps text"
        }
    }

    /// Why the format is not read here, with what to ask the provider for; nil for the formats of this room's readers.
    public func refusal(file: String) -> Diagnostic? {
        switch self {
        case .oracleExport, .postgresText: nil
        case .postgresArchive, .sqlite: nil
        case .oracleDataPump:
            DumpDiagnostics.refusedFile(
                file, what: "an Oracle Data Pump file (expdp)",
                instruction: "ask the provider for: exp USER FILE=… TABLES=(…) DIRECT=N (the older tool), or for text files")
        case .sqlServerBackup(let compressed):
            DumpDiagnostics.refusedFile(
                file, what: "a SQL Server backup (\(compressed ? "MSSQLBAK, compressed" : "TAPE"))",
                instruction: "ask the provider to restore it and deliver text files: bcp DATABASE.SCHEMA.TABLE out FILE -c, or the export wizard's CSV")
        case .container(let name):
            DumpDiagnostics.refusedFile(file, what: "packed or encrypted (\(name))", instruction: "unpack or decrypt it first, then load the file within")
        case .unknown: DumpDiagnostics.unknownFile(file)
        }
    }
}
