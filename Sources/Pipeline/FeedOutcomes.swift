internal import Cubes
internal import DataQuality
internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Warehouse

/// Puts together what is known about the loads of a month: batch, error files, contacts.
struct FeedOutcomes {
    let workspace: Workspace
    let catalogue: Catalogue
    let warehouse: Warehouse
    let period: ReportingPeriod
    private let contacts: [ContactEntry]
    private let slipped: Int

    init(_ workspace: Workspace, catalogue: Catalogue, warehouse: Warehouse, period: ReportingPeriod) throws {
        self.workspace = workspace; self.catalogue = catalogue; self.warehouse = warehouse; self.period = period
        contacts = try warehouse.contacts(period: period)
        slipped = try warehouse.slips(period: period).reduce(0) { $0 + $1.days }
    }

    var rejectsFolder: String { workspace.path("\(workspace.settings.output)/\(period)/rejects") }

    /// Nil when no batch of the feed is in force. The error files are counted; `problems` tells of files of another load, and the
    /// outcome then has no tally.
    func outcome(_ interface: String) throws -> (outcome: FeedOutcome, problems: [Diagnostic])? {
        guard let specification = catalogue.interface(interface, for: period), let record = try warehouse.current(interface: interface, period: period) else { return nil }
        let (tally, problems) = try tally(specification, record)
        let outcome = FeedOutcome(
            specification: specification, record: record, tally: problems.isEmpty ? tally : nil, contacts: contacts.filter { $0.interface == interface },
            provider: catalogue.exchange.feed(interface).provider, due: catalogue.exchange.dueDate(interface, for: period).adding(days: slipped), districts: catalogue.codeTable("district"))
        return (outcome, problems)
    }

    /// Names of the files with the rows of a batch that were rejected or are suspect, by class.
    static func rejectFiles(_ record: LoadRecord) -> [(problem: String, count: Int, isRejected: Bool, names: [String])] {
        let stems = record.files.map { $0.name.prefix { $0 != "." } }
        return (record.errors.map { ($0.name, $0.count, true) } + record.suspects.map { ("suspect-\($0.name)", $0.count, false) }).map { name, count, isRejected in
            (name, count, isRejected, stems.map { "\($0).\(name).txt" })
        }
    }

    private func tally(_ specification: InterfaceSpecification, _ record: LoadRecord) throws -> (RejectTally, [Diagnostic]) {
        var tally = RejectTally(specification, districts: catalogue.codeTable("district")), different: [(name: String, count: Int, found: Int)] = []
        for (problem, count, isRejected, names) in Self.rejectFiles(record) {
            var found = 0
            for (name, file) in zip(names, record.files) where FileTree.exists("\(rejectsFolder)/\(name)") {
                let encoding = InterfaceSpecification.Encoding(rawValue: file.encoding) ?? .utf8
                found += try FileTree.withBytes(of: "\(rejectsFolder)/\(name)") { tally.add(problem, of: file.name, encoding: encoding, isRejected: isRejected, bytes: $0) }
            }
            if found != count { different.append((problem, count, found)) }
        }
        guard let first = different.first else { return (tally, []) }
        return (tally, [DataQualityDiagnostics.foreignRejects(
            record.batch.id, first.name, expected: first.count, found: first.found, classes: different.count, folder: rejectsFolder, interface: record.interface, period: period.description)])
    }
}
