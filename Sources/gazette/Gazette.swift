import ArgumentParser

/// `gazette`: fixed reports from interface files.
@main
struct Gazette: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gazette",
        abstract: "定报 Gazette: interface files in, official reports out.",
        discussion: """
            Exit codes: 0 done · 1 errors in data, definitions or files · 2 golden files differ \
            · 3 golden files incomparable (other environment) under golden check --strict · 64 wrong use of the command.
            """,
        version: versionText,
        subcommands: [
            Initialize.self, Sample.self, Interfaces.self, Codes.self, Intake.self, Watch.self, Load.self, Reload.self, Reclean.self, Suspects.self,
            Contact.self, Return.self, Quality.self, Reconcile.self, Balances.self, Status.self, Mart.self, Run.self, Render.self, Book.self,
            Publish.self, Verify.self, Golden.self, List.self, Lint.self, Preview.self, Records.self, New.self, Schema.self, Doctor.self, Version.self,
        ])
}
