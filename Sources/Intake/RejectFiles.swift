internal import Diagnostics
internal import Glibc

/// One file per error class: physical line, column, rule, and the row byte for byte as received. Files are made when first needed.
final class RejectFiles {
    private let folder: String
    private let stem: String
    private var handles: [Int32]
    private var buffers: [[UInt8]]
    private(set) var records: [Int]

    /// Reject files of an earlier load of the same file are removed.
    init(folder: String, stem: String) throws {
        self.folder = folder
        self.stem = stem
        handles = [Int32](repeating: -1, count: ErrorClass.allCases.count)
        buffers = [[UInt8]](repeating: [], count: ErrorClass.allCases.count)
        records = [Int](repeating: 0, count: ErrorClass.allCases.count)
        for errorClass in ErrorClass.allCases { unlink(path(errorClass)) }
    }

    deinit { for handle in handles where handle >= 0 { close(handle) } }

    private func path(_ errorClass: ErrorClass) -> String { "\(folder)/\(stem).\(errorClass.name).txt" }

    func add(_ errorClass: ErrorClass, line: Int, column: String, row: UnsafeRawBufferPointer) throws {
        let index = errorClass.rawValue
        records[index] += 1
        buffers[index] += Array("\(line)\t\(column)\t\(errorClass.name)\t".utf8)
        buffers[index].append(contentsOf: row)
        buffers[index].append(10)
        if buffers[index].count > 1 << 18 { try flush(errorClass) }
    }

    func finish() throws {
        for errorClass in ErrorClass.allCases where !buffers[errorClass.rawValue].isEmpty { try flush(errorClass) }
        for index in handles.indices where handles[index] >= 0 {
            if fsync(handles[index]) != 0 { throw failure(ErrorClass.allCases[index]) }
            close(handles[index])
            handles[index] = -1
        }
    }

    private func flush(_ errorClass: ErrorClass) throws {
        let index = errorClass.rawValue
        if handles[index] < 0 {
            mkdir(folder, 0o755)
            handles[index] = open(path(errorClass), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            if handles[index] < 0 { throw failure(errorClass) }
        }
        var offset = 0
        while offset < buffers[index].count {
            let written = buffers[index][offset...].withUnsafeBytes { write(handles[index], $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            if written <= 0 { throw failure(errorClass) }
            offset += written
        }
        buffers[index].removeAll(keepingCapacity: true)
    }

    private func failure(_ errorClass: ErrorClass) -> DiagnosticsError {
        DiagnosticsError(IntakeDiagnostics.unwritable(path(errorClass), reason: String(cString: strerror(errno))))
    }
}
