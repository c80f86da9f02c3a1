internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Warehouse

/// All sentences of this room.
enum IntakeDiagnostics {
    static func unreadable(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("INT002", .error, "cannot read the interface file '\(path)': \(reason)", at: SourceRange(file: path), hint: "check the file on the exchange folder; what was loaded before is intact")
    }
    /// `others`: files that would do instead.
    static func missing(_ name: String, others: [String] = [], folder: String, likely: String?) -> Diagnostic {
        let instead = others.isEmpty ? "" : " (or \(others.joined(separator: ", ")))"
        return Diagnostic(
            "INT003", .error, "the interface file \(name)\(instead) is missing in \(folder)", at: SourceRange(file: "\(folder)/\(name)"),
            hint: likely.map { "is it '\($0)'? rename it if so; otherwise ask the provider to deliver it" } ?? "ask the provider to deliver it")
    }
    static func empty(_ path: String) -> Diagnostic {
        Diagnostic("INT004", .error, "the interface file is empty", at: SourceRange(file: path), hint: "ask the provider to deliver it again; what was loaded before is intact")
    }
    static func openEnd(_ path: String, line: Int) -> Diagnostic {
        Diagnostic("INT005", .warning, "the last line has no line feed: the file may be cut off", at: SourceRange(file: path, line: line), hint: "compare the number of rows with the provider's; deliver it again if rows are missing")
    }
    static func carriageReturns(_ path: String, count: Int) -> Diagnostic {
        Diagnostic("INT006", .info, "\(count) lines end with CR LF; the CR was left out", at: SourceRange(file: path), hint: "the interface specification asks for LF")
    }
    static func byteOrderMark(_ path: String) -> Diagnostic {
        Diagnostic("INT007", .info, "the file starts with a byte order mark, which was left out", at: SourceRange(file: path, line: 1), hint: "the interface specification asks for none")
    }
    static func endlessLine(_ path: String, line: Int) -> Diagnostic {
        Diagnostic("INT008", .error, "a line is longer than 16 MB", at: SourceRange(file: path, line: line), hint: "this is no interface text file, or its line feeds are lost: deliver it again")
    }
    static func unwritable(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("INT009", .error, "cannot write '\(path)': \(reason)", at: SourceRange(file: path), hint: "check free space and permissions; what was loaded before is intact")
    }
    static func wrongEncoding(_ path: String, declared: String, likely: String) -> Diagnostic {
        Diagnostic("INT010", .error, "the file is not \(declared): it looks like \(likely)", at: SourceRange(file: path), hint: "deliver it in \(declared), or correct 'encoding' in the interface specification; what was loaded before is intact")
    }
    static func nothingAccepted(_ path: String, rejects: String) -> Diagnostic {
        Diagnostic("INT011", .error, "not a single row was accepted", at: SourceRange(file: path), hint: "look at the reject files \(rejects): wrong file, delimiter or specification? what was loaded before is intact")
    }
    static func noSpecification(_ interface: String, period: String) -> Diagnostic {
        Diagnostic("INT012", .error, "no version of interface '\(interface)' is in force in \(period)", hint: "check 'effective' under ReportDefs/interfaces")
    }
    static func rejected(_ path: String, rejected: Int, rows: Int, period: String) -> Diagnostic {
        Diagnostic("INT013", .warning, "\(rejected) of \(rows) rows were rejected", at: SourceRange(file: path), hint: "send the reject files back to the provider: gazette return \(period)")
    }
    static func noTemporarySpace(_ path: String) -> Diagnostic {
        Diagnostic("INT014", .error, "duplicate keys or suspects could not be kept: no temporary space", at: SourceRange(file: path), hint: "free some space in the temporary folder and load again; what was loaded before is intact")
    }
    static func changedWhileReading(_ path: String) -> Diagnostic {
        Diagnostic("INT015", .error, "the file changed while it was being read", at: SourceRange(file: path), hint: "wait until it is wholly delivered, then load again; what was loaded before is intact")
    }
    static func tooManyRules(_ interface: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("INT016", .error, "interface \(interface) has more than 64 rules", at: place, hint: "combine rules, or split the interface")
    }
    static func badRule(_ test: RowTest, _ reason: String) -> Diagnostic {
        Diagnostic("INT017", .error, "the test '\(test.text)' cannot be evaluated: \(reason)", at: test.origin, hint: "correct it in the interface specification; what was loaded before is intact")
    }
    static func noCaliber(_ id: String, period: ReportingPeriod, at place: SourceRange) -> Diagnostic {
        Diagnostic("INT018", .error, "no value of caliber '\(id)' is in force on \(period.lastDay)", at: place, hint: "add the value under ReportDefs/calibers; a rule of the interface needs it")
    }
    static func badControl(_ path: String, line: Int, _ name: String, _ reason: String) -> Diagnostic {
        Diagnostic("INT019", .error, "the \(name) cannot be used: \(reason)", at: SourceRange(file: path, line: line), hint: "ask the provider for a file by the interface specification; what was loaded before is intact")
    }
    static func noTrailer(_ path: String, line: Int) -> Diagnostic {
        Diagnostic("INT020", .error, "the trailer is missing: the file may be cut off", at: SourceRange(file: path, line: line), hint: "ask the provider to deliver it again; what was loaded before is intact")
    }
    static func afterTrailer(_ path: String, line: Int) -> Diagnostic {
        Diagnostic("INT021", .error, "something follows the trailer", at: SourceRange(file: path, line: line), hint: "two files may have been joined: ask the provider; what was loaded before is intact")
    }
    static func controlDifference(_ path: String, _ result: LoadRecord.ControlResult, _ severity: Diagnostic.Severity) -> Diagnostic {
        func text(_ value: Int64) -> String { Amount(unscaled: value, scale: result.scale).description }
        let filtered = result.filtered == 0 ? "" : " + filtered \(text(result.filtered))"
        let unreadable = result.unreadable == 0 ? "" : "; \(result.unreadable) rejected rows have no readable value"
        return Diagnostic(
            "INT022", severity, "\(result.item): declared \(text(result.declared)) = loaded \(text(result.loaded)) + rejected \(text(result.rejected))\(filtered) + unexplained \(text(result.unexplained))\(unreadable)",
            at: SourceRange(file: path), hint: severity == .error ? "ask the provider which is right and for a new delivery; what was loaded before is intact" : "ask the provider which is right")
    }

