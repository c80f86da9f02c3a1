public import DatabaseDumps
internal import Diagnostics
internal import Glibc
internal import Intake

/// PostgreSQL archives (`pg_dump -Fc`), read through PostgreSQL's own `pg_restore`, which writes COPY text into a pipe.
public struct PostgresArchive: Sendable {
    public var path: String
    /// The command; looked for in PATH when it is a bare name.
    public var command = "pg_restore"

    public init(path: String) { self.path = path }

    /// For `FeedLoader`: unpacks the tables of that name, or all when there is none.
    static let reader: ArchiveReader = { path, table, choose, row in
        let archive = PostgresArchive(path: path), name = table.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return try archive.read(tables: try archive.tableNames().filter { $0.lowercased() == name }, choose: choose, row: row)
    }

    /// Names of the tables whose rows are in the archive, without their schemas.
    public func tableNames() throws -> [String] {
        let child = try start([command, "--list", "--", path])
        defer { close(child.messages) }
        var lines: [String] = [], rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(child.output, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            rest += buffer[..<count]
        }
        close(child.output)
        let status = wait(child.process)
        if status != 0 { throw failed(child, status) }
        lines = String(decoding: rest, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.compactMap { line in
            // 3353; 0 16386 TABLE DATA schema name owner
            guard let mark = line.firstRange(of: " TABLE DATA ") else { return nil }
            let words = line[mark.upperBound...].split(separator: " ")
            return words.count < 3 ? nil : words[1..<(words.count - 1)].joined(separator: " ")
        }
    }

    /// One pass over the given tables (names without schema; none: all tables); see `CopyTextReader.read`.
    ///
    /// Throws when the command cannot be started or reports a failure: then the rows delivered so far are not all.
    public func read(tables: [String] = [], choose: (DumpTable) throws -> TableChoice, row: (DumpRow) throws -> Void) throws -> DumpSummary {
        let arguments = [command, "--data-only", "--file=-"] + tables.map { "--table=\($0)" } + ["--", path]
        let child = try start(arguments)
        defer { close(child.messages) }
        let summary: DumpSummary
        do {
            summary = try CopyTextReader(descriptor: child.output, name: path).read(choose: choose, row: row)
        } catch {
            // The end of the pipe that is closed here ends the child too.
            close(child.output)
            let status = wait(child.process)
            if status > 0 && status < 128 { throw failed(child, status) }
            throw error
        }
        close(child.output)
        let status = wait(child.process)
        if status != 0 { throw failed(child, status) }
        return summary
    }

    private struct Child {
        var process: pid_t
        var output: Int32
        /// A file without a name that takes the command's messages.
        var messages: Int32
    }

    private func start(_ arguments: [String]) throws -> Child {
        var ends: [Int32] = [0, 0]
        var template = Array("/tmp/gazette-restore-XXXXXX".utf8CString)
        guard pipe(&ends) == 0 else { throw unusable(String(cString: strerror(errno))) }
        let messages = mkstemp(&template)
        if messages < 0 {
            ends.forEach { close($0) }
            throw unusable(String(cString: strerror(errno)))
        }
        unlink(template)
        for descriptor in ends + [messages] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, messages, 2)
        var words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, command, &actions, nil, &words, environ)
        close(ends[1])
        if code != 0 {
            close(ends[0])
            close(messages)
            throw unusable(String(cString: strerror(code)))
        }
        return Child(process: process, output: ends[0], messages: messages)
    }

    /// Exit status; 128 and more for a signal.
    private func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    private func unusable(_ reason: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "DMP020", .error, "cannot run '\(command)' for this PostgreSQL archive: \(reason)", at: SourceRange(file: path),
            hint: "install PostgreSQL's client programs (Debian: postgresql-client), or ask for CSV files"))
    }

    private func failed(_ child: Child, _ status: Int32) -> DiagnosticsError {
        var buffer = [UInt8](repeating: 0, count: 600)
        let count = pread(child.messages, &buffer, buffer.count, 0)
        let said = String(decoding: buffer[..<max(0, count)], as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        return DiagnosticsError(Diagnostic(
            "DMP021", .error, "'\(command)' ended with status \(status): \(said)", at: SourceRange(file: path),
            hint: "the archive is damaged or newer than the installed client: transfer it again, or install the client of the provider's version; what was loaded before is intact"))
    }
}
