/// Reads XLS (Excel 97–2003) and XLSX workbooks. What a file is, its bytes say, not its name.
///
/// Throws `DiagnosticsError` (SHT…) for everything that cannot be read right; never returns part of a workbook.
public enum WorkbookReader {
    public static func read(path: String, limits: ReadLimits = ReadLimits()) throws -> Workbook {
        try read(bytes: FileBytes.read(path, ReadContext(file: path, limits: limits)), name: path, limits: limits)
    }

    /// `name` is the file's name for messages.
    public static func read(bytes: [UInt8], name: String, limits: ReadLimits = ReadLimits()) throws -> Workbook {
        let context = ReadContext(file: name, limits: limits)
        if bytes.isEmpty { throw context.empty }
        if bytes.count > limits.fileBytes { throw context.overLimit("bytes", limits.fileBytes) }
        if bytes.prefix(8).elementsEqual(CompoundFile.magic) {
            let container = try CompoundFile(bytes, context)
            return try XLSReader(stream: WorkbookReader.workbookStream(container, context), context: context).workbook()
        }
        if bytes.starts(with: "PK\u{3}\u{4}") || bytes.starts(with: "PK\u{5}\u{6}") {
            return try XLSXReader(archive: ZipArchive(bytes, context), context: context).workbook()
        }
        if XLSReader.isBareStream(bytes) { return try XLSReader(stream: bytes, context: context).workbook() }
        throw foreign(bytes, context)
    }

    /// The stream of records of an XLS file, unpacked from its container.
    public static func recordStream(bytes: [UInt8], name: String, limits: ReadLimits = ReadLimits()) throws -> [UInt8] {
        let context = ReadContext(file: name, limits: limits)
        return try workbookStream(CompoundFile(bytes, context), context)
    }

    private static func workbookStream(_ container: CompoundFile, _ context: ReadContext) throws -> [UInt8] {
        if let entry = container.entry("workbook") { return try container.bytes(of: entry) }
        if container.entry("encryptedpackage") != nil { throw context.encrypted }
        if container.entry("book") != nil { throw context.oldVersion("Excel 5 or 95") }
        if container.entry("worddocument") != nil { throw context.notAWorkbook("a Word document") }
        if container.entry("powerpoint document") != nil { throw context.notAWorkbook("a presentation") }
        throw context.notAWorkbook("another kind of OLE2 file (it has no stream 'Workbook')")
    }

    /// Names what the bytes look like.
    private static func foreign(_ bytes: [UInt8], _ context: ReadContext) -> any Error {
        if bytes.starts(with: "%PDF") { return context.notAWorkbook("a PDF document", hint: "ask for the workbook that it was printed from") }
        let packers: [([UInt8], String)] = [([0x52, 0x61, 0x72, 0x21], "a RAR archive"), ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive"), ([0x1F, 0x8B], "a gzip archive")]
        for (mark, kind) in packers where bytes.starts(with: mark) { return context.notAWorkbook(kind, hint: "unpack it first") }
        if bytes.prefix(8).allSatisfy({ $0 == 0 }) { return context.damagedContainer("there are zeros where a workbook begins", "byte 0") }
        let head = bytes.prefix(4096)
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if !isWide, head.contains(where: { $0 < 32 && ![9, 10, 12, 13, 26].contains($0) }) { return context.notAWorkbook("a file of unknown kind") }
        let text = String(decoding: head.filter { $0 != 0 && $0 < 0x80 }.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        let start = text.drop { $0 == " " || $0 == "\n" || $0 == "\r\n" || $0 == "\t" || $0 == "\r" }
        if start.contains("office:spreadsheet") || start.contains("excel.sheet") { return context.otherFormat("an XML spreadsheet of 2003") }
        if start.hasPrefix("mime-version") { return context.notAWorkbook("a web archive (MHT)") }
        if start.hasPrefix("<") { return context.notAWorkbook(start.contains("<html") || start.contains("<table") ? "a web page (HTML)" : "an XML or HTML text") }
        return context.notAWorkbook("plain text (CSV or the like)")
    }
}
