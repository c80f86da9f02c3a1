internal import CXlsxWriter
internal import Glibc

/// The ZIP package that the library wrote, read back and checked. libxlsxwriter 1.1.4 does not notice when its scratch files cannot
/// be written (disk full): it packs what is there, holes and all, and reports success. A part whose tags do not match is damaged.
struct Package {
    /// One file of the package; ranges are of `bytes`.
    private struct Part {
        let name: String
        /// Header, name and extra field in front of the data.
        let local: Range<Int>
        let data: Range<Int>
        let central: Range<Int>
        let method: Int
        let size: Int
        let checksum: Int
    }

    private let bytes: [UInt8]
    private var parts: [Part] = []
    private let path: String

    /// Throws OUT108 when a part is damaged. `path` is what messages name.
    init(readingFrom file: String, for path: String) throws {
        self.path = path
        bytes = try Self.read(file, for: path)
        // The library writes no archive comment: the end record is the last 22 bytes.
        let end = bytes.count - 22
        guard end >= 0, number(end, 4) == 0x0605_4b50 else { throw OutputDiagnostics.damaged(path, "the package") }
        var at = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            guard let part = part(at, before: end) else { throw OutputDiagnostics.damaged(path, "the package") }
            guard isWhole(part) else { throw OutputDiagnostics.damaged(path, part.name) }
            parts.append(part)
            at = part.central.upperBound
        }
    }

    private func number(_ at: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }

    private func part(_ at: Int, before end: Int) -> Part? {
        guard at + 46 <= end, number(at, 4) == 0x0201_4b50 else { return nil }
        let nameLength = number(at + 28, 2), local = number(at + 42, 4), next = at + 46 + nameLength + number(at + 30, 2) + number(at + 32, 2)
        guard next <= end, local + 30 <= end, number(local, 4) == 0x0403_4b50 else { return nil }
        let data = local + 30 + number(local + 26, 2) + number(local + 28, 2), packed = number(at + 20, 4)
        guard data + packed <= end else { return nil }
        return Part(
            name: String(decoding: bytes[at + 46..<at + 46 + nameLength], as: UTF8.self), local: local..<data, data: data..<data + packed, central: at..<next,
            method: number(at + 10, 2), size: number(at + 24, 4), checksum: number(at + 16, 4))
    }

    private func isWhole(_ part: Part) -> Bool {
        if part.method != 8 { return part.method == 0 && part.data.count == part.size }
        var size: UInt64 = 0, checksum: UInt32 = 0, isWholeXML: Int32 = 0
        let status = bytes.withUnsafeBufferPointer {
            gz_inflate_check($0.baseAddress! + part.data.lowerBound, part.data.count, nil, 0, &size, &checksum, &isWholeXML)
        }
        guard status == 0, Int(size) == part.size, Int(checksum) == part.checksum else { return false }
        let isXML = part.name.hasSuffix(".xml") || part.name.hasSuffix(".rels") || part.name.hasSuffix(".vml")
        return !isXML || isWholeXML != 0
    }

    private static func read(_ file: String, for path: String) throws -> [UInt8] {
        let handle = open(file, O_RDONLY)
        guard handle >= 0 else { throw OutputDiagnostics.cannotWrite(path, errno, step: "open again") }
        defer { close(handle) }
        let size = Int(lseek(handle, 0, SEEK_END))
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, count in
            while got < size {
                let step = pread(handle, buffer.baseAddress! + got, size - got, off_t(got))
                if step <= 0 { break }
                got += step
            }
            count = got
        }
        if got != size { throw OutputDiagnostics.cannotWrite(path, errno, step: "read again") }
        return bytes
    }

    // MARK: Rows

    /// What stands in the package in place of a part.
    private struct Content {
        var pieces: [UnsafeRawBufferPointer]
        var packed: Int { pieces.reduce(0) { $0 + $1.count } }
        var size: Int
        var checksum: Int
    }

    /// Writes the package with the rows in their sheets, in order. Every byte's arrival is checked.
    func write(inserting rows: [PackedRows], to file: String, for path: String) throws {
        let handle = open(file, O_WRONLY | O_TRUNC)
        guard handle >= 0 else { throw OutputDiagnostics.cannotWrite(path, errno, step: "open again") }
        defer { close(handle) }
        var directory: [UInt8] = [], offset = 0
        func put(_ piece: UnsafeRawBufferPointer) throws {
            var rest = piece
            while !rest.isEmpty {
                let written = Glibc.write(handle, rest.baseAddress, rest.count)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw OutputDiagnostics.cannotWrite(path, written < 0 ? errno : ENOSPC, step: "write") }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            offset += piece.count
        }
        for part in parts {
            try withContent(of: part, rows) { content in
                guard offset + content.packed < 1 << 32, content.size < 1 << 32 else {
                    throw OutputDiagnostics.libraryFailed(path, "a sheet of more than 4 GB", step: "write")
                }
                var local = Array(bytes[part.local]), central = Array(bytes[part.central])
                let sizes = [content.checksum, content.packed, content.size].flatMap { Self.littleEndian($0) }
                local.replaceSubrange(14..<26, with: sizes)
                central.replaceSubrange(16..<28, with: sizes)
                central.replaceSubrange(42..<46, with: Self.littleEndian(offset))
                try local.withUnsafeBytes(put)
                for piece in content.pieces { try put(piece) }
                directory += central
            }
        }
        var end = Array(bytes[(bytes.count - 22)...])
        end.replaceSubrange(12..<20, with: Self.littleEndian(directory.count) + Self.littleEndian(offset))
        try (directory + end).withUnsafeBytes(put)
    }

    private static func littleEndian(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    private func withContent(of part: Part, _ rows: [PackedRows], _ body: (Content) throws -> Void) throws {
        if let sheet = rows.indices.first(where: { part.name == "xl/worksheets/sheet\($0 + 1).xml" }), rows[sheet].size > 0 {
            try withSheet(part, rows[sheet], body)
        } else {
            try bytes.withUnsafeBytes {
                try body(Content(pieces: [UnsafeRawBufferPointer(rebasing: $0[part.data])], size: part.size, checksum: part.checksum))
            }
        }
    }

    /// A sheet in three runs of deflate blocks: what the library wrote before the rows, the rows, and what it wrote after them.
    private func withSheet(_ part: Part, _ rows: PackedRows, _ body: (Content) throws -> Void) throws {
        let text = unpacked(part), mark = Array("<sheetData></sheetData>".utf8), split = "<sheetData>".utf8.count
        guard let place = text.indices.first(where: { text[$0...].starts(with: mark) }) else { throw OutputDiagnostics.damaged(path, part.name) }
        let head = Array(text[..<(place + split)]), tail = Array(text[(place + split)...])
        let packedHead = Self.deflated(head, isLast: false), packedTail = Self.deflated(tail, isLast: true)
        guard !packedHead.isEmpty, !packedTail.isEmpty else { throw OutputDiagnostics.libraryFailed(path, "out of memory", step: "write") }
        var checksum = crc32_combine(crc32(0, head, UInt32(head.count)), rows.checksum, rows.size)
        checksum = crc32_combine(checksum, crc32(0, tail, UInt32(tail.count)), tail.count)
        try packedHead.withUnsafeBytes { head in
            try packedTail.withUnsafeBytes { tail in
                try body(Content(pieces: [head, rows.deflated, tail], size: text.count + rows.size, checksum: Int(checksum)))
            }
        }
    }

    private func unpacked(_ part: Part) -> [UInt8] {
        var size: UInt64 = 0, checksum: UInt32 = 0, isWholeXML: Int32 = 0
        return [UInt8](unsafeUninitializedCapacity: part.size) { target, count in
            _ = bytes.withUnsafeBufferPointer {
                gz_inflate_check($0.baseAddress! + part.data.lowerBound, part.data.count, target.baseAddress, part.size, &size, &checksum, &isWholeXML)
            }
            count = Int(size)
        }
    }

    private static func deflated(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        let capacity = bytes.count + bytes.count / 8 + 256
        return [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
            count = gz_deflate(bytes, bytes.count, isLast ? 1 : 0, target.baseAddress, capacity)
        }
    }
}
