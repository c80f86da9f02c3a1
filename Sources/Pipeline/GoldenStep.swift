internal import Composition
internal import Cubes
public import Diagnostics
internal import Digests
internal import Layout
internal import PageExport
public import Quantities
internal import Regression
internal import ReportModel
internal import Scene
internal import TextShaping
internal import WorkbookExport

public struct GoldenRequest: Sendable {
    public var period: ReportingPeriod?
    public var folder: String
    public var reports: [String]
    public var scopes: [String]
    public init(period: ReportingPeriod?, folder: String, reports: [String] = [], scopes: [String] = []) {
        self.period = period; self.folder = folder; self.reports = reports; self.scopes = scopes
    }
}

public struct GoldenCheck: Sendable {
    public var cases: [(name: String, verdict: String)]
    public var summary: String
    public var hasDifferences: Bool
    public var hasIncomparable: Bool
}

extension Workspace {
    /// Compares the cases that have golden files (or those asked for) with what the workspace gives now.
    public func checkGolden(_ request: GoldenRequest, writePending: Bool, progress: any ProgressListener = SilentProgress()) throws -> GoldenCheck {
        let store = GoldenStore(root: request.folder, mode: writePending ? .writable : .readOnly)
        let snapshots = try snapshots(request, known: store.keys(), progress: progress)
        var results = try snapshots.map { try store.check($0) }
        if request.reports.isEmpty && request.scopes.isEmpty { results += store.orphans(madeNow: snapshots.map(\.key)) }
        return GoldenCheck(
            cases: results.map { ($0.key.description, $0.verdict.rawValue) }, summary: GoldenSummary.text(results),
            hasDifferences: results.isEmpty || results.contains { $0.verdict != .equal && $0.verdict != .incomparable },
            hasIncomparable: results.contains { $0.verdict == .incomparable })
    }

    /// Makes what the workspace gives now the golden files. Returns the names of the cases that changed.
    public func acceptGolden(_ request: GoldenRequest, reason: String, progress: any ProgressListener = SilentProgress()) throws -> [String] {
        let store = GoldenStore(root: request.folder, mode: .writable)
        var accepted: [String] = []
        for snapshot in try snapshots(request, known: store.keys(), progress: progress) {
            if try store.check(snapshot).verdict == .equal { continue }
            try store.accept(snapshot.key, on: settings.systemDate, reason: reason)
            accepted.append(snapshot.key.description)
        }
        return accepted
    }

    private func snapshots(_ request: GoldenRequest, known: [GoldenKey], progress: any ProgressListener) throws -> [GoldenSnapshot] {
        let isSelected = !request.reports.isEmpty || !request.scopes.isEmpty
        let built = try build(GenerateRequest(period: request.period, reports: request.reports, scopes: request.scopes), progress: progress)
        let fonts = try PangoTextShaper(fontFolder: path(settings.fonts))
        let environment = RenderEnvironment(
            environmentEntries().filter { $0.name != "gazette" }.map { .init(name: $0.name, value: $0.version) }
                + (try fontDigests()).map { .init(name: $0.file, value: $0.digest.hex) })
        var result: [GoldenSnapshot] = []
        for report in built.reports {
            guard let key = GoldenKey(report: report.code, period: report.periodKey, scope: report.scope.key) else { continue }
            if !isSelected && !known.contains(key) { continue }
            result.append(try snapshot(report, key, built: built, fonts: fonts, environment: environment))
        }
        return result
    }

    private func snapshot(_ report: BuiltReport, _ key: GoldenKey, built: BuildResult, fonts: PangoTextShaper, environment: RenderEnvironment) throws -> GoldenSnapshot {
        let theme = built.catalogue.theme, created = "\(settings.systemDate)T00:00:00Z"
        let document = try ReportLayout.layOut(report, theme: theme, shaper: fonts, author: settings.office, created: created)
        var pictures = try document.pages.enumerated().map { index, page in
            let raster = try PNGExporter.decodedPixels(page, dotsPerInch: 72, fonts: fonts)
            return PagesFile.Picture(name: "page \(index + 1)", width: raster.width, height: raster.height, rgb: raster.rgb)
        }
        for chart in report.charts {
            let page = try ReportLayout.chartPage(chart, of: report, theme: theme, shaper: fonts)
            let raster = try PNGExporter.decodedPixels(page, dotsPerInch: 144, fonts: fonts)
            pictures.append(PagesFile.Picture(name: "chart \(chart.id)", width: raster.width, height: raster.height, rgb: raster.rgb))
        }
        // A chart that goes in as a picture is covered by pages.tsv; the plan only says where it stands.
        let plan = try WorkbookPlanner.plan(report, options: WorkbookOptions(theme: theme, created: created, shaper: fonts)).plan
        func digest(_ lines: [String]) -> SHA256Digest { SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)) }
        let inputs = CaseInputs(
            data: digest(report.batches.map { "\($0) \(built.batches[$0]?.digest ?? "")" }),
            definitions: digest(built.catalogue.sources.filter { !$0.path.hasPrefix("calibers/") }.map { "\($0.path) \($0.digest)" }),
            calibers: digest(report.calibers.map { "\($0.id) \($0.value.effective.from) \($0.value.value)" }))
        return GoldenSnapshot(
            key: key, figures: FiguresFile.text(of: report), layout: LayoutFile.text(of: document), workbook: WorkbookFile.text(of: plan),
            pages: PagesFile.text(of: pictures), inputs: inputs, environment: environment)
    }
}
