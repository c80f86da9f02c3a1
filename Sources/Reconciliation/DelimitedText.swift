/// Records and fields of a delimited text: fields in quotes may hold delimiters, line ends and doubled quotes; lines end in LF or CR LF.
public enum DelimitedText {
    /// Nil when a quote does not close.
    public static func rows(_ text: String, delimiter: UInt8) -> [[String]]? {
        var rows: [[String]] = [], row: [String] = [], field: [UInt8] = [], isQuoted = false, wasQuoted = false
        let bytes = Array(text.utf8)
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func next() -> UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }
        func endField() {
            row.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
            wasQuoted = false
        }
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted {
                if byte != UInt8(ascii: "\"") { field.append(byte) } else if next() == UInt8(ascii: "\"") {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\""), field.isEmpty, !wasQuoted {
                isQuoted = true
                wasQuoted = true
            } else if byte == delimiter {
                endField()
            } else if byte == 10 {
                if field.last == 13 { field.removeLast() }
                endField()
                rows.append(row)
                row = []
            } else {
                field.append(byte)
            }
            index += 1
        }
        if isQuoted { return nil }
        if !field.isEmpty || !row.isEmpty || wasQuoted {
            endField()
            rows.append(row)
        }
        return rows
    }
}
