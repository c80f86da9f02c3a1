internal import Glibc

/// Bytes on their way to a file: formatting without strings, written in blocks.
struct RowBuffer {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1 << 17) }

    @inline(__always) mutating func byte(_ value: UInt8) { bytes.append(value) }
    @inline(__always) mutating func bar() { bytes.append(124) }
    mutating func text(_ text: StaticString) { bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }
    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
    mutating func replace(from start: Int, with row: [UInt8]) {
        bytes.removeSubrange(start...)
        bytes += row
    }

    mutating func number(_ value: Int, width: Int = 1) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { buffer in
            var index = 24, rest = value.magnitude
            repeat {
                index -= 1
                buffer[index] = UInt8(truncatingIfNeeded: 48 + rest % 10)
                rest /= 10
            } while rest > 0 || index > 24 - width
            if value < 0 { bytes.append(45) }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[index...]))
        }
    }

    /// Cents as yuan with two decimals.
    mutating func money(_ cents: Int) {
        if cents < 0 { bytes.append(45) }
        number(Int(cents.magnitude / 100))
        bytes.append(46)
        number(Int(cents.magnitude % 100), width: 2)
    }

    mutating func date(_ year: Int, _ month: Int, _ day: Int) {
        number(year, width: 4)
        bytes.append(45)
        number(month, width: 2)
        bytes.append(45)
        number(day, width: 2)
    }
}

/// One interface file being written: counts rows, plants defects, renames into place at the end.
final class FeedFile {
    let name: String
    private let folder: String
    private var handle: Int32 = -1
    private var buffer = RowBuffer()
    private(set) var lines = 0
    private(set) var cleanRows = 0
    private(set) var defectCounts: [String: Int] = [:]
    /// Values with more decimals than declared, in rows that are loaded.
    var rounded = 0
    /// Planted rows that are loaded with a default, or as suspects; rows that a filter leaves out.
    private(set) var defaulted = 0
    private(set) var suspects = 0
    private(set) var filtered = 0
    private var rowStart = 0
    /// Sums of the clean rows' money columns in cents, by column.
    var sums: [Int]
    let layout: FeedLayout
    /// Person feeds: what the provider declares, by district, and the row written last.
    private(set) var totals: [DeclaredTotals]
    private var lastRow = DeclaredRow()
    /// Planted rows by district of the provider: those that are rejected, and those of them whose district cannot be read.
    private(set) var rejectedRows = [Int](repeating: 0, count: 18)
    private(set) var lostRows = [Int](repeating: 0, count: 18)
    private(set) var filteredRows = [Int](repeating: 0, count: 18)
    private let isWritten: Bool

    /// Without `isWritten` everything is computed but nothing goes to disk.
    init(_ layout: FeedLayout, month: Int, folder: String, isWritten: Bool) throws {
        name = "\(layout.prefix)_\(month).TXT"
        self.folder = folder
        self.layout = layout
        self.isWritten = isWritten
        sums = [Int](repeating: 0, count: layout.sums.count)
        totals = [DeclaredTotals](repeating: DeclaredTotals(columns: layout.sums.count), count: 18)
        if isWritten {
            handle = open("\(folder)/\(name).part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            if handle < 0 { throw failure() }
        }
    }

    deinit { if handle >= 0 { close(handle) } }

    private func failure() -> SampleError { SampleError(path: "\(folder)/\(name)", reason: String(cString: strerror(errno))) }

    /// Appends one clean row.
    @inline(__always)
    func row(_ write: (inout RowBuffer) -> Void) throws {
        cleanRows += 1
        lines += 1
        if !isWritten { return }
        rowStart = buffer.bytes.count
        write(&buffer)
        buffer.byte(10)
        if buffer.bytes.count > 1 << 17 { try flush() }
    }

    /// Counts the row that was written last for the provider's tables.
    func declare(_ row: DeclaredRow) {
        if !isWritten { return }
        lastRow = row
        totals[row.district].add(row)
    }

    private func declare(_ defect: Defect, _ bad: [UInt8]) {
        if lastRow.values.isEmpty { return }
        let row = lastRow.behind(defect, row: bad)
        totals[row.district].add(row)
        if defect == .testUnit { filteredRows[row.district] += 1 } else if !defect.isLoaded { rejectedRows[row.district] += 1 }
        if defect == .missingColumn || defect == .extraColumn { lostRows[row.district] += 1 }
    }

    /// Appends a bad copy of the last row. Returns what stands in defects.tsv.
    func plant(_ defect: Defect) -> String? {
        if !isWritten { return nil }
        if rowStart >= buffer.bytes.count { return nil }
        let row = Array(buffer.bytes[rowStart..<(buffer.bytes.count - 1)])
        guard let bad = defect.apply(to: row, layout: layout) else { return nil }
        buffer.append(bad.row)
        buffer.byte(10)
        lines += 1
        declare(defect, bad.row)
        switch defect {
        case .testUnit: filtered += 1
        case .emptyDefault: defaulted += 1
        case .aboveLimit, .belowLimit: suspects += 1
        default: defectCounts[defect.className, default: 0] += 1
        }
        if defect.isLoaded {
            cleanRows += 1
            addSums(bad.row)
        }
        return "\(name)\t\(lines)\t\(defect.className)\t\(bad.column)\t\(defect.rawValue)"
    }

    /// Money of a planted row that is loaded; all of it stands with two decimals from field 7 on.
    private func addSums(_ row: [UInt8]) {
        let fields = row.split(separator: 124, omittingEmptySubsequences: false)
        for index in sums.indices { sums[index] += Int(String(decoding: fields[7 + index].filter { $0 != 46 }, as: UTF8.self)) ?? 0 }
    }

    /// A line that is no row: header or trailer.
    func control(_ write: (inout RowBuffer) -> Void) {
        if !isWritten { return }
        write(&buffer)
        buffer.byte(10)
    }

    private func flush() throws {
        var offset = 0
        let bytes = buffer.bytes
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { write(handle, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            if written <= 0 { throw failure() }
            offset += written
        }
        buffer.removeAll()
        rowStart = 0
    }

    func finish() throws {
        if !isWritten { return }
        try flush()
        close(handle)
        handle = -1
        if rename("\(folder)/\(name).part", "\(folder)/\(name)") != 0 { throw failure() }
    }
}
