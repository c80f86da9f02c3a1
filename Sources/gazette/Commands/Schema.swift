import ArgumentParser
import Pipeline

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "JSON Schemas of the definition files, for completion, explanations and errors in editors.",
        discussion: """
            First line of a definition for VS Code with the YAML extension: \
            # yaml-language-server: $schema=../../../Docs/schema/report.schema.json
            """)

    @Argument(help: "\(SchemaFile.kinds.joined(separator: ", ")); report when left out, all with --write.")
    var kind: String?

    @Option(help: "Write the files into this folder instead of printing one.")
    var write: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            if let write {
                try SchemaFile.write(kind.map { [$0] } ?? [], to: write).forEach { console.line($0) }
            } else {
                for file in try SchemaFile.make([kind ?? "report"]) { print(file.text, terminator: "") }
            }
            return .success
        }
    }
}
