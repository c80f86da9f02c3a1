internal import Composition
internal import Cubes
public import Diagnostics
internal import Digests
internal import Foundation
internal import Layout
internal import PageExport
internal import Quantities
internal import Regression
internal import ReportModel
internal import Scene
internal import TextShaping
internal import WebExport
internal import WorkbookExport

/* The flow, one line a phase:

   interface files ─ load ─► summary tables ─ build ─► reports ─ check ─► relations
   ─ lay out ─► pages ─ export ─► PDF, PNG, XLSX, figures                                    */

extension Workspace {
    /// Builds, checks, lays out and exports the selected reports of a month.
    public func generate(_ request: GenerateRequest, progress: any ProgressListener = SilentProgress()) throws -> GenerationResult {
        let built = try build(request, progress: progress)
        let folder = request.folder ?? path("\(settings.output)/\(built.period)")
        let exporter = ReportExporter(workspace: self, request: request, folder: folder, theme: built.catalogue.theme)
        progress.receive(.step("render"))
        let (finished, workers) = try exporter.export(built.reports.count, make: { (built.reports[$0], []) }) { done in
            progress.receive(.progress(done: done, total: built.reports.count, unit: "reports"))
        }
        let log = RenderLog(zip(built.reports, finished).map { .init(report: $0.code, scope: $0.scope.key, pages: $1.pages, seconds: $1.seconds) })
        try FileTree.makeFolder(path("logs"))
        try FileTree.write(Array(log.text.utf8), to: path(RenderLog.path(built.period)))
        if request.isWholeMonth { try MonthLog(relationsOf: built.reports).write(.relations, built.period, in: self) }
        var result = GenerationResult(folder: folder)
        result.artefacts = finished.flatMap(\.artefacts)
        result.pages = finished.reduce(0) { $0 + $1.pages }
        result.reports = built.reports.count
        result.workers = workers
        for relation in built.reports.flatMap(\.relations) {
            result.relationsPassed += relation.checked - relation.failures.count
            result.relationsFailed += relation.failures.count
            result.relationsNotEvaluated += relation.notEvaluated
        }
        result.diagnostics = built.warnings + finished.flatMap(\.diagnostics)
        do { try recordFigures(built) } catch let error as DiagnosticsError {
            result.diagnostics.append(MartDiagnostics.notStored(error.diagnostics.first?.message ?? ""))
        }
        progress.receive(.finished(result.summary))
        return result
    }
}

/// Lays out built reports and writes their files; several workers are several processes, each with its own typefaces.
struct ReportExporter {
    let workspace: Workspace
    let request: GenerateRequest
    let folder: String
    let theme: Theme

    struct Finished: Sendable, Codable {
        var artefacts: [Artefact] = []
        var pages = 0
        var diagnostics: [Diagnostic] = []
        /// Time that the report took.
        var seconds = 0.0

        mutating func append(_ other: Finished) {
            artefacts += other.artefacts
            pages += other.pages
            diagnostics += other.diagnostics
            seconds += other.seconds
        }
    }

    /// Of pictures in workbooks.
    private static let chartResolution = 144.0

    private var roles: [ArtefactRole] { request.roles.isEmpty ? [.pdf, .xlsx, .chartPNG, .figures, .provenance] : request.roles }
    private var created: String { "\(workspace.settings.systemDate)T00:00:00Z" }

    /// A report's work in parts that need nothing of each other: what is made of its pages, then its charts and workbook.
    private var parts: [[ArtefactRole]] {
        let ofPages = roles.filter { [.pdf, .pagePNG, .figures, .provenance].contains($0) }, others = roles.filter { !ofPages.contains($0) }
        return [ofPages, others].filter { !$0.isEmpty }
    }

    /// What a worker takes at a time.
    private struct Piece {
        var report: Int
        var roles: [ArtefactRole]
        var isFirst: Bool
    }

