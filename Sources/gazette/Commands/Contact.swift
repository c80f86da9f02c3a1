import ArgumentParser
import Pipeline
import Quantities

struct Contact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Talks with providers about files: noted with a deadline, answered by the new delivery.", subcommands: [Add.self, List.self, Close.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Note a contact.")
        @Argument(help: "Interface, for instance pension.")
        var interface: String
        @Option(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Option(help: "Who was spoken to.")
        var party: String
        @Option(help: "How: 电话, 邮件, 微信, 现场 …")
        var channel = "电话"
        @Option(help: "What was asked.")
        var subject: String
        @Option(help: "Last day for the answer (2026-11-06).")
        var due: CalendarDate?
        @Option(help: "Who notes it.")
        var person: String
        @Option(help: "Day of the contact (2026-11-05), before which no answer can be due; the system date of gazette.yaml when left out.")
        var today: CalendarDate?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.console.run {
                let number = try workspace.open().addContact(ContactRequest(
                    period: period, interface: interface, party: party, channel: channel, subject: subject, due: due, person: person, today: today))
                output.console.line("contact \(number)")
                output.console.object(["number": number])
                return .success
            }
        }
    }

    struct List: ParsableCommand, ListCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Contacts of a month, of all months when left out.")
        @Argument(help: "Month as 2026-10.")
        var period: ReportingPeriod?
        @Flag(help: "Only those without an answer.")
        var open = false
        @OptionGroup var deadlines: DeadlineOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listContacts(period, onlyOpen: open, today: deadlines.today) } }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "close", abstract: "Close a contact that no delivery answers.")
        @Argument(help: "Number.")
        var number: Int
        @Option(help: "The answer.")
        var answer: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.console.run {
                try workspace.open().closeContact(number, answer: answer)
                output.console.line("closed \(number)")
                return .success
            }
        }
    }
}
