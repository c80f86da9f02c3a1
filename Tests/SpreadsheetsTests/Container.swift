import CDeflate

/// Takes XLSX containers apart and writes them: for tests, checksums right, content as wanted.
struct Container {
    var parts: [(name: String, bytes: [UInt8])]

    init(_ parts: [(name: String, bytes: [UInt8])]) { self.parts = parts }

    /// By the central directory; a sound file is expected.
    init(unpacking file: [UInt8]) {
        parts = []
        func u16(_ at: Int) -> Int { Int(file[at]) | Int(file[at + 1]) << 8 }
        func u32(_ at: Int) -> Int { u16(at) | u16(at + 2) << 16 }
        var end = file.count - 22
        while u32(end) != 0x0605_4B50 { end -= 1 }
        var position = u32(end + 16)
        for _ in 0..<u16(end + 10) {
            let packed = u32(position + 20), size = u32(position + 24), offset = u32(position + 42), nameCount = u16(position + 28)
            let name = String(decoding: file[position + 46..<position + 46 + nameCount], as: UTF8.self)
            let start = offset + 30 + u16(offset + 26) + u16(offset + 28), body = Array(file[start..<start + packed])
            parts.append((name, u16(position + 10) == 0 ? body : Self.inflated(body, size)))
            position += 46 + nameCount + u16(position + 30) + u16(position + 32)
        }
    }

    private static func inflated(_ body: [UInt8], _ size: Int) -> [UInt8] {
        let decompressor = libdeflate_alloc_decompressor()!
        defer { libdeflate_free_decompressor(decompressor) }
        return [UInt8](unsafeUninitializedCapacity: max(1, size)) { target, count in
            let result = libdeflate_deflate_decompress(decompressor, body, body.count, target.baseAddress, size, nil)
            count = result == LIBDEFLATE_SUCCESS ? size : 0
        }
    }

    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        let compressor = libdeflate_alloc_compressor(1)!
        defer { libdeflate_free_compressor(compressor) }
        let bound = libdeflate_deflate_compress_bound(compressor, bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            count = libdeflate_deflate_compress(compressor, bytes, bytes.count, target.baseAddress, bound)
        }
    }

    /// `stored`: without packing. `claim` changes the sizes and the checksum that are written of a part.
    func bytes(stored: Bool = true, claim: (String) -> Int? = { _ in nil }) -> [UInt8] {
        var file: [UInt8] = [], directory: [UInt8] = []
        func word(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        for part in parts {
            let body = stored ? part.bytes : Self.deflated(part.bytes), name = Array(part.name.utf8)
            let checksum = Int(part.bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }), offset = file.count
            let common = word(20, 2) + word(0, 2) + word(stored ? 0 : 8, 2) + word(0, 2) + word(0x21, 2) + word(checksum, 4) + word(body.count, 4)
                + word(claim(part.name) ?? part.bytes.count, 4) + word(name.count, 2) + word(0, 2)
            file += word(0x0403_4B50, 4) + common + name + body
            directory += word(0x0201_4B50, 4) + word(20, 2) + common + word(0, 2) + word(0, 2) + word(0, 2) + word(0, 4) + word(offset, 4) + name
        }
        return file + directory + word(0x0605_4B50, 4) + word(0, 4) + word(parts.count, 2) + word(parts.count, 2) + word(directory.count, 4) + word(file.count, 4) + word(0, 2)
    }
}
