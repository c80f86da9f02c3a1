internal import Glibc

/// Writes the rows of one table straight into the pages of an SQLite file: a b-tree built from left to right.
///
/// SQLite makes the file with its empty tables; this appends finished leaf pages and, at the end, the pages above them. Rows come
/// in ascending order of their number, so no page is ever touched twice. Format: https://www.sqlite.org/fileformat2.html.
final class TablePages {
    private let size: Int
    private let handle: Int32
    private let rootPage: Int
    /// Number that the next page of the file gets.
    private var nextPage: Int
    /// The page that SQLite keeps for its locks at 1 GiB; never used.
    private let lockPage: Int
    private let leaf: UnsafeMutableRawPointer
    private var cells = 0
    private var contentStart: Int
    private var lastRow: Int64 = 0
    private var leaves: [Child] = []
    /// Finished pages that are not on disk yet; they are consecutive.
    private let pending: UnsafeMutableRawPointer
    private var pendingCount = 0
    private var pendingFirst = 0
    private static let pendingPages = 64
    private(set) var failure: Int32 = 0

    private struct Child {
        var page: UInt32
        var lastRow: Int64
    }

    /// `handle`: open for writing, owned by the caller. `pageCount`: pages that the file has already.
    init(handle: Int32, pageSize: Int, rootPage: Int, pageCount: Int) {
        self.handle = handle
        size = pageSize
        self.rootPage = rootPage
        nextPage = pageCount + 1
        lockPage = 0x4000_0000 / pageSize + 1
        leaf = .allocate(byteCount: pageSize, alignment: 16)
        pending = .allocate(byteCount: pageSize * Self.pendingPages, alignment: 16)
        contentStart = pageSize
        memset(leaf, 0, pageSize)
    }

    deinit {
        leaf.deallocate()
        pending.deallocate()
    }

    // MARK: Leaves

    /// Adds a row: `header` are the serial types of its record, `body` the values.
    @inline(__always)
    func append(row: Int64, header: UnsafeMutableRawPointer, headerCount: Int, body: UnsafeMutableRawPointer, bodyCount: Int) {
        let headerSize = headerCount < 127 ? headerCount + 1 : headerCount + 2
        let payload = headerSize + bodyCount
        if payload > size - 35 { return appendLong(row: row, header, headerCount, body, bodyCount) }
        let cell = payload + Varint.length(UInt64(payload)) + Varint.length(UInt64(bitPattern: row))
        if 8 + 2 * (cells + 1) + cell > contentStart { closeLeaf() }
        contentStart -= cell
        var target = leaf + contentStart
        target += Varint.write(UInt64(payload), to: target)
        target += Varint.write(UInt64(bitPattern: row), to: target)
        target += Varint.write(UInt64(headerSize), to: target)
        memcpy(target, header, headerCount)
        memcpy(target + headerCount, body, bodyCount)
        addCell(row)
    }

    @inline(__always)
    private func addCell(_ row: Int64) {
        (leaf + 8 + 2 * cells).storeBytes(of: UInt16(truncatingIfNeeded: contentStart).bigEndian, as: UInt16.self)
        cells += 1
        lastRow = row
    }

    /// A record that does not fit into a page continues on pages of its own.
    private func appendLong(row: Int64, _ header: UnsafeMutableRawPointer, _ headerCount: Int, _ body: UnsafeMutableRawPointer, _ bodyCount: Int) {
        let headerSize = headerCount < 127 ? headerCount + 1 : headerCount + 2
        var record = [UInt8](repeating: 0, count: 10)
        let prefix = record.withUnsafeMutableBytes { Varint.write(UInt64(headerSize), to: $0.baseAddress!) }
        record.removeLast(10 - prefix)
        record += UnsafeRawBufferPointer(start: header, count: headerCount)
        record += UnsafeRawBufferPointer(start: body, count: bodyCount)
        let smallest = (size - 12) * 32 / 255 - 23, rest = smallest + (record.count - smallest) % (size - 4)
        let local = rest <= size - 35 ? rest : smallest
        let cell = Varint.length(UInt64(record.count)) + Varint.length(UInt64(bitPattern: row)) + local + 4
        if 8 + 2 * (cells + 1) + cell > contentStart { closeLeaf() }
        contentStart -= cell
        var target = leaf + contentStart
        target += Varint.write(UInt64(record.count), to: target)
        target += Varint.write(UInt64(bitPattern: row), to: target)
        record.withUnsafeBytes { memcpy(target, $0.baseAddress!, local) }
        let first = writeOverflow(Array(record[local...]))
        (target + local).storeBytes(of: UInt32(first).bigEndian, as: UInt32.self)
        addCell(row)
    }

    /// Writes a chain of overflow pages and returns the number of its first one.
    private func writeOverflow(_ bytes: [UInt8]) -> Int {
        let page = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        defer { page.deallocate() }
        var offset = 0, first = 0
        while offset < bytes.count {
            let count = min(size - 4, bytes.count - offset), number = allocate()
            if first == 0 { first = number }
            memset(page, 0, size)
            let follows = offset + count < bytes.count
            let next = number + 1 == lockPage ? number + 2 : number + 1
            page.storeBytes(of: UInt32(follows ? next : 0).bigEndian, as: UInt32.self)
            bytes.withUnsafeBytes { _ = memcpy(page + 4, $0.baseAddress! + offset, count) }
            store(page, number)
            offset += count
        }
        return first
    }

