internal import Composition
internal import Diagnostics
internal import Quantities

/// Reads `<table>.tsv`: header `label kind field…`; kind `d` for a record, `s` for a subtotal; values are plain decimals.
enum RecordFile {
    static func read(_ path: String) throws -> RecordTable {
        let bytes = try FileTree.read(path)
        let name = String(path.split(separator: "/").last!.dropLast(".tsv".count))
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: true).makeIterator()
        let header = (lines.next() ?? []).split(separator: 9, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        guard header.count > 2, header[0] == "label", header[1] == "kind" else {
            throw DiagnosticsError(WorkspaceDiagnostics.badRecord(path, line: 1, "the header must be: label, kind, then the fields"))
        }
        var table = RecordTable(name: name, fields: Array(header[2...]), records: [])
        var number = 1
        while let line = lines.next() {
            number += 1
            let fields = line.split(separator: 9, omittingEmptySubsequences: false)
            let values = fields.dropFirst(2).compactMap(decimal)
            guard fields.count == header.count, values.count == table.fields.count else {
                throw DiagnosticsError(WorkspaceDiagnostics.badRecord(path, line: number, "a record has \(header.count) fields, decimals from the third on"))
            }
            table.records.append(.init(label: String(decoding: fields[0], as: UTF8.self), isSubtotal: fields[1].elementsEqual("s".utf8), values: values))
        }
        return table
    }

    private static func decimal(_ bytes: ArraySlice<UInt8>) -> Decimal? {
        var value: Int64 = 0, scale = 0, digits = 0, seenPoint = false
        let isNegative = bytes.first == 45
        for byte in isNegative ? bytes.dropFirst() : bytes {
            if byte == 46 && !seenPoint { seenPoint = true; continue }
            guard byte >= 48 && byte <= 57, digits < 18 else { return nil }
            value = value * 10 + Int64(byte - 48)
            digits += 1
            if seenPoint { scale += 1 }
        }
        return digits == 0 ? nil : Decimal(unscaled: Int128(isNegative ? -value : value), scale: scale)
    }
}
