internal import Composition
internal import Diagnostics

/// Reads `<table>.tsv`: header `label kind field…`; kind `d` for a record, `s` for a subtotal; values are plain decimals.
enum RecordFile {
    static func read(_ path: String) throws -> RecordTable {
        let name = String(path.split(separator: "/").last!.dropLast(".tsv".count))
        return try FileTree.withBytes(of: path) { bytes in
            var lines = Lines(bytes: bytes)
            let header = (lines.next() ?? bytes[0..<0]).split(separator: 9, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
            guard header.count > 2, header[0] == "label", header[1] == "kind" else {
                throw DiagnosticsError(WorkspaceDiagnostics.badRecord(path, line: 1, "the header must be: label, kind, then the fields"))
            }
            var table = RecordTable(name: name, fields: Array(header[2...]))
            // Room by the first lines' length: what is left over is small, and growing copies.
            let sample = bytes.prefix(1 << 16), sampleLines = max(1, sample.count { $0 == 10 })
            table.reserve(records: bytes.count / max(1, sample.count / sampleLines) * 17 / 16 + 1, labelLength: 24)
            while let line = lines.next() {
                guard append(line, to: &table) else {
                    throw DiagnosticsError(WorkspaceDiagnostics.badRecord(path, line: lines.number, "a record has \(header.count) fields, decimals from the third on"))
                }
            }
            return table
        }
    }

    /// The lines that are not empty.
    private struct Lines {
        let bytes: UnsafeBufferPointer<UInt8>
        var start = 0
        /// Of the line given last, counted from 1 without empty lines.
        var number = 0

        mutating func next() -> Slice<UnsafeBufferPointer<UInt8>>? {
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != 10 { end += 1 }
                defer { start = end + 1 }
                if end > start {
                    number += 1
                    return bytes[start..<end]
                }
            }
            return nil
        }
    }

    /// False when the line has another number of fields, or a value is no decimal of at most 18 digits.
    private static func append(_ line: Slice<UnsafeBufferPointer<UInt8>>, to table: inout RecordTable) -> Bool {
        let bytes = line.base
        guard let label = field(bytes, line.startIndex, line.endIndex), label < line.endIndex, let kind = field(bytes, label + 1, line.endIndex) else { return false }
        var place = kind, count = 0
        while place < line.endIndex {
            var value: Int64 = 0, scale = 0, digits = 0, seenPoint = false
            place += 1
            let isNegative = place < line.endIndex && bytes[place] == 45
            if isNegative { place += 1 }
            while place < line.endIndex, bytes[place] != 9 {
                let byte = bytes[place]
                place += 1
                if byte == 46 && !seenPoint { seenPoint = true; continue }
                guard byte >= 48 && byte <= 57, digits < 18 else { return false }
                value = value * 10 + Int64(byte - 48)
                digits += 1
                if seenPoint { scale += 1 }
            }
            guard digits > 0, count < table.fields.count else { return false }
            table.append(isNegative ? -value : value, scale: scale)
            count += 1
        }
        guard count == table.fields.count else { return false }
        table.endRecord(label: bytes[line.startIndex..<label], isSubtotal: bytes[label + 1..<kind].elementsEqual(CollectionOfOne(UInt8(ascii: "s"))))
        return true
    }

    /// Where the field that begins at `start` ends: at a tab or the end of the line.
    private static func field(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        guard start <= end else { return nil }
        var place = start
        while place < end, bytes[place] != 9 { place += 1 }
        return place
    }
}