    private func closeLeaf() {
        finishLeaf()
        let number = allocate()
        store(leaf, number)
        leaves.append(Child(page: UInt32(number), lastRow: lastRow))
        memset(leaf, 0, size)
        cells = 0
        contentStart = size
    }

    private func finishLeaf() {
        leaf.storeBytes(of: 13, as: UInt8.self)
        (leaf + 3).storeBytes(of: UInt16(cells).bigEndian, as: UInt16.self)
        (leaf + 5).storeBytes(of: UInt16(truncatingIfNeeded: contentStart).bigEndian, as: UInt16.self)
    }

    // MARK: The pages above

    /// Writes what is left, the inner pages and the root; then the file has its final number of pages. Returns errno or 0.
    func finish() -> Int32 {
        if leaves.isEmpty {
            finishLeaf()
            flush()
            write(leaf, count: size, at: (rootPage - 1) * size)
        } else {
            if cells > 0 { closeLeaf() }
            var level = leaves
            while level.count > fanout { level = writeLevel(level) }
            let root = inner(level[...])
            flush()
            write(root, count: size, at: (rootPage - 1) * size)
            root.deallocate()
        }
        var count = UInt32(nextPage - 1).bigEndian
        write(&count, count: 4, at: 28)
        return failure
    }

    /// Children of one inner page: each cell takes at most 4 + 9 bytes and its pointer 2.
    private var fanout: Int { (size - 12) / 15 }

    private func writeLevel(_ children: [Child]) -> [Child] {
        var result: [Child] = [], start = 0
        while start < children.count {
            var end = min(children.count, start + fanout)
            // No page may be left with a single child.
            if children.count - end == 1 { end -= 1 }
            let page = inner(children[start..<end]), number = allocate()
            store(page, number)
            page.deallocate()
            result.append(Child(page: UInt32(number), lastRow: children[end - 1].lastRow))
            start = end
        }
        return result
    }

    private func inner(_ children: ArraySlice<Child>) -> UnsafeMutableRawPointer {
        let page = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        memset(page, 0, size)
        var content = size
        for (index, child) in children.dropLast().enumerated() {
            content -= 4 + Varint.length(UInt64(bitPattern: child.lastRow))
            (page + content).storeBytes(of: child.page.bigEndian, as: UInt32.self)
            _ = Varint.write(UInt64(bitPattern: child.lastRow), to: page + content + 4)
            (page + 12 + 2 * index).storeBytes(of: UInt16(truncatingIfNeeded: content).bigEndian, as: UInt16.self)
        }
        page.storeBytes(of: 5, as: UInt8.self)
        (page + 3).storeBytes(of: UInt16(children.count - 1).bigEndian, as: UInt16.self)
        (page + 5).storeBytes(of: UInt16(truncatingIfNeeded: content).bigEndian, as: UInt16.self)
        (page + 8).storeBytes(of: children.last!.page.bigEndian, as: UInt32.self)
        return page
    }

    // MARK: File

    private func allocate() -> Int {
        if nextPage == lockPage {
            let empty = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
            memset(empty, 0, size)
            store(empty, nextPage)
            empty.deallocate()
            nextPage += 1
        }
        nextPage += 1
        return nextPage - 1
    }

    /// Pages are stored in the order in which they were allocated.
    private func store(_ page: UnsafeMutableRawPointer, _ number: Int) {
        if pendingCount == 0 { pendingFirst = number }
        memcpy(pending + pendingCount * size, page, size)
        pendingCount += 1
        if pendingCount == Self.pendingPages { flush() }
    }

    private func flush() {
        if pendingCount > 0 { write(pending, count: pendingCount * size, at: (pendingFirst - 1) * size) }
        pendingCount = 0
    }

    private func write(_ bytes: UnsafeRawPointer, count: Int, at offset: Int) {
        var done = 0
        while done < count && failure == 0 {
            let written = pwrite(handle, bytes + done, count - done, offset + done)
            if written < 0 && errno == EINTR { continue }
            if written <= 0 { failure = written < 0 ? errno : ENOSPC } else { done += written }
        }
    }
}

/// SQLite's variable-length integers: seven bits a byte, big end first, nine bytes at most.
enum Varint {
    @inline(__always)
    static func length(_ value: UInt64) -> Int {
        if value < 1 << 7 { return 1 }
        if value < 1 << 14 { return 2 }
        if value < 1 << 21 { return 3 }
        return longLength(value)
    }

    private static func longLength(_ value: UInt64) -> Int {
        if value >= 1 << 56 { return 9 }
        return (64 - value.leadingZeroBitCount + 6) / 7
    }

    /// Returns the number of bytes written.
    @inline(__always)
    static func write(_ value: UInt64, to target: UnsafeMutableRawPointer) -> Int {
        if value < 1 << 7 {
            target.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
            return 1
        }
        return writeLong(value, to: target)
    }

    private static func writeLong(_ value: UInt64, to target: UnsafeMutableRawPointer) -> Int {
        let count = length(value)
        var rest = value
        if count == 9 {
            (target + 8).storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
            rest >>= 8
        } else {
            (target + count - 1).storeBytes(of: UInt8(rest & 0x7F), as: UInt8.self)
            rest >>= 7
        }
        for index in stride(from: count - 2, through: 0, by: -1) {
            (target + index).storeBytes(of: UInt8(rest & 0x7F) | 0x80, as: UInt8.self)
            rest >>= 7
        }
        return count
    }
}
