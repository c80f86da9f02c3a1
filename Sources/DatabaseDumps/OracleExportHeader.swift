internal import Diagnostics

/// The head of an Oracle `exp` file.
public struct OracleExportHeader: Sendable, Equatable {
    public enum Mode: String, Sendable { case tables, users, entire, other }
    /// Version of the exporting tool, for instance `11.02.00`.
    public var version: String
    /// Who exported.
    public var user: String
    public var mode: Mode
    /// Oracle's number of the exporting client's character set; names in the file are written in it.
    public var clientCharset: Int
    /// The same for national texts; nil when the head does not hold it.
    public var nationalCharset: Int?

    /// Reads the lines of the head; refuses direct path and sets of several files by name.
    static func read(_ source: ByteSource) throws -> OracleExportHeader {
        _ = try source.need(DumpFormat.headLength)
        let head = [UInt8](UnsafeRawBufferPointer(start: source.base + source.start, count: min(source.available, DumpFormat.headLength)))
        let format = DumpFormat.recognise(head)
        if format != .oracleExport { throw DiagnosticsError(format.refusal(file: source.name) ?? DumpDiagnostics.unknownFile(source.name)) }
        source.start += 3
        var lines: [String] = []
        while lines.count < 7 {
            guard let line = try source.line(), line.count < 1024 else { throw fault(source, "its lines of text are not complete") }
            lines.append(String(decoding: line, as: UTF8.self))
            if lines.count > 1 && line.elementsEqual([UInt8(ascii: "D")]) { throw direct(source) }
        }
        if lines[2].first != "R" || Int(lines[3]) == nil { throw fault(source, "'\(printable(lines[2]))' is no export mode") }
        if lines[4] != "0" || lines[6] != "0" { throw severalFiles(source) }
        let modes: [String: Mode] = ["RTABLES": .tables, "RUSERS": .users, "RENTIRE": .entire]
        _ = try source.need(6)
        func id(_ offset: Int) -> Int { Int(head[offset]) << 8 | Int(head[offset + 1]) }
        let place = source.position
        let national = place + 6 <= head.count ? id(place + 4) : nil
        return OracleExportHeader(
            version: String(lines[0].dropFirst("EXPORT:V".count)), user: String(lines[1].dropFirst()), mode: modes[lines[2]] ?? .other,
            clientCharset: id(1), nationalCharset: national)
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(30).map { $0.value < 0x20 || $0.value == 0xFFFD ? "?" : $0 }))
    }

    private static func fault(_ source: ByteSource, _ reason: String) -> DiagnosticsError {
        DiagnosticsError(DumpDiagnostics.header(source.name, reason: reason))
    }

    private static func direct(_ source: ByteSource) -> DiagnosticsError {
        DiagnosticsError(DumpDiagnostics.refusedFile(source.name, what: "an exp file of the direct path (direct=y)", instruction: "have it exported again with DIRECT=N"))
    }

    private static func severalFiles(_ source: ByteSource) -> DiagnosticsError {
        DiagnosticsError(DumpDiagnostics.refusedFile(
            source.name, what: "one of a set of several exp files (FILESIZE=…), or of a kind that is not known",
            instruction: "have it exported again into one file, without FILESIZE and VOLSIZE"))
    }
}