    /// Whole reports, then the last ones in parts, the long parts first, so that no worker waits long for another.
    private func pieces(_ count: Int, workers: Int) -> [Piece] {
        let whole = workers == 1 ? count : max(0, count - 2 * workers)
        return (0..<whole).map { Piece(report: $0, roles: roles, isFirst: true) }
            + parts.indices.reversed().flatMap { part in (whole..<count).map { Piece(report: $0, roles: parts[part], isFirst: part == 0) } }
    }

    /// In the order of the reports, whatever worker made them. `make` makes one of them with its warnings, in the worker.
    func export(_ count: Int, make: @escaping (Int) throws -> (BuiltReport, [Diagnostic]), progress: (Int) -> Void) throws -> (reports: [Finished], workers: Int) {
        try FileTree.makeFolder(folder)
        let workers = min(max(1, request.workers > 0 ? request.workers : ProcessInfo.processInfo.activeProcessorCount), max(1, count * parts.count))
        var finished = Array(repeating: Finished(), count: count)
        let pieces = pieces(count, workers: workers)
        let (results, processes) = try WorkerProcesses.run(count: pieces.count, workers: workers, work: makeWork(pieces, make)) { progress(min($0, count)) }
        for isFirst in [true, false] {
            for (piece, result) in zip(pieces, results) where piece.isFirst == isFirst { finished[piece.report].append(result) }
        }
        for index in finished.indices { finished[index].artefacts.sort { ($0.order, $0.path) < ($1.order, $1.path) } }
        progress(count)
        return (finished, processes)
    }

    /// What a worker does: tools are made when the first piece comes, in the worker.
    private func makeWork(_ pieces: [Piece], _ make: @escaping (Int) throws -> (BuiltReport, [Diagnostic])) -> () -> (Int) throws -> Finished {
        {
            var tools: Tools?
            return { index in
                if tools == nil { tools = try makeTools() }
                let piece = pieces[index], (report, warnings) = try make(piece.report)
                var finished = try export(report, piece.roles, layOut: piece.isFirst && roles != [.xlsx], tools!)
                if piece.isFirst { finished.diagnostics = warnings + finished.diagnostics }
                return finished
            }
        }
    }

    /// What one worker draws with.
    private struct Tools {
        var fonts: PangoTextShaper
        var pictures: PNGExporter
    }

    private func makeTools() throws -> Tools {
        let fonts = try PangoTextShaper(fontFolder: workspace.path(workspace.settings.fonts))
        return Tools(fonts: fonts, pictures: try PNGExporter(fonts: fonts))
    }

    /// One part of a report's work; a workbook alone needs no pages.
    private func export(_ report: BuiltReport, _ roles: [ArtefactRole], layOut: Bool, _ tools: Tools) throws -> Finished {
        var finished = Finished()
        let fonts = tools.fonts, start = ContinuousClock.now
        let pages = layOut ? try PageSequence(report, theme: theme, shaper: fonts) : nil
        finished.pages = pages?.count ?? 0
        if let pages, roles.contains(.pdf) {
            try add(try pdf(report, pages, fonts), report, .pdf, "\(report.key).pdf", to: &finished)
            if !isTagged(report) { finished.diagnostics.append(WorkspaceDiagnostics.untagged(report.key, limit: DocumentFiles.taggedRowLimit, at: report.origin)) }
        }
        var pictures: [String: [UInt8]] = [:]
        if roles.contains(.chartPNG) || roles.contains(.xlsx) {
            for chart in report.charts {
                let page = try ReportLayout.chartPage(chart, of: report, theme: theme, shaper: fonts)
                if roles.contains(.xlsx) { pictures[chart.id] = try tools.pictures.export(page, dotsPerInch: Self.chartResolution) }
                guard roles.contains(.chartPNG) else { continue }
                let dotsPerInch = Double(request.dotsPerInch), made = dotsPerInch == Self.chartResolution ? pictures[chart.id] : nil
                try add(try made ?? tools.pictures.export(page, dotsPerInch: dotsPerInch), report, .chartPNG, "\(report.key)_\(chart.id).png", to: &finished)
            }
        }
        if roles.contains(.chartSVG) || roles.contains(.html) { try addWeb(report, roles, fonts, to: &finished) }
        if roles.contains(.xlsx) { try addWorkbook(report, pictures, fonts, to: &finished) }
        if let pages, roles.contains(.pagePNG) {
            for index in 0..<pages.count {
                let png = try tools.pictures.export(try pages.page(index), dotsPerInch: Double(request.dotsPerInch))
                try add(png, report, .pagePNG, "\(report.key)_p\(index + 1).png", to: &finished)
            }
        }
        if roles.contains(.figures) { try add(Array(FiguresFile.text(of: report).utf8), report, .figures, "\(report.key).figures.tsv", to: &finished) }
        if roles.contains(.provenance) { try add(Array(ProvenanceFile.text(of: report).utf8), report, .provenance, "\(report.key).provenance.tsv", to: &finished) }
        let time = (ContinuousClock.now - start).components
        finished.seconds = Double(time.seconds) + Double(time.attoseconds) / 1e18
        return finished
    }

