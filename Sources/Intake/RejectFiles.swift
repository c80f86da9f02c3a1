internal import Diagnostics
internal import Glibc

/// One file per error class, rule and filter: physical line, column, rule, and the row byte for byte as received. Files are made
/// when first needed; nothing is capped.
final class RejectFiles {
    /// Error classes, then `rule-…`, `suspect-…`, `warning-…` and `filter-…`.
    private let names: [String]
    private let folder: String
    private let stem: String
    private let kinds: Int
    private var handles: [Int32]
    private let buffers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private var counts: [Int]

    private static let capacity = 1 << 18

    /// `others`: names after the error classes. Reject files of an earlier load of the same file are removed.
    init(folder: String, stem: String, others: [String]) throws {
        self.folder = folder
        self.stem = stem
        names = ErrorClass.allCases.map(\.name) + others
        kinds = names.count
        handles = [Int32](repeating: -1, count: kinds)
        buffers = .allocate(capacity: kinds)
        buffers.initialize(repeating: nil, count: kinds)
        counts = [Int](repeating: 0, count: kinds)
        removeFormer()
    }

    deinit {
        for handle in handles where handle >= 0 { close(handle) }
        for index in 0..<kinds { buffers[index]?.deallocate() }
        buffers.deallocate()
    }

    private func removeFormer() {
        guard let listing = opendir(folder) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            if name.hasPrefix("\(stem).") && name.hasSuffix(".txt") { unlink("\(folder)/\(name)") }
        }
    }

    private func path(_ kind: Int) -> String { "\(folder)/\(stem).\(names[kind]).txt" }

    /// `kind`: raw value of an error class, or the number of classes + position among the others.
    func add(_ kind: Int, line: Int, column: StaticBytes, row: UnsafeRawBufferPointer) throws {
        let needed = 24 + column.count + names[kind].utf8.count + row.count
        if needed > Self.capacity { return try addLong(kind, line: line, column: column, row: row) }
        if counts[kind] + needed > Self.capacity { try flush(kind) }
        if buffers[kind] == nil { buffers[kind] = .allocate(byteCount: Self.capacity, alignment: 8) }
        let start = buffers[kind]! + counts[kind]
        var target = start
        target += Self.writeDecimal(line, to: target)
        target.storeBytes(of: 9, as: UInt8.self)
        memcpy(target + 1, column.base, column.count)
        target += 1 + column.count
        target.storeBytes(of: 9, as: UInt8.self)
        target += 1
        for byte in names[kind].utf8 {
            target.storeBytes(of: byte, as: UInt8.self)
            target += 1
        }
        target.storeBytes(of: 9, as: UInt8.self)
        if row.count > 0 { memcpy(target + 1, row.baseAddress!, row.count) }
        target += 1 + row.count
        target.storeBytes(of: 10, as: UInt8.self)
        counts[kind] += target + 1 - start
    }

    private static func writeDecimal(_ number: Int, to target: UnsafeMutableRawPointer) -> Int {
        var digits = 1, limit = 10
        while number >= limit && digits < 19 {
            digits += 1
            limit &*= 10
        }
        var rest = number
        for index in stride(from: digits - 1, through: 0, by: -1) {
            target.storeBytes(of: UInt8(48 + rest % 10), toByteOffset: index, as: UInt8.self)
            rest /= 10
        }
        return digits
    }

    private func addLong(_ kind: Int, line: Int, column: StaticBytes, row: UnsafeRawBufferPointer) throws {
        try flush(kind)
        let bytes = Array("\(line)\t".utf8) + UnsafeRawBufferPointer(start: column.base, count: column.count) + Array("\t\(names[kind])\t".utf8) + row + [10]
        try bytes.withUnsafeBytes { try write(kind, $0) }
    }

    func finish() throws {
        for kind in 0..<kinds where counts[kind] > 0 { try flush(kind) }
        for kind in 0..<kinds where handles[kind] >= 0 {
            if fsync(handles[kind]) != 0 { throw failure(kind) }
            close(handles[kind])
            handles[kind] = -1
        }
    }

    private func flush(_ kind: Int) throws {
        if counts[kind] == 0 { return }
        try write(kind, UnsafeRawBufferPointer(start: buffers[kind]!, count: counts[kind]))
        counts[kind] = 0
    }

    private func write(_ kind: Int, _ bytes: UnsafeRawBufferPointer) throws {
        if handles[kind] < 0 {
            mkdir(folder, 0o755)
            handles[kind] = open(path(kind), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            if handles[kind] < 0 { throw failure(kind) }
        }
        var offset = 0
        while offset < bytes.count {
            let written = Glibc.write(handles[kind], bytes.baseAddress! + offset, bytes.count - offset)
            if written < 0 && errno == EINTR { continue }
            if written <= 0 { throw failure(kind) }
            offset += written
        }
    }

    private func failure(_ kind: Int) -> DiagnosticsError {
        DiagnosticsError(IntakeDiagnostics.unwritable(path(kind), reason: String(cString: strerror(errno))))
    }
}

/// Bytes of a name that lives as long as the load.
struct StaticBytes {
    let base: UnsafeMutableRawPointer
    let count: Int

    init(_ text: String) {
        count = text.utf8.count
        base = .allocate(byteCount: max(1, count), alignment: 1)
        for (index, byte) in text.utf8.enumerated() { base.storeBytes(of: byte, toByteOffset: index, as: UInt8.self) }
    }

    func deallocate() { base.deallocate() }
}
