internal import CXlsxWriter
internal import Glibc

/// Reads a finished workbook back. libxlsxwriter 1.1.4 does not notice when its scratch files cannot be written (disk full): it
/// packs what is there, holes and all, and reports success. A part whose tags do not match, or a sheet shorter than its cells, is damaged.
enum PackageCheck {
    /// Name of the first part that is damaged; nil when all are whole. `the package` when the file is no readable ZIP.
    /// `sheetBytes`: the least size of each sheet, in order.
    static func damagedPart(_ path: String, sheetBytes: [Int]) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return "the package" }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > 22, let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), memory != MAP_FAILED else { return "the package" }
        defer { munmap(memory, size) }
        return damagedPart(UnsafeRawBufferPointer(start: memory, count: size), sheetBytes)
    }

    private static func damagedPart(_ bytes: UnsafeRawBufferPointer, _ sheetBytes: [Int]) -> String? {
        func number(_ at: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
        // The library writes no archive comment: the end record is the last 22 bytes.
        let end = bytes.count - 22
        guard number(end, 4) == 0x0605_4b50 else { return "the package" }
        var at = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            guard at + 46 <= end, number(at, 4) == 0x0201_4b50 else { return "the package" }
            let nameLength = number(at + 28, 2), local = number(at + 42, 4), packed = number(at + 20, 4)
            let name = String(decoding: bytes[at + 46..<min(end, at + 46 + nameLength)], as: UTF8.self)
            guard local + 30 <= end, number(local, 4) == 0x0403_4b50 else { return name }
            let data = local + 30 + number(local + 26, 2) + number(local + 28, 2)
            guard data + packed <= end else { return name }
            let part = Part(name: name, method: number(at + 10, 2), size: number(at + 24, 4), checksum: number(at + 16, 4))
            if sheetBytes.indices.contains(where: { name == "xl/worksheets/sheet\($0 + 1).xml" && part.size <= sheetBytes[$0] }) { return name }
            if !isWhole(part, UnsafeRawBufferPointer(rebasing: bytes[data..<data + packed])) { return name }
            at += 46 + nameLength + number(at + 30, 2) + number(at + 32, 2)
        }
        return nil
    }

    private struct Part {
        let name: String
        let method: Int
        let size: Int
        let checksum: Int
    }

    private static func isWhole(_ part: Part, _ packed: UnsafeRawBufferPointer) -> Bool {
        guard part.method == 8 else { return part.method == 0 && packed.count == part.size }
        var size: UInt64 = 0, checksum: UInt32 = 0, isWholeXML: Int32 = 0
        let status = gz_inflate_check(packed.bindMemory(to: UInt8.self).baseAddress, packed.count, &size, &checksum, &isWholeXML)
        guard status == 0, Int(size) == part.size, Int(checksum) == part.checksum else { return false }
        let isXML = part.name.hasSuffix(".xml") || part.name.hasSuffix(".rels") || part.name.hasSuffix(".vml")
        return !isXML || isWholeXML != 0
    }
}
