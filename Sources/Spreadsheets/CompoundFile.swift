/// An OLE2 compound file (the container of XLS): a small file system of sectors, chained by an allocation table.
///
/// Every chain is bounded by the number of sectors, so a chain that runs in a circle ends in an error.
struct CompoundFile {
    static let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    struct Entry {
        /// In lower case.
        let name: String
        let isStream: Bool
        let start: Int
        let size: Int
        fileprivate let left, right, child: Int
    }

    private static let endOfChain = 0xFFFF_FFFE, freeSector = 0xFFFF_FFFF, lastSector = 0xFFFF_FFF9

    private let file: [UInt8]
    private let context: ReadContext
    private let sectorSize: Int
    private let miniSectorSize = 64
    private let miniCutoff: Int
    private let sectorCount: Int
    /// The sector after each sector.
    private var table: [Int] = []
    /// Where the table of small sectors begins, and the entry whose stream holds the small streams.
    private var miniTableStart = 0
    private var root: Entry?
    /// Streams and storages of the root folder.
    private var entries: [Entry] = []

    init(_ file: [UInt8], _ context: ReadContext) throws {
        guard file.count >= 512 else { throw context.damagedContainer("the header has 512 bytes", "byte \(file.count)") }
        let shift = file.u16(30)
        guard shift == 9 || shift == 12, file.u16(32) == 6 else { throw context.damagedContainer("sector sizes of a kind that does not exist", "byte 30") }
        self.file = file
        self.context = context
        sectorSize = 1 << shift
        sectorCount = max(0, (file.count - 1) / sectorSize)
        miniCutoff = file.u32(56)
        table = try CompoundFile.table(file, context, sectorSize, sectorCount)
        try readDirectory(start: file.u32(48), miniTableStart: file.u32(60))
    }

    func entry(_ name: String) -> Entry? { entries.first { $0.isStream && $0.name == name } }

    /// The content of a stream.
    func bytes(of entry: Entry) throws -> [UInt8] {
        entry.size < miniCutoff ? try miniContent(entry) : try content(from: entry.start, size: entry.size, "stream '\(entry.name)'")
    }

    // MARK: Allocation table

    /// Gathers the allocation table from the sectors that header and extension sectors list.
    private static func table(_ file: [UInt8], _ context: ReadContext, _ sectorSize: Int, _ sectorCount: Int) throws -> [Int] {
        var tableSectors: [Int] = (0..<109).map { file.u32(76 + 4 * $0) }
        var extensionSector = file.u32(68), extensions = 0
        while extensionSector <= lastSector {
            extensions += 1
            let offset = (extensionSector + 1) * sectorSize
            guard extensions <= sectorCount, file.has(sectorSize, at: offset) else {
                throw context.damagedContainer("the list of allocation sectors leads nowhere or in a circle", "sector \(extensionSector)")
            }
            tableSectors += (0..<sectorSize / 4 - 1).map { file.u32(offset + 4 * $0) }
            extensionSector = file.u32(offset + sectorSize - 4)
        }
        var table: [Int] = []
        for sector in tableSectors where sector <= lastSector {
            let offset = (sector + 1) * sectorSize
            guard file.has(sectorSize, at: offset) else { throw context.damagedContainer("an allocation sector is missing", "sector \(sector)") }
            // Entries for sectors behind the end of the file are of no use.
            if table.count >= sectorCount { break }
            for index in 0..<sectorSize / 4 { table.append(file.u32(offset + 4 * index)) }
        }
        return table
    }

    /// The first `limit` sectors of a chain, or all of it.
    private func chain(from start: Int, limit: Int, _ what: String) throws -> [Int] {
        var sectors: [Int] = [], sector = start
        while sectors.count < limit, sector != CompoundFile.endOfChain {
            guard sector < table.count, sector < sectorCount else {
                throw context.damagedContainer("the chain of \(what) leads out of the file", "sector \(sector)")
            }
            sectors.append(sector)
            if sectors.count > sectorCount { throw context.damagedContainer("the chain of \(what) runs in a circle", "sector \(sector)") }
            sector = table[sector]
        }
        return sectors
    }

