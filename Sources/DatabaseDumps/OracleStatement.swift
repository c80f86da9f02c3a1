/// The records of text between the rows of an `exp` file, as far as they matter here.
enum OracleStatement {
    /// `TABLE "T"`
    case table(name: [UInt8])
    /// `CONNECT USER`
    case connect(user: [UInt8])
    case create(name: [UInt8])
    /// `INSERT INTO "T" ("A", "B") VALUES (:1, :2)`; the rows follow.
    case insert(table: [UInt8], columns: [[UInt8]])
    /// An INSERT with numbered places for values, of a form that is not known; rows follow.
    case otherInsert
    /// `EXIT`; two of them in a row are the end.
    case exit
    case other

    static func parse(_ line: UnsafeRawBufferPointer) -> OracleStatement {
        guard let first = line.first else { return .other }
        switch first {
        case UInt8(ascii: "T"): return afterPrefix(line, "TABLE ").flatMap { rest in name(rest, upToEnd: true).map { .table(name: $0.name) } } ?? .other
        case UInt8(ascii: "C"):
            if let rest = afterPrefix(line, "CREATE TABLE "), let found = name(rest, upToEnd: false) { return .create(name: found.name) }
            if let rest = afterPrefix(line, "CONNECT "), !rest.isEmpty, rest.count <= 130 { return .connect(user: Array(rest)) }
            return .other
        case UInt8(ascii: "I"): return insert(line)
        case UInt8(ascii: "E"): return line.elementsEqual("EXIT".utf8) ? .exit : .other
        default: return .other
        }
    }

    private static func afterPrefix(_ line: UnsafeRawBufferPointer, _ prefix: StaticString) -> Slice<UnsafeRawBufferPointer>? {
        let bytes = UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        return line.starts(with: bytes) ? line[bytes.count...] : nil
    }

    /// A quoted name at the beginning, and where it ends. Names have at most 128 bytes.
    private static func name(_ rest: Slice<UnsafeRawBufferPointer>, upToEnd: Bool) -> (name: [UInt8], end: Int)? {
        guard rest.first == 0x22, let close = rest.dropFirst().firstIndex(of: 0x22), close > rest.startIndex + 1, close - rest.startIndex <= 400 else { return nil }
        if upToEnd && close + 1 != rest.endIndex { return nil }
        return (Array(rest[(rest.startIndex + 1)..<close]), close + 1)
    }

    private static func insert(_ line: UnsafeRawBufferPointer) -> OracleStatement {
        guard line.starts(with: "INSERT ".utf8) else { return .other }
        guard let values = find(" VALUES (", in: line), find(":1", in: UnsafeRawBufferPointer(rebasing: line[values...])) != nil else { return .other }
        guard let rest = afterPrefix(line, "INSERT INTO "), let table = name(rest, upToEnd: false) else { return .otherInsert }
        var place = table.end
        func take(_ text: StaticString) -> Bool {
            guard line[place...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) else { return false }
            place += text.utf8CodeUnitCount
            return true
        }
        guard take(" (") else { return .otherInsert }
        var columns: [[UInt8]] = []
        repeat {
            guard let column = name(line[place...], upToEnd: false) else { return .otherInsert }
            columns.append(column.name)
            place = column.end
        } while take(", ")
        guard take(") VALUES (") else { return .otherInsert }
        for number in 1...columns.count {
            guard number == 1 || take(", "), take(":"), line[place...].starts(with: String(number).utf8) else { return .otherInsert }
            place += String(number).utf8.count
        }
        guard take(")"), place == line.endIndex else { return .otherInsert }
        return .insert(table: table.name, columns: columns)
    }

    private static func find(_ text: StaticString, in bytes: UnsafeRawBufferPointer) -> Int? {
        let pattern = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes.count >= pattern.count else { return nil }
        return (0...(bytes.count - pattern.count)).first { bytes[$0] == pattern[0] && bytes[$0...].starts(with: pattern) }
    }
}
