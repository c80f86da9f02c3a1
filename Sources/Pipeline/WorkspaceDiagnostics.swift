internal import Diagnostics

/// All sentences of this room.
enum WorkspaceDiagnostics {
    static func noFolder(_ path: String) -> Diagnostic {
        Diagnostic("WSP001", .error, "there is no folder '\(path)'", hint: "check the path; a workspace is made by: gazette init FOLDER")
    }
    static func unreadable(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("WSP002", .error, "cannot read '\(path)': \(reason)", hint: "check that the file is there and may be read")
    }
    static func unwritable(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("WSP003", .error, "cannot write '\(path)': \(reason)", hint: "check the free space and the permissions of the folder; nothing was replaced")
    }
    static func noWorkspace(_ folder: String) -> Diagnostic {
        Diagnostic("WSP004", .error, "'\(folder)' is no workspace: it has no gazette.yaml", hint: "give the folder with --workspace, or make one: gazette init FOLDER")
    }
    static func alreadyWorkspace(_ folder: String) -> Diagnostic {
        Diagnostic("WSP005", .error, "'\(folder)' already has a gazette.yaml", hint: "use it as it is, or choose another folder")
    }
    static func noPeriod() -> Diagnostic {
        Diagnostic("WSP006", .error, "no period given, and gazette.yaml has none under 'periods: default'", hint: "name a month, for instance 2026-10")
    }
    static func unknownReport(_ code: String, nearest: String?) -> Diagnostic {
        Diagnostic("WSP007", .error, "there is no report '\(code)'", hint: nearest.map { "did you mean '\($0)'?" } ?? "see: gazette list reports")
    }
    static func untagged(_ report: String, limit: Int, at place: SourceRange) -> Diagnostic {
        Diagnostic(
            "WSP023", .info, "\(report): the PDF has no structure tags, because its tables have more than \(limit) rows", at: place,
            hint: "give readers who need them the HTML or XLSX edition (--format html), or divide the report")
    }
    static func unusableSeal(_ path: String) -> Diagnostic {
        Diagnostic("WSP014", .error, "'\(path)' cannot be used as a seal", hint: "give a PNG picture with a transparent ground, printed 10 to 80 mm wide")
    }
    static func unknownScope(_ scope: String, nearest: String?) -> Diagnostic {
        Diagnostic("WSP008", .error, "there is no scope '\(scope)'", hint: nearest.map { "did you mean '\($0)'?" } ?? "use 'city' or a district code")
    }
    static func nothingLoaded(_ period: String) -> Diagnostic {
        Diagnostic("WSP009", .error, "no interface file of \(period) has been loaded", hint: "load the month first: gazette load \(period)")
    }
    static func nothingDelivered(_ period: String, folder: String) -> Diagnostic {
        Diagnostic("WSP020", .error, "nothing of \(period) has been delivered: there is no folder '\(folder)'", hint: "providers put the month's files there; what is expected: gazette intake status \(period)")
    }
    static func feedsMissing(_ period: String, _ interfaces: [String], of count: Int) -> Diagnostic {
        Diagnostic(
            "WSP022", .error, "\(period) cannot be published: \(interfaces.count) of its \(count) feeds \(interfaces.count == 1 ? "is" : "are") not loaded: \(interfaces.joined(separator: ", "))",
            hint: "see what is missing: gazette status \(period); a month that goes out without a feed, marked 缺 in every report, says so by name: --without \(interfaces[0])")
    }
    static func relationsFail(_ report: String, _ relation: String, _ place: String, at origin: SourceRange) -> Diagnostic {
        Diagnostic("WSP010", .error, "\(report): the relation \(relation) does not hold in \(place)", at: origin, hint: "look at the data of these cells before publishing; the printed form names the failure")
    }
    static func notFound(_ name: String, hint: String) -> Diagnostic {
        Diagnostic("WSP011", .error, "there is no \(name)", hint: hint)
    }
    static func badArgument(_ text: String, hint: String) -> Diagnostic {
        Diagnostic("WSP012", .error, text, hint: hint)
    }
    static func textMissing(_ what: String, options: [String]) -> Diagnostic {
        badArgument("\(what) needs a text in \(options.joined(separator: " and "))", hint: "write it in words; an empty text, or … alone, says nothing")
    }
    static func dueBefore(_ due: String, today: String) -> Diagnostic {
        badArgument("--due \(due) is before the day of the contact, \(today)", hint: "give a later day; when the day of the contact is another one, give it with --today or correct 'system_date' in gazette.yaml")
    }
    static func sampleOption(_ reason: String, hint: String) -> Diagnostic {
        Diagnostic("WSP021", .error, "the demo city cannot be made: \(reason)", hint: hint)
    }
    static func noDefinitions(_ path: String) -> Diagnostic {
        Diagnostic("WSP001", .error, "there is no folder of definitions '\(path)'", hint: "give --definitions, or 'definitions' in gazette.yaml, the folder that holds reports, interfaces and codes")
    }
    static func alreadyThere(_ what: String, at place: SourceRange?) -> Diagnostic {
        Diagnostic("WSP019", .error, "\(what) is there already", at: place, hint: "choose another form number or folder; nothing was overwritten")
    }
    static func badRecord(_ path: String, line: Int, _ reason: String) -> Diagnostic {
        Diagnostic("WSP013", .error, reason, at: SourceRange(file: path, line: line), hint: "correct the line; the form is described by: gazette records --help")
    }

    static func workerDied(_ status: Int32) -> Diagnostic {
        let signal = status & 0x7f
        return Diagnostic(
            "WSP016", .error, signal == 0 ? "a worker ended with status \(status >> 8 & 0xff)" : "a worker was ended by signal \(signal)",
            hint: signal == 9 ? "check the free memory, then run again with fewer workers" : "run again with --workers 1; if it fails again, send the message to the maintainers")
    }

    static func workerFailed(_ reason: String) -> Diagnostic {
        Diagnostic("WSP017", .error, "a worker failed: \(reason)", hint: "run again with --workers 1; if it fails again, send the message to the maintainers")
    }
}