    /// `size` nil: as long as the chain is.
    private func content(from start: Int, size: Int?, _ what: String) throws -> [UInt8] {
        if let size, size > file.count { throw context.damagedContainer("the \(what) claims \(size) bytes, more than the file has", "byte \(file.count)") }
        let sectors = try chain(from: start, limit: size.map { ($0 + sectorSize - 1) / sectorSize } ?? .max, what)
        var result: [UInt8] = []
        result.reserveCapacity(size ?? sectors.count * sectorSize)
        for sector in sectors {
            let offset = (sector + 1) * sectorSize
            let end = min(offset + min(sectorSize, (size ?? .max) - result.count), file.count)
            if offset < end { result += file[offset..<end] }
        }
        if let size, result.count < size { throw context.damagedContainer("the \(what) has \(size) bytes, of which only \(result.count) are there", "byte \(file.count)") }
        return result
    }

    // MARK: Directory

    private mutating func readDirectory(start: Int, miniTableStart: Int) throws {
        let bytes = try content(from: start, size: nil, "directory")
        guard bytes.count >= 128, bytes[66] == 5 else { throw context.damagedContainer("the directory has no root", "sector \(start)") }
        let all = (0..<bytes.count / 128).map { entry(bytes, at: $0 * 128) }
        let root = all[0]
        entries = children(of: root, in: all)
        self.root = root
        self.miniTableStart = miniTableStart
    }

    private func entry(_ bytes: [UInt8], at offset: Int) -> Entry {
        let length = min(max(0, bytes.u16(offset + 64) - 2), 62)
        let units = (0..<length / 2).map { UInt16(bytes.u16(offset + 2 * $0)) }
        // Files with small sectors have 32-bit sizes; some writers leave rubbish in the upper half.
        let size = sectorSize == 512 ? bytes.u32(offset + 120) : Int(clamping: bytes.u64(offset + 120))
        return Entry(
            name: String(decoding: units, as: UTF16.self).lowercased(), isStream: bytes[offset + 66] == 2, start: bytes.u32(offset + 116), size: size,
            left: bytes.u32(offset + 68), right: bytes.u32(offset + 72), child: bytes.u32(offset + 76))
    }

    /// The entries of a folder form a binary tree; each is visited once, whatever the links say.
    private func children(of root: Entry, in all: [Entry]) -> [Entry] {
        var result: [Entry] = [], waiting = [root.child], seen = [Bool](repeating: false, count: all.count)
        while let index = waiting.popLast() {
            guard index < all.count, !seen[index] else { continue }
            seen[index] = true
            result.append(all[index])
            waiting += [all[index].right, all[index].left]
        }
        return result
    }

    private func miniContent(_ entry: Entry) throws -> [UInt8] {
        if entry.size == 0 { return [] }
        guard let root else { return [] }
        let miniStream = try content(from: root.start, size: root.size, "container of small streams")
        let words = try content(from: miniTableStart, size: nil, "table of small sectors")
        let miniTable = (0..<words.count / 4).map { words.u32(4 * $0) }
        if entry.size > miniStream.count { throw context.damagedContainer("the stream '\(entry.name)' is not completely there", "small sector \(entry.start)") }
        var result: [UInt8] = [], sector = entry.start
        while result.count < entry.size {
            let offset = sector * miniSectorSize, count = min(miniSectorSize, entry.size - result.count)
            guard sector < miniTable.count, miniStream.has(count, at: offset) else {
                throw context.damagedContainer("the chain of the stream '\(entry.name)' leads nowhere", "small sector \(sector)")
            }
            result += miniStream[offset..<offset + count]
            sector = miniTable[sector]
        }
        return result
    }
}