    // MARK: Databases

    private static let intact = "what was loaded before is intact"

    static func severalForms(_ names: [String], folder: String) -> Diagnostic {
        Diagnostic(
            "INT060", .error, "\(names.joined(separator: " and ")) are both in \(folder), but a month is loaded from one of them", at: SourceRange(file: "\(folder)/\(names[0])"),
            hint: "keep the file that is meant and move the other one away; \(intact)")
    }
    static func otherForm(_ path: String, found: String, declared: String) -> Diagnostic {
        Diagnostic(
            "INT061", .error, "the file is \(found), but the interface specification declares the form \(declared)", at: SourceRange(file: path),
            hint: "ask the provider for a file of the declared form, or correct 'format' in the interface specification; \(intact)")
    }
    static func noTable(_ path: String, table: String, likely: String?, present: [String]) -> Diagnostic {
        let list = present.isEmpty ? "the file has no tables" : "tables there: \(present.prefix(20).joined(separator: ", "))\(present.count > 20 ? " and \(present.count - 20) more" : "")"
        return Diagnostic(
            "INT062", .error, "the file has no table \(table)", at: SourceRange(file: path), notes: [.init(list)],
            hint: "\(likely.map { "is it '\($0)'? correct 'table' in the interface specification if so; otherwise" } ?? "correct 'table' in the interface specification, or") ask the provider for a dump with this table; \(intact)")
    }
    static func refusedTable(_ path: String, table: String, reason: String) -> Diagnostic {
        Diagnostic(
            "INT063", .error, "table \(table) cannot be read: \(reason)", at: SourceRange(file: path),
            hint: "ask the provider for a table or view without that column, or for a text or CSV file of it; \(intact)")
    }
    static func noRows(_ path: String, table: String) -> Diagnostic {
        Diagnostic(
            "INT064", .error, "the file has the definition of table \(table), but none of its rows", at: SourceRange(file: path),
            hint: "ask the provider to export it with its rows (Oracle exp: ROWS=Y); \(intact)")
    }
    static func severalTables(_ path: String, table: String, found: [String]) -> Diagnostic {
        Diagnostic(
            "INT065", .error, "'\(table)' may be any of the tables \(found.joined(separator: ", "))", at: SourceRange(file: path),
            hint: "write one of them, with its schema, as 'table' in the interface specification; \(intact)")
    }
    static func emptyTable(_ path: String, table: String) -> Diagnostic {
        Diagnostic("INT066", .error, "table \(table) has no rows", at: SourceRange(file: path), hint: "ask the provider to deliver it again; \(intact)")
    }
    static func noArchiveReader(_ path: String) -> Diagnostic {
        Diagnostic("INT067", .error, "PostgreSQL archives cannot be unpacked here", at: SourceRange(file: path), hint: "load it with the command gazette, or ask for a dump as text or CSV; \(intact)")
    }
    static func otherSource(_ interface: String, batch: String, was: String, is now: String, at place: SourceRange) -> Diagnostic {
        Diagnostic(
            "INT068", .error, "interface '\(interface)' declares source \(now), but its batch \(batch) is of source \(was)", at: place,
            hint: "the two sources are kept apart: give the interface of source \(now) an id of its own; \(intact)")
    }
}
