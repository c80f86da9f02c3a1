internal import Diagnostics

/// Every message of the room. The ids stand in Docs/Diagnostics.md.
enum DumpDiagnostics {
    static let intact = "what was loaded before is intact"

    static func unreadable(_ file: String, reason: String) -> Diagnostic {
        Diagnostic("DMP001", .error, "cannot read the dump '\(file)': \(reason)", at: SourceRange(file: file), hint: "check the file on the exchange folder; \(intact)")
    }

    static func refusedFile(_ file: String, what: String, instruction: String) -> Diagnostic {
        Diagnostic("DMP002", .error, "the file is \(what), which Gazette does not read", at: SourceRange(file: file), hint: instruction)
    }

    static func unknownFile(_ file: String) -> Diagnostic {
        Diagnostic(
            "DMP003", .error, "the file is no dump that Gazette knows", at: SourceRange(file: file),
            hint: "ask the provider how it was made; Oracle exp files, PostgreSQL dumps, SQLite files and CSV can be read")
    }

    static func header(_ file: String, reason: String) -> Diagnostic {
        Diagnostic("DMP004", .error, "the head of the Oracle exp file cannot be read: \(reason)", at: SourceRange(file: file), hint: "deliver the file again; \(intact)")
    }

    static func corrupt(_ file: String, table: String, row: Int, offset: Int, reason: String) -> Diagnostic {
        let direct = row == 1 ? "; if it was exported with direct=y, export it with direct=n" : ""
        return Diagnostic(
            "DMP005", .error, "table \(table), \(row > 0 ? "row \(row), " : "")byte \(offset): \(reason)", at: SourceRange(file: file, line: row),
            hint: "the file is damaged here: transfer it again in binary mode, or have it exported again\(direct); \(intact)")
    }

    static func truncated(_ file: String, table: String, row: Int, offset: Int) -> Diagnostic {
        Diagnostic(
            "DMP006", .error, "table \(table), \(row > 0 ? "row \(row), " : "")byte \(offset): the file ends within the rows of this table", at: SourceRange(file: file, line: row),
            hint: "the file is cut off: compare its size with the provider's and transfer it again; \(intact)")
    }

    static func endlessRecord(_ file: String, offset: Int) -> Diagnostic {
        Diagnostic(
            "DMP007", .error, "byte \(offset): a record is longer than \(ByteSource.longestRecord >> 20) MB", at: SourceRange(file: file),
            hint: "the file is damaged here, or is no such dump: deliver it again; \(intact)")
    }

    static func refusedTable(_ file: String, table: String, reason: String) -> Diagnostic {
        Diagnostic(
            "DMP008", .warning, "table \(table) is not read: \(reason)", at: SourceRange(file: file),
            hint: "ask for a view or table without that column, or for a text file of it; the other tables are read")
    }

    static func noEnd(_ file: String, offset: Int) -> Diagnostic {
        Diagnostic(
            "DMP009", .warning, "the dump has no end mark; it stops at byte \(offset)", at: SourceRange(file: file),
            hint: "tables may be missing at its end: look at the provider's export log, or have it exported again")
    }

    static func faults(_ file: String, table: String, count: Int, charsets: String) -> Diagnostic {
        Diagnostic(
            "DMP010", .warning, "table \(table): \(count) values cannot be read as their type or character set (\(charsets))", at: SourceRange(file: file),
            hint: "if the texts are Chinese in a database declared otherwise, name the true character set when reading; else return these rows to the provider")
    }

    static func changedColumns(_ file: String, table: String, offset: Int) -> Diagnostic {
        Diagnostic(
            "DMP011", .error, "table \(table), byte \(offset): a partition has other columns than the one before", at: SourceRange(file: file),
            hint: "have the table exported again without a change of its columns in between; \(intact)")
    }

    static func encoding(_ file: String, line: Int, name: String, instruction: String) -> Diagnostic {
        Diagnostic("DMP012", .error, "the texts are in \(name), which cannot be read here", at: SourceRange(file: file, line: line), hint: instruction)
    }

    static func text(_ file: String, line: Int, table: String, reason: String) -> Diagnostic {
        Diagnostic(
            "DMP013", .error, "\(table.isEmpty ? "" : "table \(table), ")line \(line): \(reason)", at: SourceRange(file: file, line: line),
            hint: "the file is damaged here, or its delimiter and quoting are others than declared: deliver it again; \(intact)")
    }

    static func noConverter(_ name: String) -> Diagnostic {
        Diagnostic("DMP014", .error, "this system cannot convert \(name) to UTF-8", hint: "install the C library's gconv modules (Debian: libc-bin, libc6)")
    }

    static func badChoice(_ table: String, index: Int) -> Diagnostic {
        Diagnostic("DMP015", .error, "table \(table) has no column with index \(index)", hint: "choose among the columns that the dump lists for the table")
    }

    /// `free`: columns that nothing is read from.
    static func missingColumns(_ file: String, table: String, missing: [String], present: [String], free: [String]) -> Diagnostic {
        Diagnostic(
            "DMP016", .error, "table \(table) lacks the columns \(missing.joined(separator: ", "))", at: SourceRange(file: file),
            notes: [.init("columns there: \(present.joined(separator: ", "))")],
            hint: "\(likely(missing, free))correct the names in the interface specification, or ask the provider for a table with these columns")
    }

    private static func likely(_ missing: [String], _ free: [String]) -> String {
        let pairs = missing.compactMap { name in Suggestion.nearest(to: name, among: free).map { "'\($0)' for \(name)" } }
        return pairs.isEmpty ? "" : "did you mean \(pairs.joined(separator: ", "))? "
    }
}
