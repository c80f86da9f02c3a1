public import Composition
public import Diagnostics
public import Documents
internal import Glibc

/// Writes a report as an XLSX workbook.
///
/// The file appears whole or not at all: it is written under a temporary name in the same folder and renamed.
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
            let rows = try WorkbookWriter(path: path, temporary: temporary, folder: scratchFolder(for: path)).write(plan)
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
        if rename(temporary, path) != 0 { throw OutputDiagnostics.cannotWrite(path, errno, step: "rename") }
    }

    /// Where the library keeps the two dozen parts of a workbook while it packs them, without the rows (`PackedRows`): in memory
    /// where the system has files there, else beside the workbook.
    private static func scratchFolder(for path: String) -> String {
        let memory = "/dev/shm", room: UInt64 = 64 << 20
        var status = statvfs()
        guard access(memory, W_OK | X_OK) == 0, statvfs(memory, &status) == 0, UInt64(status.f_bavail) * UInt64(status.f_frsize) >= room else { return folder(of: path) }
        return memory
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
