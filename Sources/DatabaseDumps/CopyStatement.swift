/// `COPY schema.table (column, "Column") FROM stdin;`
enum CopyStatement {
    /// Nil when the line is no such statement.
    static func parse(_ line: UnsafeRawBufferPointer) -> DumpTable? {
        var place = "COPY ".utf8.count
        func take(_ text: String) -> Bool {
            guard line[place...].starts(with: text.utf8) else { return false }
            place += text.utf8.count
            return true
        }
        guard var name = identifier(line, &place) else { return nil }
        var schema = ""
        if take(".") {
            guard let second = identifier(line, &place) else { return nil }
            (schema, name) = (name, second)
        }
        var columns: [DumpColumn] = []
        guard take(" (") else { return nil }
        if !take(")") {
            repeat {
                guard columns.count < 4096, let column = identifier(line, &place) else { return nil }
                columns.append(DumpColumn(name: column, charset: "UTF8"))
            } while take(", ")
            guard take(")") else { return nil }
        }
        guard take(" FROM stdin;"), place >= line.count || (place == line.count - 1 && line[place] == 13) else { return nil }
        return DumpTable(schema: schema, name: name, columns: columns)
    }

    /// A name, or one in quotes where two quotes stand for one.
    private static func identifier(_ line: UnsafeRawBufferPointer, _ place: inout Int) -> String? {
        var bytes: [UInt8] = []
        if place < line.count && line[place] == 0x22 {
            place += 1
            while place < line.count {
                if line[place] == 0x22 {
                    place += 1
                    if place >= line.count || line[place] != 0x22 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
                }
                bytes.append(line[place])
                place += 1
            }
            return nil
        }
        while place < line.count, ![0x20, 0x2C, 0x2E, 0x28, 0x29, 0x22].contains(line[place]) {
            bytes.append(line[place])
            place += 1
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
