internal import Glibc

/// A row of a dump as one line of text, for reject files and suspects: the values with the delimiter between them. A backslash stands
/// before a backslash and a delimiter within a value; line feed and carriage return are `\n` and `\r`. A null is empty.
final class DumpLine {
    private let delimiter: UInt8
    private var base: UnsafeMutableRawPointer
    private var capacity = 4096

    init(delimiter: UInt8) {
        self.delimiter = delimiter
        base = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit { base.deallocate() }

    /// The line, valid until the next one is written.
    func write(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
        let needed = fields.reduce(fields.count) { $0 + 2 * $1.count }
        if needed > capacity {
            base.deallocate()
            capacity = needed * 2
            base = .allocate(byteCount: capacity, alignment: 8)
        }
        var target = base
        func put(_ byte: UInt8) {
            target.storeBytes(of: byte, as: UInt8.self)
            target += 1
        }
        for (index, field) in fields.enumerated() {
            if index > 0 { put(delimiter) }
            for byte in field {
                if byte != delimiter && byte != 0x5C && byte != 10 && byte != 13 { put(byte); continue }
                put(0x5C)
                put(byte == 10 ? UInt8(ascii: "n") : byte == 13 ? UInt8(ascii: "r") : byte)
            }
        }
        return UnsafeRawBufferPointer(start: base, count: target - base)
    }

    /// The values of a line, written one behind the other to `storage`, which has room for the line.
    static func split(_ line: UnsafeRawBufferPointer, delimiter: UInt8, into storage: UnsafeMutableRawPointer) -> [UnsafeRawBufferPointer] {
        var fields: [UnsafeRawBufferPointer] = [], start = 0, end = 0, index = 0
        while index < line.count {
            var byte = line[index]
            index += 1
            if byte == delimiter {
                fields.append(UnsafeRawBufferPointer(start: storage + start, count: end - start))
                start = end
                continue
            }
            if byte == 0x5C && index < line.count {
                byte = line[index]
                index += 1
                if byte == UInt8(ascii: "n") { byte = 10 } else if byte == UInt8(ascii: "r") { byte = 13 }
            }
            storage.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
            end += 1
        }
        return fields + [UnsafeRawBufferPointer(start: storage + start, count: end - start)]
    }

    // MARK: As texts

    /// Nil when the line is no UTF-8.
    static func fields(_ line: [UInt8], delimiter: UInt8) -> [String]? {
        let storage = UnsafeMutableRawPointer.allocate(byteCount: line.count + 1, alignment: 8)
        defer { storage.deallocate() }
        let fields = line.withUnsafeBytes { split($0, delimiter: delimiter, into: storage) }.map { String(validating: $0, as: UTF8.self) }
        return fields.contains(nil) ? nil : fields.compactMap { $0 }
    }

    static func row(_ fields: [String], delimiter: UInt8) -> [UInt8] {
        var line: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { line.append(delimiter) }
            for byte in field.utf8 {
                if byte == delimiter || byte == 0x5C { line.append(0x5C) }
                line += byte == 10 ? Array("\\n".utf8) : byte == 13 ? Array("\\r".utf8) : [byte]
            }
        }
        return line
    }
}
