public import Diagnostics
public import Quantities

/// Which outputs to make.
public struct GenerateRequest: Sendable {
    /// Nil: the workspace's period for the report's subsystem.
    public var period: ReportingPeriod?
    /// Form numbers; empty: all.
    public var reports: [String]
    /// `city` or district codes; empty: all that the report has.
    public var scopes: [String]
    /// Empty: everything but page pictures.
    public var roles: [ArtefactRole]
    /// Resolution of pictures of pages and charts.
    public var dotsPerInch: Int
    /// Folder for the outputs; nil: the workspace's output folder, one folder a month.
    public var folder: String?
    /// Edition mark in the state layer.
    public var state: String
    /// Values of the reports' parameters in place of their defaults; every selected report must have them.
    public var choices: [(parameter: String, values: [String])] = []
    /// PNG picture of the seal for the signature line, and its printed width in millimetres.
    public var seal: (path: String, width: Double)?
    /// Layout and export workers, each a process of its own; 0: one per core.
    public var workers: Int

    /// All reports of the month with their own parameters.
    var isWholeMonth: Bool { reports.isEmpty && scopes.isEmpty && choices.isEmpty }

    public init(
        period: ReportingPeriod? = nil, reports: [String] = [], scopes: [String] = [], roles: [ArtefactRole] = [], dotsPerInch: Int = 144,
        folder: String? = nil, state: String = "测试版", workers: Int = 0
    ) {
        self.period = period; self.reports = reports; self.scopes = scopes; self.roles = roles; self.dotsPerInch = dotsPerInch
        self.folder = folder; self.state = state; self.workers = workers
    }
}

/// Kinds of output files.
public enum ArtefactRole: String, Sendable, CaseIterable {
    case pdf
    case xlsx
    case chartPNG = "chart-png"
    case pagePNG = "page-png"
    case chartSVG = "chart-svg"
    /// One file with the table as text and the charts within.
    case html
    /// Every figure as a line with its exact value (figures.tsv).
    case figures
    /// Every figure with formula, operands, calibers and batches.
    case provenance
}

/// A finished file.
public struct Artefact: Sendable, Hashable, Codable {
    public var report: String
    public var scope: String
    public var role: String
    public var path: String
    public var bytes: Int
    public var digest: String
}

extension Artefact {
    /// Among the files of a report, however many workers made them.
    var order: Int { ArtefactRole.allCases.firstIndex { $0.rawValue == role } ?? 0 }
}

public struct GenerationResult: Sendable {
    public var folder: String
    public var artefacts: [Artefact] = []
    public var reports = 0
    public var pages = 0
    /// Processes that drew; fewer than asked for where the system gave no more, or the work was too little.
    public var workers = 1
    public var relationsPassed = 0
    public var relationsFailed = 0
    public var relationsNotEvaluated = 0
    /// Warnings and infos.
    public var diagnostics: [Diagnostic] = []

    /// For who watches.
    var summary: String { "rendered \(reports) reports: \(pages) pages, \(artefacts.count) files by \(workers) \(workers == 1 ? "worker" : "workers")" }
}
