import Diagnostics
import Glibc
import Pipeline
import Quantities
import Synchronization
import Warehouse

// Runs one command on a workspace in a process of its own, which a test can lose.
//   warehouse-crash-helper WORKSPACE MODE N COMMAND ARGUMENT…
// MODE: none; kill (SIGKILL to itself at the Nth step that is reached); write, full (the Nth step fails as a device or a full disk
// does). COMMAND: load MONTH INTERFACE… (again, as reload), reclean MONTH FOLDER, switch NUMBER, balances MONTH,
// codes MONTH (apply), restore NUMBER.
// Prints how many steps were reached, or a diagnostic id and message per line; exit code 0 or 1.

let arguments = CommandLine.arguments
guard arguments.count >= 6, let number = Int(arguments[3]) else { exit(64) }
let mode = arguments[2], reached = Atomic<Int>(0)

let failpoints = Failpoints { step in
    guard reached.add(1, ordering: .sequentiallyConsistent).newValue == number else { return }
    switch mode {
    case "kill": kill(getpid(), SIGKILL)
    case "write", "full":
        let reason = String(cString: strerror(mode == "full" ? ENOSPC : EIO))
        throw DiagnosticsError(Diagnostic("WRH002", .error, "cannot use '\(step.rawValue)': \(reason)", hint: "check free space and permissions; what was loaded before is intact"))
    default: break
    }
}

do {
    var workspace = try Workspace.open(arguments[1])
    workspace.failpoints = failpoints
    let rest = Array(arguments[5...])
    switch arguments[4] {
    case "load": try workspace.load([ReportingPeriod(rest[0])!], only: Array(rest.dropFirst()), again: true).throwProblems()
    case "reclean": _ = try workspace.reclean([ReportingPeriod(rest[0])!], definitions: rest[1])
    case "switch": _ = try workspace.switchReclean(Int(rest[0])!, reason: "新规则", person: "测试")
    case "balances": _ = try workspace.runBalances(ReportingPeriod(rest[0])!, without: ["summary-report"])
    case "codes": _ = try workspace.applyCodes(ReportingPeriod(rest[0])!, person: "测试")
    case "restore": _ = try workspace.restoreCodes(Int64(rest[0])!, person: "测试")
    default: exit(64)
    }
    print("steps", reached.load(ordering: .sequentiallyConsistent))
} catch let error as DiagnosticsError {
    for diagnostic in error.diagnostics { print(diagnostic.id, diagnostic.message) }
    exit(1)
}
