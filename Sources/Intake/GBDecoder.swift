internal import ReportModel

/// GB18030 to UTF-8 by a table of the two-byte characters, which is built once through the C library; the rare four-byte
/// characters ask it each time.
final class GBDecoder {
    private let table: UnsafePointer<UInt32>
    private let converter: TextConverter
    private static let trails = 191
    private static let shared = Result { try GBTable(trails: trails) }

    init() throws {
        converter = try TextConverter(from: .gb18030, to: .utf8)
        table = try Self.shared.get().entries
    }

    /// Writes UTF-8 to `target`, which has room for twice as many bytes. Returns bytes and characters; nil when invalid.
    func decode(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> (bytes: Int, characters: Int)? {
        var index = 0, count = 0, characters = 0
        while index < bytes.count {
            let byte = bytes[index]
            characters += 1
            if byte < 0x80 {
                target.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
                index += 1
                count += 1
                continue
            }
            if byte == 0x80 || byte == 0xFF || index + 1 >= bytes.count { return nil }
            let second = bytes[index + 1]
            if second >= 0x40 && second != 0xFF {
                let entry = table[Int(byte - 0x81) * Self.trails + Int(second - 0x40)]
                if entry == 0 { return fallback(bytes, to: target) }
                let size = Int(entry >> 24)
                for offset in 0..<size { target.storeBytes(of: UInt8(truncatingIfNeeded: entry >> UInt32(8 * offset)), toByteOffset: count + offset, as: UInt8.self) }
                count += size
                index += 2
            } else { return fallback(bytes, to: target) }
        }
        return (count, characters)
    }

    private func fallback(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> (bytes: Int, characters: Int)? {
        guard let characters = FieldParsing.gb18030Length(bytes), let utf8 = converter.convert(bytes), utf8.count <= bytes.count * 2 else { return nil }
        utf8.withUnsafeBytes { if let base = $0.baseAddress { target.copyMemory(from: base, byteCount: $0.count) } }
        return (utf8.count, characters)
    }
}

/// For each pair of bytes its character in UTF-8: the first byte lowest, and their number on top; 0: there is none. Never freed.
private struct GBTable: @unchecked Sendable {
    let entries: UnsafePointer<UInt32>

    init(trails: Int) throws {
        let converter = try TextConverter(from: .gb18030, to: .utf8), table = UnsafeMutablePointer<UInt32>.allocate(capacity: 126 * trails)
        for lead in 0..<126 {
            for trail in 0..<trails {
                let pair: [UInt8] = [UInt8(lead + 0x81), UInt8(trail + 0x40)]
                let utf8 = pair.withUnsafeBytes { converter.convert($0) } ?? []
                var entry: UInt32 = 0
                if (2...3).contains(utf8.count) {
                    for (index, byte) in utf8.enumerated() { entry |= UInt32(byte) << UInt32(8 * index) }
                    entry |= UInt32(utf8.count) << 24
                }
                table[lead * trails + trail] = entry
            }
        }
        entries = UnsafePointer(table)
    }
}
