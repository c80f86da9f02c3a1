public import Diagnostics
internal import Glibc
public import Quantities

/// The folder of golden files: `<root>/<report>/<period>/<scope>/`, accepted files and, beside them, pending ones (`figures.tsv.pending`).
///
/// Accepted files change only through `accept`. A read-only store never writes anything.
public struct GoldenStore: Sendable {
    public enum Mode: Sendable {
        /// For CI: compares and reports.
        case readOnly
        case writable
    }

    public let root: String
    public let mode: Mode
    public init(root: String, mode: Mode) { self.root = root; self.mode = mode }

    public func folder(of key: GoldenKey) -> String { "\(root)/\(key)" }

    // MARK: Check

    /// Compares; a writable store leaves pending files where the case is not equal, and removes old ones where it is.
    public func check(_ now: GoldenSnapshot) throws -> GoldenResult {
        let result = GoldenComparison.compare(accepted(now.key), with: now)
        if mode == .writable {
            try reject(now.key)
            if result.verdict != .equal { try writePending(now) }
        }
        return result
    }

    /// What was accepted; empty when there is no accepted file at all. A file that cannot be read is left out, which counts as different.
    public func accepted(_ key: GoldenKey) -> GoldenComparison.Accepted {
        var files: GoldenComparison.Accepted = [:]
        var present = false
        for file in GoldenFile.allCases {
            let path = acceptedPath(key, file)
            present = present || FileAccess.exists(path)
            files[file] = FileAccess.read(path)
        }
        // Something is there, but nothing can be read: not missing.
        if files.isEmpty && present { files[.caseFile] = [] }
        return files
    }

    private func writePending(_ now: GoldenSnapshot) throws {
        for file in GoldenFile.allCases {
            try FileAccess.write(now.text(of: file), to: pendingPath(now.key, file))
        }
    }

    private func pendingPath(_ key: GoldenKey, _ file: GoldenFile) -> String { "\(folder(of: key))/\(file.fileName).pending" }

    private func acceptedPath(_ key: GoldenKey, _ file: GoldenFile) -> String { "\(folder(of: key))/\(file.fileName)" }

    // MARK: Accept

    /// Moves the pending files of a case over the accepted ones. Throws when there are none, when a figure changed and `reason`
    /// is empty, or when the store is read-only. A kill in the middle leaves the case different, never equal.
    public func accept(_ key: GoldenKey, on date: CalendarDate, reason: String) throws {
        guard mode == .writable else { throw RegressionDiagnostics.readOnly(key) }
        let casePath = pendingPath(key, .caseFile)
        guard let bytes = FileAccess.read(casePath) else { throw RegressionDiagnostics.nothingPending(key) }
        guard var pending = CaseFile(String(decoding: bytes, as: UTF8.self)), pending.key == key else { throw RegressionDiagnostics.damagedPending(key, casePath) }
        let trimmed = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if trimmed.isEmpty && figuresChanged(key) { throw RegressionDiagnostics.reasonMissing(key) }
        pending.acceptance = Acceptance(date: date, reason: trimmed)
        // The reason first: after a kill the old figures still differ, and the acceptance is asked for again.
        try FileAccess.write(pending.text, to: acceptedPath(key, .caseFile))
        for file in GoldenFile.allCases where file != .caseFile && FileAccess.exists(pendingPath(key, file)) {
            try FileAccess.move(pendingPath(key, file), to: acceptedPath(key, file))
        }
        try FileAccess.remove(casePath)
    }

    /// True when the case was accepted before and the pending figures differ.
    private func figuresChanged(_ key: GoldenKey) -> Bool {
        guard GoldenFile.allCases.contains(where: { FileAccess.exists(acceptedPath(key, $0)) }) else { return false }
        guard FileAccess.exists(pendingPath(key, .figures)) else { return false }
        return FileAccess.read(acceptedPath(key, .figures)) != FileAccess.read(pendingPath(key, .figures))
    }

    /// Removes the pending files of a case; the accepted ones stay.
    public func reject(_ key: GoldenKey) throws {
        guard mode == .writable else { throw RegressionDiagnostics.readOnly(key) }
        for file in GoldenFile.allCases where FileAccess.exists(pendingPath(key, file)) { try FileAccess.remove(pendingPath(key, file)) }
    }

    // MARK: Lists

    /// Every case that has accepted files, sorted.
    public func keys() -> [GoldenKey] { folders { key in GoldenFile.allCases.contains { FileAccess.exists(acceptedPath(key, $0)) } } }

    /// Every case that waits for accept or reject, sorted.
    public func pendingKeys() -> [GoldenKey] { folders { FileAccess.exists(pendingPath($0, .caseFile)) } }

    /// Accepted cases that are not among those made now.
    public func orphans(madeNow: some Sequence<GoldenKey>) -> [GoldenResult] {
        let made = Set(madeNow)
        return keys().filter { !made.contains($0) }.map { GoldenResult(key: $0, verdict: .orphan) }
    }

    private func folders(_ isIncluded: (GoldenKey) -> Bool) -> [GoldenKey] {
        var found: [GoldenKey] = []
        for report in FileAccess.entries(of: root) {
            for period in FileAccess.entries(of: "\(root)/\(report)") {
                for scope in FileAccess.entries(of: "\(root)/\(report)/\(period)") {
                    if let key = GoldenKey(report: report, period: period, scope: scope), isIncluded(key) { found.append(key) }
                }
            }
        }
        return found.sorted()
    }
}
