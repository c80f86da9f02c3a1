import Scene
import TextShaping

/// What a PDF uses of a face, and how the characters are written: ASCII and the minus sign as one byte of a simple font, which
/// keeps tables of figures small, all others as two bytes of a composite font. Both share one embedded font file.
final class PDFFace {
    enum Code {
        /// A byte of the simple font.
        case simple(UInt8)
        /// A number of a glyph in the composite font.
        case wide(UInt16)
    }

    private static let minus: UInt32 = 0x2212
    private static let minusCode = 0x80
    private static let codeCount = 0x81

    let file: FontFile
    private let program: FontProgram
    private let font: TrueTypeSubset
    private let perEm: Int
    /// Glyphs of the embedded font: their numbers in the whole one, their texts, their widths in thousandths.
    private var glyphs = [0]
    private var texts = [""]
    private var widths = [0]
    /// Glyph of the whole font → that of the embedded one, 0 for none.
    private var numbers = [UInt16](repeating: 0, count: 0x10000)
    /// Glyphs that stand for other texts than `texts` says.
    private var others: [Other: UInt16] = [:]
    /// The whole font's glyph for each code of the simple font, −1 for none, and its number in the embedded one.
    private let codeGlyphs = UnsafeMutablePointer<Int32>.allocate(capacity: codeCount)
    private let codeWidths = UnsafeMutablePointer<Int32>.allocate(capacity: codeCount)
    private var codeNumbers = [UInt16](repeating: 0, count: codeCount)
    private(set) var usesSimple = false
    private(set) var usesWide = false

    private struct Other: Hashable {
        var glyph: UInt32
        var text: String
    }

    init(_ face: Face, _ program: FontProgram) throws(TrueTypeSubset.Damaged) {
        file = FontFile(face)
        self.program = program
        font = try TrueTypeSubset(program)
        perEm = max(1, Int(try TrueTypeSubset.number("head", of: program, at: 18)))
        codeGlyphs.initialize(repeating: -1, count: Self.codeCount)
        codeWidths.initialize(repeating: 0, count: Self.codeCount)
    }

    deinit {
        codeGlyphs.deallocate()
        codeWidths.deallocate()
    }

    /// True when the byte of the simple font already stands for this glyph.
    @inline(__always)
    func has(_ byte: UInt8, for glyph: UInt32) -> Bool { codeGlyphs[Int(byte)] == Int32(truncatingIfNeeded: glyph) }

    /// In thousandths of the size.
    @inline(__always)
    func width(_ code: Code) -> Int {
        switch code {
        case .simple(let byte): Int(codeWidths[Int(byte)])
        case .wide(let number): widths[Int(number)]
        }
    }

    /// How a glyph that stands for some bytes of text is written; nil when they are no UTF-8, or one of too many different ones for a
    /// font. No bytes: a further glyph of the text before.
    func code(of glyph: UInt32, for bytes: UnsafeBufferPointer<UInt8>) throws(TrueTypeSubset.Damaged) -> Code? {
        guard glyph < 0x10000 else { throw TrueTypeSubset.Damaged(table: "maxp") }
        let character = UTF8Character(bytes)
        if let character, let byte = Self.simpleCode(of: character.scalar.value) {
            if codeGlyphs[Int(byte)] < 0 {
                let number = try number(of: glyph, bytes)
                codeGlyphs[Int(byte)] = Int32(glyph)
                codeWidths[Int(byte)] = Int32(widths[Int(number ?? 0)])
                codeNumbers[Int(byte)] = number ?? 0
            }
            if has(byte, for: glyph) {
                usesSimple = true
                return .simple(byte)
            }
        }
        guard let number = try number(of: glyph, bytes) else { return nil }
        usesWide = true
        return .wide(number)
    }

    private static func simpleCode(of character: UInt32) -> UInt8? {
        (0x20...0x7e).contains(character) ? UInt8(character) : character == minus ? UInt8(minusCode) : nil
    }

    private func number(of glyph: UInt32, _ bytes: UnsafeBufferPointer<UInt8>) throws(TrueTypeSubset.Damaged) -> UInt16? {
        let known = numbers[Int(glyph)]
        if known != 0, texts[Int(known)].utf8.elementsEqual(bytes) { return known }
        guard let text = String(validating: bytes, as: UTF8.self), glyphs.count < 0xffff else { return nil }
        let key = Other(glyph: glyph, text: text)
        if let other = others[key] { return other }
        let number = UInt16(glyphs.count)
        if known == 0 { numbers[Int(glyph)] = number } else { others[key] = number }
        widths.append((try font.advance(of: Int(glyph)) * 1000 + perEm / 2) / perEm)
        glyphs.append(Int(glyph))
        texts.append(text)
        return number
    }

    /// Writes the fonts into the file; `simple` and `wide` are the numbers of their objects, 0 for one that is not used.
    func write(to body: PDFBody, simple: Int, wide: Int) throws(TrueTypeSubset.Damaged) {
        let codes = (0..<Self.codeCount).filter { codeGlyphs[$0] >= 0 }
        let data = try font.make(glyphs, codes: codes.map { (UInt16($0 == Self.minusCode ? Int(Self.minus) : $0), codeNumbers[$0]) })
        let fontFile = body.reserve(), name = tag + "+" + file.fileName.prefix { $0 != "." }
        data.withUnsafeBufferPointer { bytes in
            body.writeStream(fontFile, bytes) {
                $0.put("/Length1 ")
                $0.put(bytes.count)
            }
        }
        if simple != 0 { try writeSimple(to: body, simple, name, codes, fontFile) }
        if wide != 0 { try writeWide(to: body, wide, name, fontFile) }
    }

