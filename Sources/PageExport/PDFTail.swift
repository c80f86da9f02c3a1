/// Small corrections at the end of a finished PDF, where the drawing library's version 1.16 leaves something out: the
/// language and the "marked" entry of the catalogue, and the prefix `D:` of dates.
///
/// The catalogue is the last object before the cross-reference table, so what is inserted there moves nothing but the
/// table itself, whose offset is corrected; the date prefix takes the place of indentation. Where the expected text does
/// not stand, the bytes stay as they are.
enum PDFTail {
    static func complete(_ pdf: inout [UInt8], tagged: Bool) {
        let catalogStart = Array("<< /Type /Catalog\n".utf8), tableStart = Array("startxref\n".utf8)
        guard let table = lastIndex(of: tableStart, in: pdf[max(0, pdf.count - 128)...]) else { return }
        let number = pdf[(table + tableStart.count)...].prefix { (0x30...0x39).contains($0) }
        guard let offset = Int(String(decoding: number, as: UTF8.self)), offset < table else { return }
        // Dates and catalogue stand in the last objects; the table after them may be long.
        let tail = max(0, offset - (64 << 10))..<offset
        prefixDate("CreationDate", in: &pdf, tail)
        prefixDate("ModDate", in: &pdf, tail)
        guard let catalog = lastIndex(of: catalogStart, in: pdf[tail]), lastIndex(of: Array("/MarkInfo".utf8), in: pdf[catalog..<offset]) == nil else { return }
        let entries = Array(("   /Lang (zh-CN)\n" + (tagged ? "   /MarkInfo << /Marked true >>\n" : "")).utf8)
        pdf.replaceSubrange(number.indices, with: Array(String(offset + entries.count).utf8))
        pdf.insert(contentsOf: entries, at: catalog + catalogStart.count)
    }

    private static func prefixDate(_ key: String, in pdf: inout [UInt8], _ tail: Range<Int>) {
        let found = Array("\n   /\(key) (".utf8)
        guard let start = lastIndex(of: found, in: pdf[tail]), pdf.indices.contains(start + found.count),
              (0x30...0x39).contains(pdf[start + found.count])
        else { return }
        pdf.replaceSubrange(start..<start + found.count, with: Array("\n /\(key) (D:".utf8))
    }

    private static func lastIndex(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        var start = bytes.endIndex - pattern.count
        while start >= bytes.startIndex {
            if bytes[start] == pattern[0], bytes[start..<start + pattern.count].elementsEqual(pattern) { return start }
            start -= 1
        }
        return nil
    }
}
