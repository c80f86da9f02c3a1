import Diagnostics
import Glibc
import Release
import ReleaseSamples
import Synchronization

// Publishes sample releases in a process of its own, which a test can lose.
//   release-crash-helper STORE VARIANTS [kill N | limit BYTES]
// VARIANTS: names separated by commas, published one after the other. kill N: SIGKILL to itself at the Nth step that is
// reached; limit BYTES: no file may grow beyond that. Prints a diagnostic id and message per line; exit code 0 or 1.

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { exit(64) }
var failpoints = Failpoints.none

let reached = Atomic<Int>(0)
if arguments.count == 5, let number = Int(arguments[4]) {
    if arguments[3] == "kill" {
        failpoints = Failpoints { _ in
            if reached.add(1, ordering: .sequentiallyConsistent).newValue == number { kill(getpid(), SIGKILL) }
        }
    } else {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: rlim_t(number), rlim_max: rlim_t(number))
        guard setrlimit(__rlimit_resource_t(1), &limit) == 0 else { exit(65) }  // 1 = RLIMIT_FSIZE
    }
}

do {
    for variant in arguments[2].split(separator: ",") {
        let published = try ReleaseStore(arguments[1], failpoints: failpoints).publish(SampleRelease.stage(String(variant)))
        print(published.outcome, published.address)
    }
} catch let error as DiagnosticsError {
    for diagnostic in error.diagnostics { print(diagnostic.id, diagnostic.message) }
    exit(1)
}
