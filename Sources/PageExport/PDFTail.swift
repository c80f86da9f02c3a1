/// Small corrections at the end of a finished PDF, where the drawing library's version 1.16 leaves something out: the
/// language and the "marked" entry of the catalogue, and the prefix `D:` of dates.
///
/// The catalogue is the last object before the cross-reference table, so what is inserted there moves nothing but the
/// table itself, whose offset is corrected; the date prefix takes the place of indentation. Where the expected text does
/// not stand, the bytes stay as they are.
enum PDFTail {
    static func complete(_ pdf: inout [UInt8], tagged: Bool) {
        prefixDate("CreationDate", in: &pdf)
        prefixDate("ModDate", in: &pdf)
        let catalogStart = Array("<< /Type /Catalog\n".utf8), tableStart = Array("startxref\n".utf8)
        guard let table = lastIndex(of: tableStart, in: pdf), let catalog = lastIndex(of: catalogStart, in: pdf),
              lastIndex(of: Array("/MarkInfo".utf8), in: pdf, notBefore: catalog) == nil
        else { return }
        let number = pdf[(table + tableStart.count)...].prefix { (0x30...0x39).contains($0) }
        guard let offset = Int(String(decoding: number, as: UTF8.self)), offset > catalog, offset < table else { return }
        let entries = Array(("   /Lang (zh-CN)\n" + (tagged ? "   /MarkInfo << /Marked true >>\n" : "")).utf8)
        pdf.replaceSubrange(number.indices, with: Array(String(offset + entries.count).utf8))
        pdf.insert(contentsOf: entries, at: catalog + catalogStart.count)
    }

    private static func prefixDate(_ key: String, in pdf: inout [UInt8]) {
        let found = Array("\n   /\(key) (".utf8)
        guard let start = lastIndex(of: found, in: pdf), pdf.indices.contains(start + found.count),
              (0x30...0x39).contains(pdf[start + found.count])
        else { return }
        pdf.replaceSubrange(start..<start + found.count, with: Array("\n /\(key) (D:".utf8))
    }

    /// Searches the last 64 KB only, unless `notBefore` says how far.
    private static func lastIndex(of pattern: [UInt8], in bytes: [UInt8], notBefore: Int? = nil) -> Int? {
        let first = notBefore ?? max(0, bytes.count - (64 << 10))
        var start = bytes.count - pattern.count
        while start >= first {
            if bytes[start] == pattern[0], bytes[start..<start + pattern.count].elementsEqual(pattern) { return start }
            start -= 1
        }
        return nil
    }
}
