import ArgumentParser
import Pipeline

struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version and that of the libraries and fonts in use.")

    @OptionGroup var output: OutputOptions

    func run() throws {
        for entry in environmentEntries() {
            output.console.line("\(entry.name) \(entry.version)")
            output.console.object(["name": entry.name, "version": entry.version])
        }
    }
}

let versionText = "gazette \(gazetteVersion)"
