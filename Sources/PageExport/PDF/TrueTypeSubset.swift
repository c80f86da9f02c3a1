import TextShaping

/// Makes a TrueType font of some glyphs of another: what a PDF embeds.
///
/// Outlines are copied as they are. A glyph composed of others, which none of the shipped faces has, would need new numbers and
/// counts as damage. Source: OpenType specification 1.9, tables glyf, loca, hmtx, cmap (format 4).
struct TrueTypeSubset {
    /// A table of the font ends before something that it must hold.
    struct Damaged: Error {
        var table: String
    }

    private let program: FontProgram
    private let glyphCount: Int
    private let metricCount: Int
    private let hasLongOffsets: Bool

    init(_ program: FontProgram) throws(Damaged) {
        self.program = program
        glyphCount = Int(try Self.number("maxp", of: program, at: 4))
        metricCount = Int(try Self.number("hhea", of: program, at: 34))
        hasLongOffsets = try Self.number("head", of: program, at: 50) != 0
        if metricCount == 0 { throw Damaged(table: "hhea") }
    }

    /// A 16-bit number of a table.
    static func number(_ table: String, of program: FontProgram, at offset: Int) throws(Damaged) -> UInt16 {
        let bytes = program.table(table)
        guard offset >= 0, offset + 2 <= bytes.count else { throw Damaged(table: table) }
        return UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// Advance of a glyph, in units of the font.
    func advance(of glyph: Int) throws(Damaged) -> Int {
        Int(try Self.number("hmtx", of: program, at: min(glyph, metricCount - 1) * 4))
    }

    private func bearing(of glyph: Int) throws(Damaged) -> UInt16 {
        try Self.number("hmtx", of: program, at: glyph < metricCount ? glyph * 4 + 2 : metricCount * 4 + (glyph - metricCount) * 2)
    }

    private func outline(of glyph: Int) throws(Damaged) -> UnsafeRawBufferPointer {
        guard glyph < glyphCount else { throw Damaged(table: "loca") }
        let offsets = program.table("loca"), outlines = program.table("glyf")
        let width = hasLongOffsets ? 4 : 2
        guard (glyph + 2) * width <= offsets.count else { throw Damaged(table: "loca") }
        func offset(_ index: Int) -> Int {
            hasLongOffsets ? Int(UInt32(bigEndian: offsets.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
                : Int(UInt16(bigEndian: offsets.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))) * 2
        }
        let start = offset(glyph), end = offset(glyph + 1)
        guard start <= end, end <= outlines.count, start == end || outlines[start] & 0x80 == 0 else { throw Damaged(table: "glyf") }
        return UnsafeRawBufferPointer(rebasing: outlines[start..<end])
    }

    /// The font file. `glyphs`: numbers in the whole font, the first of them 0; their places are the numbers in the new one.
    /// `codes`: which character is which new glyph, for programs that look glyphs up by character.
    func make(_ glyphs: [Int], codes: [(character: UInt16, glyph: UInt16)]) throws(Damaged) -> [UInt8] {
        var outlines: [UInt8] = [], offsets: [UInt8] = [], metrics: [UInt8] = []
        for glyph in glyphs {
            offsets.append(bigEndian: UInt32(outlines.count))
            outlines += try outline(of: glyph)
            if outlines.count % 2 != 0 { outlines.append(0) }
            metrics.append(bigEndian: UInt16(try advance(of: glyph)))
            metrics.append(bigEndian: try bearing(of: glyph))
        }
        offsets.append(bigEndian: UInt32(outlines.count))
        var head = Array(program.table("head")), maxp = Array(program.table("maxp")), hhea = Array(program.table("hhea"))
        guard head.count >= 54 else { throw Damaged(table: "head") }
        head.set(UInt32(0), at: 8)
        head.set(UInt16(1), at: 50)
        maxp.set(UInt16(glyphs.count), at: 4)
        hhea.set(UInt16(glyphs.count), at: 34)
        return Self.file([
            ("cmap", Self.characterTable(codes)), ("glyf", outlines), ("head", head), ("hhea", hhea), ("hmtx", metrics), ("loca", offsets), ("maxp", maxp),
        ])
    }

    /// A table of format 4, one segment a character.
    private static func characterTable(_ codes: [(character: UInt16, glyph: UInt16)]) -> [UInt8] {
        let codes = codes.sorted { $0.character < $1.character } + [(0xffff, 0)]
        let power = UInt16(1) << UInt16(15 - UInt16(codes.count).leadingZeroBitCount)
        var table: [UInt8] = []
        let header: [UInt16] = [
            0, 1, 3, 1, 0, 12,
            4, UInt16(16 + codes.count * 8), 0, UInt16(codes.count * 2), power * 2, UInt16(power.trailingZeroBitCount), UInt16(codes.count) * 2 - power * 2,
        ]
        for number in header + codes.map(\.character) + [0] + codes.map(\.character) { table.append(bigEndian: number) }
        for code in codes { table.append(bigEndian: code.character == 0xffff ? 1 : code.glyph &- code.character) }
        for _ in codes { table.append(bigEndian: UInt16(0)) }
        return table
    }

    /// Tables in alphabetical order, with their checksums.
    private static func file(_ tables: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var directory: [UInt8] = [], body: [UInt8] = [], headPlace = 0
        directory.append(bigEndian: UInt32(0x10000))
        let power = 1 << (Int.bitWidth - 1 - tables.count.leadingZeroBitCount)
        for number in [tables.count, power * 16, power.trailingZeroBitCount, (tables.count - power) * 16] { directory.append(bigEndian: UInt16(number)) }
        let start = 12 + tables.count * 16
        for (name, bytes) in tables {
            if name == "head" { headPlace = start + body.count }
            directory += Array(name.utf8)
            directory.append(bigEndian: checksum(bytes[...]))
            directory.append(bigEndian: UInt32(start + body.count))
            directory.append(bigEndian: UInt32(bytes.count))
            body += bytes
            while body.count % 4 != 0 { body.append(0) }
        }
        var file = directory + body
        file.set(0xb1b0_afba &- checksum(file[...]), at: headPlace + 8)
        return file
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = 0
        bytes.withUnsafeBytes { bytes in
            for place in stride(from: 0, to: bytes.count - 3, by: 4) { sum &+= UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)) }
            let rest = bytes.count % 4
            for place in 0..<rest { sum &+= UInt32(bytes[bytes.count - rest + place]) << UInt32(24 - 8 * place) }
        }
        return sum
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func set(_ value: some FixedWidthInteger, at place: Int) {
        Swift.withUnsafeBytes(of: value.bigEndian) { replaceSubrange(place..<place + $0.count, with: $0) }
    }
}
