internal import Diagnostics

/// All sentences of this room.
enum WarehouseDiagnostics {
    /// `code`: primary SQLite result code.
    static func database(_ path: String, code: Int32, message: String) -> Diagnostic {
        let hint = switch code {
        case 13: "the disk is full: free some space and load again; what was loaded before is intact"
        case 8, 14, 3: "check that the folder exists and may be written"
        case 11, 26: "the file is damaged: restore it from the backup, or remove the warehouse folder and load the months again"
        case 5, 6: "another process is using the warehouse: wait for it to finish"
        case 10: "the disk refused to read or write: check free space and the device; what was loaded before is intact"
        default: "run the command again; what was loaded before is intact"
        }
        return Diagnostic("WRH001", .error, "the database '\(path)' refused: \(message) (SQLite \(code))", hint: hint)
    }
    static func file(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("WRH002", .error, "cannot use '\(path)': \(reason)", hint: "check free space and permissions; what was loaded before is intact")
    }
    static func recleanIsOld(_ id: Int64, _ interface: String, _ period: String, current: String) -> Diagnostic {
        Diagnostic(
            "HIS002", .error, "reclean \(id) was made before the latest load of \(interface) \(period): in force is \(current)",
            hint: "discard it and reclean again: gazette reclean discard \(id) --reason … --person …")
    }
    static func olderSchema(_ path: String) -> Diagnostic {
        Diagnostic("WRH004", .error, "'\(path)' was written by an earlier version of Gazette", hint: "upgrade it: gazette list batches")
    }
    static func newerSchema(_ path: String) -> Diagnostic {
        Diagnostic("WRH003", .error, "'\(path)' was written by a newer version of Gazette", hint: "use that version, or another warehouse folder")
    }
    static func notClosed(_ path: String, journal: String) -> Diagnostic {
        Diagnostic("WRH060", .error, "the SQLite file is being written: '\(journal)' lies beside it", at: SourceRange(file: path), hint: "ask the provider to close the database and deliver it again; what was loaded before is intact")
    }
    static func damagedFile(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("WRH061", .error, "the SQLite file cannot be read: \(reason)", at: SourceRange(file: path), hint: "the file is damaged or not wholly delivered: transfer it again in binary mode; what was loaded before is intact")
    }
}

extension WarehouseDiagnostics {
    static func mart(_ path: String, code: Int32, message: String) -> Diagnostic {
        let hint = switch code {
        case 13: "the disk is full: free some space, then: gazette mart rebuild"
        case 8, 14, 3: "check that the folder exists and may be written, then: gazette mart rebuild"
        case 11, 26: "the mart is damaged; it can be made again: delete the file, then: gazette mart rebuild"
        case 5, 6: "another process is writing to the mart: wait for it to finish, then: gazette mart refresh"
        default: "make it again from the catalogue: gazette mart rebuild"
        }
        return Diagnostic("MRT001", .error, "the mart '\(path)' refused: \(message) (SQLite \(code))", hint: hint)
    }
}