    /// Page by page: nothing holds a thousand pages.
    private func pdf(_ report: BuiltReport, _ pages: PageSequence, _ fonts: PangoTextShaper) throws -> [UInt8] {
        var document = ReportLayout.description(of: report, author: workspace.settings.office, created: created)
        document.outline = pages.outline
        let writer = try PDFWriter(document, fonts: fonts, tagged: isTagged(report))
        for index in 0..<pages.count { try writer.add(try pages.page(index)) }
        return try writer.finish()
    }

    private func isTagged(_ report: BuiltReport) -> Bool { report.tables.reduce(0) { $0 + $1.rows.count } <= DocumentFiles.taggedRowLimit }

    private func addWeb(_ report: BuiltReport, _ roles: [ArtefactRole], _ fonts: PangoTextShaper, to finished: inout Finished) throws {
        let charts = try report.charts.map { chart in
            SVGExporter.export(
                try ReportLayout.chartPage(chart, of: report, theme: theme, shaper: fonts), title: "\(chart.number) \(chart.title)")
        }
        if roles.contains(.chartSVG) {
            for (chart, svg) in zip(report.charts, charts) { try add(Array(svg.utf8), report, .chartSVG, "\(report.key)_\(chart.id).svg", to: &finished) }
        }
        if roles.contains(.html) {
            try add(Array(HTMLExporter(report, theme: theme).export(charts: charts).utf8), report, .html, "\(report.key).html", to: &finished)
        }
    }

    private func addWorkbook(_ report: BuiltReport, _ pictures: [String: [UInt8]], _ fonts: PangoTextShaper, to finished: inout Finished) throws {
        let path = "\(folder)/\(report.code)/\(report.key).xlsx"
        try FileTree.makeFolder("\(folder)/\(report.code)")
        let options = WorkbookOptions(theme: theme, created: created, chartPictures: pictures, shaper: fonts)
        finished.diagnostics += try WorkbookExporter.export(report, options: options, to: path)
        let (count, digest) = try FileTree.digest(of: path)
        finished.artefacts.append(artefact(report, .xlsx, path, count, digest))
    }

    private func add(_ bytes: [UInt8], _ report: BuiltReport, _ role: ArtefactRole, _ name: String, to finished: inout Finished) throws {
        let path = "\(folder)/\(report.code)/\(name)"
        try FileTree.write(bytes, to: path)
        finished.artefacts.append(artefact(report, role, path, bytes.count, SHA256Digest(of: bytes)))
    }

    private func artefact(_ report: BuiltReport, _ role: ArtefactRole, _ path: String, _ count: Int, _ digest: SHA256Digest) -> Artefact {
        Artefact(report: report.code, scope: report.scope.key, role: role.rawValue, path: path, bytes: count, digest: digest.hex)
    }
}
