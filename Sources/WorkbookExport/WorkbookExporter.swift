public import Composition
public import Diagnostics
public import Documents
internal import Glibc

/// Writes a report as an XLSX workbook.
///
/// The file appears whole or not at all: it is written under a temporary name in the same folder, synced, and renamed.
/// The same report and options give the same bytes, in every process.
public enum WorkbookExporter {
    /// Returns warnings and notices (numbers written as text, …). Throws `DiagnosticsError` when the workbook cannot be made.
    @discardableResult
    public static func export(_ report: BuiltReport, options: WorkbookOptions, to path: String) throws -> [Diagnostic] {
        let (plan, findings) = try WorkbookPlanner.plan(report, options: options)
        try write(plan, to: path)
        return findings
    }

    /// The same for a document: a sheet for each of its tables.
    public static func export(_ document: Document, options: WorkbookOptions, to path: String) throws {
        try write(try DocumentWorkbookPlanner.plan(document, options: options), to: path)
    }

    /// Writes a plan as it is.
    public static func write(_ plan: WorkbookPlan, to path: String) throws {
        let temporary = path + ".partial"
        do {
            try checkWritable(temporary, for: path)
            let rows = try WorkbookWriter(path: path, temporary: temporary, folder: folder(of: path)).write(plan)
            let package = try Package(readingFrom: temporary, for: path)
            try package.write(inserting: rows, to: temporary, for: path)
            try commit(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// The library reports every failure to open alike: find the reason before it does.
    private static func checkWritable(_ temporary: String, for path: String) throws {
        let file = open(temporary, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
        guard file >= 0 else { throw OutputDiagnostics.cannotWrite(path, errno, step: "create") }
        close(file)
    }

    private static func commit(_ temporary: String, to path: String) throws {
        let file = open(temporary, O_RDONLY)
        guard file >= 0 else { throw OutputDiagnostics.cannotWrite(path, errno, step: "open again") }
        let synced = fsync(file) == 0, syncError = errno
        close(file)
        if !synced { throw OutputDiagnostics.cannotWrite(path, syncError, step: "sync") }
        if rename(temporary, path) != 0 { throw OutputDiagnostics.cannotWrite(path, errno, step: "rename") }
        let directory = open(folder(of: path), O_RDONLY | O_DIRECTORY)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
