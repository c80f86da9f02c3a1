internal import Cubes
internal import DataQuality
public import Diagnostics
internal import Digests
internal import Foundation
public import Quantities
internal import ReportModel
internal import Warehouse

/// The packages that go back to the providers.
public struct ReturnResult: Sendable {
    public struct Package: Sendable {
        public var interface: String
        public var batch: String
        public var folder: String
        /// In the order of `sha256sums.txt`.
        public var files: [String]
        public var rejected: Int
        public var suspects: Int
    }
    public var packages: [Package] = []
    public var diagnostics: [Diagnostic] = []
}

extension Workspace {
    /// Makes a package for each feed that is loaded in the month, or for those named, or those of one provider: error report, summary,
    /// reply form, and the error files as they are. A feed stands in its own package only. `today` decides which answers are overdue.
    public func returnPackages(_ given: ReportingPeriod?, interfaces: [String], provider: String? = nil, today: CalendarDate? = nil) throws -> ReturnResult {
        let period = try period(given), catalogue = try catalogue(), warehouse = try Warehouse(folder: path(settings.warehouse))
        try interfaces.forEach { try requireInterface($0, catalogue) }
        let all = Set(catalogue.interfaces.map(\.id)).sorted()
        let known = Set(all.compactMap { catalogue.exchange.feed($0).provider }).sorted()
        if let provider, !known.contains(provider) { throw DataQualityDiagnostics.unknownProvider(provider, known: known) }
        let chosen = (interfaces.isEmpty ? all : interfaces).filter { provider == nil || catalogue.exchange.feed($0).provider == provider }
        let outcomes = try FeedOutcomes(self, catalogue: catalogue, warehouse: warehouse, period: period)
        let files = try DocumentFiles(self, theme: catalogue.theme)
        var result = ReturnResult(), absent: [String] = [], problems: [Diagnostic] = []
        for interface in chosen {
            guard let (outcome, faults) = try outcomes.outcome(interface) else {
                if !interfaces.isEmpty { throw DataQualityDiagnostics.nothingLoaded(interface, period: period.description) }
                if catalogue.exchange.expects(interface, in: period) { absent.append(interface) }
                continue
            }
            problems += faults
            if faults.isEmpty { result.packages.append(try package(outcome, outcomes, files, today: today ?? settings.systemDate)) }
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
        if result.packages.isEmpty { throw DataQualityDiagnostics.nothingLoaded(provider ?? "any feed", period: period.description) }
        if !absent.isEmpty { result.diagnostics.append(DataQualityDiagnostics.notLoaded(absent, period: period.description)) }
        return result
    }

    /// Built aside, then put in the place of an earlier package.
    private func package(_ outcome: FeedOutcome, _ outcomes: FeedOutcomes, _ files: DocumentFiles, today: CalendarDate) throws -> ReturnResult.Package {
        let record = outcome.record, period = record.period, mark = settings.dataMark ?? ""
        let root = path("\(settings.output)/\(period)/return"), folder = "\(root)/\(record.interface)", part = "\(root)/.\(record.interface).part"
        let stem = "\(outcome.specification.feed)_\(period.compact)"
        try FileTree.remove(part)
        try FileTree.makeFolder(part)
        _ = try files.write(ErrorReport.document(outcome, today: today, mark: mark), to: "\(part)/\(stem).error-report", as: [.pdf, .html])
        _ = try files.write(ErrorSummary.document(outcome, today: today, mark: mark), to: "\(part)/\(stem).summary", as: [.xlsx])
        _ = try files.write(ReplyForm.document(outcome, mark: mark), to: "\(part)/\(stem).reply-form", as: [.xlsx, .pdf])
        for name in FeedOutcomes.rejectFiles(record).flatMap(\.names) where FileTree.exists("\(outcomes.rejectsFolder)/\(name)") {
            try FileTree.copy("\(outcomes.rejectsFolder)/\(name)", to: "\(part)/\(name)")
        }
        let names = try FileTree.files(below: part)
        let sums = try names.map { name -> String in
            let digest: SHA256Digest = try FileTree.digest(of: "\(part)/\(name)")
            return "\(digest.hex)  \(name)\n"
        }
        try FileTree.write(Array(sums.joined().utf8), to: "\(part)/sha256sums.txt")
        try FileTree.remove(folder)
        try FileTree.move(part, to: folder)
        return .init(
            interface: record.interface, batch: record.batch.id, folder: folder, files: names + ["sha256sums.txt"], rejected: record.batch.rejected,
            suspects: record.suspects.reduce(0) { $0 + $1.count })
    }
}