    private func writeSimple(to body: PDFBody, _ number: Int, _ name: String, _ codes: [Int], _ fontFile: Int) throws(TrueTypeSubset.Damaged) {
        let descriptor = try writeDescriptor(to: body, name, flags: 32, fontFile), map = writeTexts(to: body, codes.map { ($0, texts[Int(codeNumbers[$0])]) }, digits: 2)
        let first = codes.first ?? 0, last = codes.last ?? 0
        body.write(number) { out in
            out.put(string: "<</Type/Font/Subtype/TrueType/BaseFont/\(name)/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[\(Self.minusCode)/minus]>>")
            out.put(string: "/FirstChar \(first)/LastChar \(last)/Widths[")
            for code in first...last { out.put(string: code == first ? "\(codeWidths[code])" : " \(codeWidths[code])") }
            out.put(string: "]/FontDescriptor \(descriptor) 0 R/ToUnicode \(map) 0 R>>")
        }
    }

    private func writeWide(to body: PDFBody, _ number: Int, _ name: String, _ fontFile: Int) throws(TrueTypeSubset.Damaged) {
        let descriptor = try writeDescriptor(to: body, name, flags: 4, fontFile)
        let map = writeTexts(to: body, texts.indices.filter { !texts[$0].isEmpty }.map { ($0, texts[$0]) }, digits: 4), descendant = body.reserve()
        body.write(descendant) { out in
            out.put(string: "<</Type/Font/Subtype/CIDFontType2/BaseFont/\(name)/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>")
            out.put("/CIDToGIDMap/Identity/DW 1000/W[")
            for place in widths.indices where place > 0 && widths[place] != 1000 { out.put(string: "\(place)[\(widths[place])]") }
            out.put(string: "]/FontDescriptor \(descriptor) 0 R>>")
        }
        body.write(number) {
            $0.put(string: "<</Type/Font/Subtype/Type0/BaseFont/\(name)/Encoding/Identity-H/DescendantFonts[\(descendant) 0 R]/ToUnicode \(map) 0 R>>")
        }
    }

    private func writeDescriptor(to body: PDFBody, _ name: String, flags: Int, _ fontFile: Int) throws(TrueTypeSubset.Damaged) -> Int {
        func measure(_ table: String, _ offset: Int) throws(TrueTypeSubset.Damaged) -> Int {
            Int(Int16(bitPattern: try TrueTypeSubset.number(table, of: program, at: offset))) * 1000 / perEm
        }
        let box = try [36, 38, 40, 42].map { offset throws(TrueTypeSubset.Damaged) in String(try measure("head", offset)) }.joined(separator: " ")
        let ascent = try measure("hhea", 4), descent = try measure("hhea", 6), capitals = try measure("OS/2", 88), descriptor = body.reserve()
        body.write(descriptor) { out in
            out.put(string: "<</Type/FontDescriptor/FontName/\(name)/Flags \(flags)/FontBBox[\(box)]/ItalicAngle 0/Ascent \(ascent)/Descent \(descent)")
            out.put(string: "/CapHeight \(capitals)/StemV \(file.isBold ? 140 : 80)/FontFile2 \(fontFile) 0 R>>")
        }
        return descriptor
    }

    /// The table that gives texts back for codes of `digits` hexadecimal digits.
    private func writeTexts(to body: PDFBody, _ entries: [(code: Int, text: String)], digits: Int) -> Int {
        let out = ByteBuffer(), number = body.reserve()
        out.put("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n")
        out.put("/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n")
        out.put(digits == 2 ? "<00> <FF>\nendcodespacerange\n" : "<0000> <FFFF>\nendcodespacerange\n")
        for start in stride(from: 0, to: entries.count, by: 100) {
            let part = entries[start..<min(start + 100, entries.count)]
            out.put(string: "\(part.count) beginbfchar\n")
            for (code, text) in part {
                let hexadecimal = String(code, radix: 16)
                out.put(string: "<" + String(repeating: "0", count: digits - hexadecimal.utf8.count) + hexadecimal + "> <")
                for unit in text.utf16 { out.put(hexadecimal: unit) }
                out.put(">\n")
            }
            out.put("endbfchar\n")
        }
        out.put("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
        body.writeStream(number, out.bytes)
        return number
    }

    /// Six letters that tell this subset from others of the face.
    private var tag: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for glyph in glyphs { hash = (hash ^ UInt64(glyph)) &* 0x100_0000_01b3 }
        return String(decoding: (0..<6).map { _ in
            defer { hash /= 26 }
            return UInt8(0x41 + hash % 26)
        }, as: UTF8.self)
    }
}

/// One character of UTF-8, when the bytes are exactly that.
private struct UTF8Character {
    var scalar: Unicode.Scalar

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard (1...4).contains(bytes.count) else { return nil }
        var decoder = UTF8(), iterator = bytes.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator), UTF8.width(scalar) == bytes.count else { return nil }
        self.scalar = scalar
    }
}
