public import ArgumentParser
import Diagnostics
import Pipeline
public import Quantities

/// Options that every command understands.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print results and diagnostics as JSON, one object a line.")
    var json = false

    @Flag(help: "Print errors and warnings only.")
    var quiet = false

    var console: Console { Console(json: json, quiet: quiet) }
}

struct WorkspaceOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "Folder with gazette.yaml.")
    var workspace = "."

    func open() throws -> Workspace { try Workspace.open(workspace) }
}

/// For commands that print reports.
struct SealOptions: ParsableArguments {
    @Option(help: "PNG picture of the office's seal, printed over the signature line.")
    var seal: String?

    @Option(help: "Printed width of the seal in millimetres.")
    var sealWidth = 42.0

    var picture: (path: String, width: Double)? { seal.map { ($0, sealWidth) } }
}

/// For commands that say what is late.
struct DeadlineOptions: ParsableArguments {
    @Option(help: "Day that deadlines are compared with (2026-11-05); the system date of gazette.yaml when left out.")
    var today: CalendarDate?
}

extension CalendarDate: ExpressibleByArgument {
    /// `2026-11-15`
    public init?(argument: String) { self.init(argument) }
}

extension ReportingPeriod: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
