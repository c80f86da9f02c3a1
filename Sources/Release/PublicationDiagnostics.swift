internal import Diagnostics
internal import Digests
internal import Quantities
internal import Glibc

/// The sentences of this room. Ids are explained in `Docs/Diagnostics.md`.
extension DiagnosticsError {
    /// A failed system call: what could not be done, where, why, and what to do next.
    static func cannot(_ act: String, _ path: String, at place: String? = nil, _ reason: Int32) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "PUB001", .error, "cannot \(act) '\(path)': \(String(cString: strerror(reason)))", at: SourceRange(file: place ?? path),
            hint: hint(reason)))
    }

    private static func hint(_ reason: Int32) -> String {
        switch reason {
        case ENOSPC, EDQUOT: "free some space on that device and run the command again; the published releases are as they were"
        case EFBIG: "raise the file size limit (ulimit -f) and run the command again; the published releases are as they were"
        case EACCES, EPERM: "give the user of this command the right to write there, or set another folder in gazette.yaml"
        case EROFS: "the device is mounted read-only: mount it for writing, or set another folder in gazette.yaml"
        case ENOENT: "check the path; 'gazette run' makes the files of a month"
        case ENOTDIR: "something on the path is a file and not a folder: remove it, or set another folder in gazette.yaml"
        case EISDIR, EINVAL, ELOOP: "there must be a regular file at that path"
        case EIO: "the device reports a fault: check it (dmesg, smartctl) before you run the command again"
        case EMFILE, ENFILE: "raise the limit of open files (ulimit -n) and run the command again"
        default: "remove the cause and run the command again; the published releases are as they were"
        }
    }
}

enum PublicationDiagnostics {
    static func locked(_ folder: String) -> Diagnostic {
        Diagnostic(
            "PUB002", .error, "another publication is running in this store", at: SourceRange(file: folder),
            hint: "wait until it has ended and run the command again; the lock goes away with the process that holds it")
    }

    static func foreignFolder(_ folder: String, found: String) -> Diagnostic {
        Diagnostic(
            "PUB003", .error, "the folder is not a release store: it holds '\(printable(found))' and no file \(ReleaseStore.formatFileName)",
            at: SourceRange(file: folder), hint: "name an empty or a new folder for the releases in gazette.yaml")
    }

    static func otherFormat(_ path: String) -> Diagnostic {
        Diagnostic(
            "PUB003", .error, "the store has another format than '\(ReleaseStore.formatText)', the one this program writes", at: SourceRange(file: path),
            hint: "use the gazette version that made the store; Docs/Publishing.md lists the format versions")
    }

    static func unknownRelease(_ address: ReleaseAddress, folder: String) -> Diagnostic {
        Diagnostic(
            "PUB016", .error, "a release \(address) is there that the journal does not know", at: SourceRange(file: folder),
            hint: "the journal has lost lines: restore it from a backup; nothing is published over a release")
    }

    static func nothingStaged(_ period: ReportingPeriod) -> Diagnostic {
        Diagnostic("PUB004", .error, "there is nothing to publish for \(period)", hint: "run 'gazette run \(period)' first")
    }

    static func badField(_ what: String, _ text: String, _ problem: String) -> Diagnostic {
        Diagnostic(
            "PUB005", .error, "\(what) '\(printable(text))' \(problem)", hint: "correct the name where it is defined and run the month again")
    }

    static func changedSince(_ path: String, recorded: SHA256Digest, found: SHA256Digest) -> Diagnostic {
        Diagnostic(
            "PUB006", .error, "the file is not the one that the run recorded: \(found.short)… instead of \(recorded.short)…", at: SourceRange(file: path),
            hint: "run the month again, so that files and record agree, and leave the files alone until they are published")
    }

    static func readsBackDifferent(_ path: String, expected: SHA256Digest) -> Diagnostic {
        Diagnostic(
            "PUB007", .error, "what was written reads back different from \(expected.short)…", at: SourceRange(file: path),
            hint: "check the device and its cables (dmesg, smartctl); nothing was published")
    }

    static func damagedJournal(_ path: String, line: Int) -> Diagnostic {
        Diagnostic(
            "PUB008", .error, "the line of the journal does not fit its check digits or the line above it", at: SourceRange(file: path, line: line),
            hint: "the journal was changed: restore it from a backup; nothing is published until it is whole again")
    }

    static func wrongPointer(_ path: String, found: String?, expected: ReleaseAddress?) -> Diagnostic {
        let should = expected.map { "to '\($0.target)', as the journal says" } ?? "nowhere: the journal knows no release of that month"
        let command = expected.map { "ln -sfn '\($0.target)' '\(path)'" } ?? "rm '\(path)'"
        return Diagnostic(
            "PUB009", .error, "the pointer leads to \(found.map { "'\(printable($0))'" } ?? "nothing"), and should lead \(should)",
            at: SourceRange(file: path), hint: "when that release verifies, set the pointer again: \(command)")
    }

    static func servedCopyDiffers(_ folder: String) -> Diagnostic {
        Diagnostic(
            "PUB010", .error, "the new release does not verify in its place; readers keep the old one", at: SourceRange(file: folder),
            hint: "look at the faults below, check the device, and publish again")
    }

    static func undoFailed(_ folder: String) -> Diagnostic {
        Diagnostic(
            "PUB011", .error, "the failed publication could not be undone completely", at: SourceRange(file: folder),
            hint: "remove the cause and publish again: the next publication finishes or undoes it first")
    }

    static func leftoversRemoved(_ folder: String, count: Int) -> Diagnostic {
        Diagnostic(
            "PUB012", .info, "removed \(count) unfinished \(count == 1 ? "item" : "items") of an interrupted publication",
            at: SourceRange(file: folder))
    }

    static func finishedInterrupted(_ address: ReleaseAddress) -> Diagnostic {
        Diagnostic("PUB013", .info, "release \(address) of an interrupted publication was whole and in its place; it is confirmed now")
    }

    static func undidInterrupted(_ address: ReleaseAddress) -> Diagnostic {
        Diagnostic("PUB013", .info, "release \(address) of an interrupted publication was not finished; it was undone")
    }

    static func damagedObject(_ path: String, _ severity: Diagnostic.Severity) -> Diagnostic {
        Diagnostic(
            "PUB014", severity, "a stored object does not have the content that its name says", at: SourceRange(file: path),
            hint: severity == .error
                ? "publishing the same content again repairs it; or restore it from a backup"
                : "it was replaced by the intact content of this publication; check the device (smartctl)")
    }

    static func currentIsDamaged(_ address: ReleaseAddress, folder: String, faults: Int) -> Diagnostic {
        Diagnostic(
            "PUB015", .warning, "release \(address), which readers had until now, has \(faults) \(faults == 1 ? "fault" : "faults")",
            at: SourceRange(file: folder), hint: "'gazette verify' names them; restore that folder from a backup, the chain needs it")
    }
}
