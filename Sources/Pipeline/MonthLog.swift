internal import Composition
internal import Diagnostics
internal import Foundation
internal import Quantities

/// What the last complete rendering of a month said about its relations, and the last complete check about its pages: small files
/// in `logs`, so that the status page need not build anything. First line: `passed`, `failed`, `open` with their counts.
struct MonthLog {
    enum Kind: String {
        case relations, layout
    }
    var passed = 0
    var failed = 0
    var open = 0
    /// What failed, one text each.
    var findings: [String] = []
    /// Time of the log, as the file system says (UTC, `2026-11-05T08:30:00Z`).
    var writtenAt = ""

    static func path(_ kind: Kind, _ period: ReportingPeriod) -> String { "logs/\(kind.rawValue)-\(period).tsv" }

    init() {}

    init(relationsOf reports: [BuiltReport]) {
        for report in reports {
            for relation in report.relations {
                passed += relation.checked - relation.failures.count
                failed += relation.failures.count
                open += relation.notEvaluated
                findings += relation.failures.map { "\(report.key)\t\(relation.text)\t\($0.place)\t\($0.left)\t\($0.right)" }
            }
        }
    }

    init(layout result: PageCheckResult) {
        passed = result.pages + result.pictures
        failed = result.errors
        findings = result.findings.filter { $0.severity == .error }.map { "\($0.id)\t\($0.message)" }
    }

    func write(_ kind: Kind, _ period: ReportingPeriod, in workspace: Workspace) throws {
        let text = "passed\t\(passed)\tfailed\t\(failed)\topen\t\(open)\n" + findings.map { "\($0)\n" }.joined()
        try FileTree.write(Array(text.utf8), to: workspace.path(Self.path(kind, period)))
    }

    /// Nil when there is none, or none that can be read.
    static func read(_ kind: Kind, _ period: ReportingPeriod, in workspace: Workspace) throws -> MonthLog? {
        let file = workspace.path(path(kind, period))
        guard FileTree.exists(file) else { return nil }
        let lines = String(decoding: try FileTree.read(file), as: UTF8.self).split(separator: "\n").map(String.init)
        let head = (lines.first ?? "").split(separator: "\t").map(String.init)
        guard head.count == 6, let passed = Int(head[1]), let failed = Int(head[3]), let open = Int(head[5]) else { return nil }
        var log = MonthLog()
        log.passed = passed; log.failed = failed; log.open = open
        log.findings = Array(lines.dropFirst())
        log.writtenAt = FileTree.time(of: file) ?? ""
        return log
    }
}

extension FileTree {
    /// Time of last change in UTC: `2026-11-05T08:30:00Z`; nil when there is no such file.
    static func time(of path: String) -> String? {
        guard let date = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date else { return nil }
        return date.ISO8601Format()
    }
}
