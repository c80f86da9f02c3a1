import CDeflate

/// A ZIP container, by its central directory. Entries are stored or deflated; each is checked by size and checksum when it is read.
struct ZipArchive {
    struct Entry {
        let name: String
        fileprivate let method, flags, packed, size, offset: Int
        fileprivate let checksum: UInt32
    }

    private let file: [UInt8]
    private let context: ReadContext
    /// By name in lower case with forward slashes, as the parts of an XLSX file are found.
    private var entries: [String: Entry] = [:]
    private var unpackedLeft: Int

    init(_ file: [UInt8], _ context: ReadContext) throws {
        self.file = file
        self.context = context
        unpackedLeft = context.limits.unpackedBytes
        let (count, offset, end) = try ZipArchive.directory(file, context)
        if count > context.limits.parts { throw context.overLimit("parts", context.limits.parts) }
        var position = offset
        for _ in 0..<count {
            guard position + 46 <= end, file.u32(position) == 0x0201_4B50 else { throw context.damagedContainer("an entry of the ZIP directory is missing", "byte \(position)") }
            let nameCount = file.u16(position + 28), extraCount = file.u16(position + 30)
            let next = position + 46 + nameCount + extraCount + file.u16(position + 32)
            guard next <= end else { throw context.damagedContainer("an entry of the ZIP directory is cut off", "byte \(position)") }
            let entry = entry(at: position, nameCount, extraCount)
            let key = ZipArchive.key(entry.name)
            if key.split(separator: "/").contains("..") { throw context.damagedContainer("the part '\(entry.name)' leads out of the container", "byte \(position)") }
            if entries.updateValue(entry, forKey: key) != nil { throw context.damagedContainer("the part '\(entry.name)' stands twice in it", "byte \(position)") }
            position = next
        }
    }

    private static func key(_ name: String) -> String { name.lowercased().split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "/") }

    func contains(_ name: String) -> Bool { entries[ZipArchive.key(name)] != nil }

    // MARK: Directory

    /// Number of entries, and first and last byte of the directory: from the record at the end of the file, which may be followed by a comment.
    private static func directory(_ file: [UInt8], _ context: ReadContext) throws -> (count: Int, offset: Int, end: Int) {
        var position = file.count - 22
        let lowest = max(0, file.count - 22 - 65_535)
        while position >= lowest, file.u32(position) != 0x0605_4B50 || position + 22 + file.u16(position + 20) > file.count { position -= 1 }
        guard position >= lowest else { throw context.damagedContainer("the ZIP directory at the end is missing", "byte \(file.count)") }
        var count = file.u16(position + 10), size = file.u32(position + 12), offset = file.u32(position + 16)
        if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF, position >= 20, file.u32(position - 20) == 0x0706_4B50 {
            let wide = Int(clamping: file.u64(position - 12))
            guard file.has(56, at: wide), file.u32(wide) == 0x0606_4B50 else { throw context.damagedContainer("the ZIP directory is missing", "byte \(position)") }
            count = Int(clamping: file.u64(wide + 32))
            size = Int(clamping: file.u64(wide + 40))
            offset = Int(clamping: file.u64(wide + 48))
        }
        guard file.has(size, at: offset), offset + size <= position else { throw context.damagedContainer("the ZIP directory is not where it should be", "byte \(position)") }
        return (count, offset, offset + size)
    }

    private func entry(at position: Int, _ nameCount: Int, _ extraCount: Int) -> Entry {
        var packed = file.u32(position + 20), size = file.u32(position + 24), offset = file.u32(position + 42)
        let name = String(decoding: file[position + 46..<position + 46 + nameCount], as: UTF8.self)
        // Sizes beyond 32 bits, in this order, each only when its field is full.
        var extra = position + 46 + nameCount
        let end = extra + extraCount
        while extra + 4 <= end {
            let fieldEnd = extra + 4 + file.u16(extra + 2)
            if file.u16(extra) == 1, fieldEnd <= end {
                var at = extra + 4
                func wide(_ value: inout Int) {
                    if value == 0xFFFF_FFFF, at + 8 <= fieldEnd {
                        value = Int(clamping: file.u64(at))
                        at += 8
                    }
                }
                wide(&size)
                wide(&packed)
                wide(&offset)
            }
            extra = fieldEnd
        }
        return Entry(
            name: name, method: file.u16(position + 10), flags: file.u16(position + 8), packed: packed, size: size, offset: offset,
            checksum: UInt32(file.u32(position + 16)))
    }

    // MARK: Content

    /// The unpacked content of a part, or nil when there is none of that name.
    mutating func bytes(of name: String) throws -> [UInt8]? {
        guard let entry = entries[ZipArchive.key(name)] else { return nil }
        if entry.flags & 1 != 0 { throw context.encrypted }
        if entry.size > unpackedLeft { throw context.overLimit("unpacked bytes", context.limits.unpackedBytes) }
        guard file.has(30, at: entry.offset), file.u32(entry.offset) == 0x0403_4B50 else { throw damaged(entry, "its head is missing") }
        let start = entry.offset + 30 + file.u16(entry.offset + 26) + file.u16(entry.offset + 28)
        guard file.has(entry.packed, at: start) else { throw damaged(entry, "it is cut off") }
        let content: [UInt8]
        switch entry.method {
        case 0:
            if entry.packed != entry.size { throw damaged(entry, "its two sizes differ") }
            content = Array(file[start..<start + entry.size])
        case 8: content = try inflated(entry, start)
        default: throw damaged(entry, "it is packed by method \(entry.method), which spreadsheets do not use")
        }
        unpackedLeft -= content.count
        let checksum = content.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
        if checksum != entry.checksum { throw damaged(entry, "its checksum is wrong") }
        return content
    }

    private func inflated(_ entry: Entry, _ start: Int) throws -> [UInt8] {
        // Deflate makes at most 1,032 bytes of one: a larger promise would only cost memory.
        if entry.size / 1032 > entry.packed { throw damaged(entry, "it claims to unpack to \(entry.size) bytes, which it cannot") }
        if entry.size > 16 << 20, entry.size / context.limits.unpackRatio > entry.packed { throw context.overLimit("bytes unpacked from one byte (part '\(entry.name)')", context.limits.unpackRatio) }
        guard let decompressor = libdeflate_alloc_decompressor() else { throw context.unreadable("out of memory") }
        defer { libdeflate_free_decompressor(decompressor) }
        var result = LIBDEFLATE_BAD_DATA
        let content = [UInt8](unsafeUninitializedCapacity: max(1, entry.size)) { target, count in
            file.withUnsafeBytes { source in
                result = libdeflate_deflate_decompress(decompressor, source.baseAddress! + start, entry.packed, target.baseAddress, entry.size, nil)
            }
            count = result == LIBDEFLATE_SUCCESS ? entry.size : 0
        }
        if result != LIBDEFLATE_SUCCESS { throw damaged(entry, "it cannot be unpacked to its size") }
        return content
    }

    private func damaged(_ entry: Entry, _ reason: String) -> any Error {
        context.damagedContainer("part '\(entry.name)': \(reason)", "byte \(entry.offset)")
    }
}
