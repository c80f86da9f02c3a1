internal import Composition
internal import Cubes
public import Diagnostics
internal import Foundation
internal import Layout
internal import LayoutCheck
public import Quantities
internal import ReportModel
internal import Scene
internal import TextShaping
internal import WebExport

/// Which report a preview shows.
public struct PreviewSelection: Sendable, Hashable {
    /// Form number or its short form; empty: the first report.
    public var report: String
    /// `city` or a district code; empty: the first scope of the report.
    public var scope: String
    /// Nil: the workspace's period.
    public var period: ReportingPeriod?
    public init(report: String = "", scope: String = "", period: ReportingPeriod? = nil) { self.report = report; self.scope = scope; self.period = period }
}

/// What a browser shows: the pages as they would be printed, and what is wrong with them or with the definitions.
public struct PreviewState: Sendable, Encodable {
    public struct Entry: Sendable, Encodable {
        public var code: String
        public var name: String
    }
    public struct Page: Sendable, Encodable {
        public var width: Double
        public var height: Double
        public var svg: String
        public var findings: [Finding] = []
        public var cells: [Cell] = []
    }
    /// A finding of the layout check with the area that it is about.
    public struct Finding: Sendable, Encodable {
        public var rule: String
        public var text: String
        public var area: [Double]
    }
    /// A figure's place on its page and its key in `PreviewSession.explanation`.
    public struct Cell: Sendable, Encodable {
        public var key: String
        public var area: [Double]
    }
    public struct Message: Sendable, Encodable {
        public var severity: String
        public var id: String
        public var text: String
        /// `reports/pension/Y01.yaml`, empty where there is no place.
        public var file: String
        public var line: Int
        public var column: Int
        public var length: Int
        /// The line of the file.
        public var source: String
        public var hint: String
        public var notes: [String]
    }

    public var report = ""
    public var scope = ""
    public var period = ""
    public var title = ""
    public var file = ""
    public var reports: [Entry] = []
    public var scopes: [Entry] = []
    public var periods: [String] = []
    public var pages: [Page] = []
    /// The pages are those of the last definitions without errors.
    public var isStale = false
    public var messages: [Message] = []
    /// Time from request to pages.
    public var milliseconds = 0
}

/// How a figure came about.
public struct PreviewExplanation: Sendable, Encodable {
    public var name: String
    public var text: String
    public var exact: String
    public var formula: String
    public var operands: [[String]]
    public var calibers: [String]
    public var batches: [String]
}

/// Builds pages for a preview again and again: what is loaded is read once and kept until the warehouse changes.
public actor PreviewSession {
    private let workspace: Workspace
    private let fonts: PangoTextShaper
    private var cubes: [ReportingPeriod: LoadedCube] = [:]
    /// The last pages without errors, by selection.
    private var good: [PreviewSelection: PreviewState] = [:]
    private var figures: [PreviewSelection: BuiltReport] = [:]

    private struct LoadedCube {
        var stamp: String
        var cube: SummaryCube
    }

    /// Throws when the workspace's typefaces cannot be opened.
    public init(_ workspace: Workspace) throws {
        self.workspace = workspace
        fonts = try PangoTextShaper(fontFolder: workspace.path(workspace.settings.fonts))
    }

    /// Never throws: what goes wrong is part of the state.
    public func state(_ wanted: PreviewSelection) -> PreviewState {
        let start = ContinuousClock.now
        var state = PreviewState(), selection = wanted
        do {
            let catalogue = try workspace.catalogue()
            state.reports = catalogue.reports.map { .init(code: $0.code, name: $0.title) }
            let loaded = try workspace.loaded()
            state.periods = loaded.periods.reversed().map(\.description)
            try fill(&state, &selection, catalogue: catalogue, stamp: loaded.stamp)
            good[selection] = state
            last = selection
        } catch {
            let old = good[selection] ?? last.flatMap { good[$0] }
            let messages = Self.messages(error, root: workspace.path(workspace.settings.definitions))
            if var old {
                old.isStale = true
                old.messages = messages
                if !state.reports.isEmpty { (old.reports, old.periods) = (state.reports, state.periods) }
                state = old
            } else {
                state.messages = messages
            }
        }
        let time = (ContinuousClock.now - start).components
        state.milliseconds = Int(time.seconds) * 1000 + Int(time.attoseconds / 1_000_000_000_000_000)
        return state
    }
    /// The selection that was last shown without errors.
    private var last: PreviewSelection?

    /// `r02c5`, or `基金/r02c5` in a further table; nil when there is no such figure on the pages shown.
    public func explanation(of key: String, in selection: PreviewSelection) -> PreviewExplanation? {
        guard let report = figures[selection] else { return nil }
        let parts = key.split(separator: "/").map(String.init), name = parts.count > 1 ? parts[0] : ""
        for table in report.tables where table.name == name || (name.isEmpty && table.name == report.tables[0].name) {
            for row in table.rows {
                for (column, cell) in zip(table.columns, row.cells) where "r\(row.code)c\(column.code)" == parts.last {
                    return PreviewExplanation(
                        name: "\(row.title) · \(column.title.filter { $0 != "\n" })", text: cell.text + (cell.display == nil ? "" : " \(column.unit.name)"),
                        exact: cell.value.amount.map(\.description) ?? cell.value.kind, formula: cell.provenance.formula,
                        operands: cell.provenance.operands.map { [$0.label, $0.value] },
                        calibers: cell.provenance.calibers.map { "\($0.id) = \($0.value.value)，\($0.value.effective.from) 起，\($0.value.basis)" },
                        batches: cell.provenance.batches)
                }
            }
        }
        return nil
    }

    // MARK: Building

    private func fill(_ state: inout PreviewState, _ selection: inout PreviewSelection, catalogue: Catalogue, stamp: String) throws {
        guard let definition = selection.report.isEmpty ? catalogue.reports.first : catalogue.report(selection.report) else {
            let names = catalogue.reports.flatMap { [$0.code, $0.shortCode] }
            throw DiagnosticsError(WorkspaceDiagnostics.unknownReport(selection.report, nearest: Suggestion.nearest(to: selection.report, among: names)))
        }
        let period = try workspace.period(selection.period, subsystem: definition.subsystem)
        let scopes = try workspace.scopes(of: definition, catalogue: catalogue, period: period)
        let scope = scopes.first { $0.key == selection.scope } ?? scopes[0]
        selection = PreviewSelection(report: definition.code, scope: scope.key, period: period)
        (state.report, state.scope, state.period, state.title, state.file) = (definition.code, scope.key, period.description, definition.title, definition.origin.file)
        state.scopes = scopes.map { .init(code: $0.key, name: $0.name) }
        let request = GenerateRequest(period: period, reports: [definition.code], scopes: [scope.key])
        let built = try workspace.build(request, catalogue: catalogue, cube: try loadedCube(upTo: period, catalogue: catalogue, stamp: stamp), progress: SilentProgress())
        guard let report = built.reports.first else { throw DiagnosticsError(WorkspaceDiagnostics.unknownScope(scope.key, nearest: nil)) }
        figures[selection] = report
        let document = try ReportLayout.layOut(
            report, theme: built.catalogue.theme, shaper: fonts, author: workspace.settings.office, created: "\(workspace.settings.systemDate)T00:00:00Z")
        let check = LayoutCheck(theme: built.catalogue.theme, meter: fonts)
        let findings = check.findings(in: document, facts: report.pageFacts)
        state.pages = document.pages.enumerated().map { index, page in
            Self.page(page, title: "\(definition.title) 第 \(index + 1) 页", findings: findings.filter { $0.page == index + 1 }, of: report.key)
        }
        state.messages = built.warnings.map { Self.message($0, root: workspace.path(workspace.settings.definitions)) }
    }

    private static func page(_ page: Scene.Page, title: String, findings: [LayoutFinding], of report: String) -> PreviewState.Page {
        func area(_ rect: Rect) -> [Double] { [rect.x, rect.y, rect.width, rect.height].map { ($0 * 10).rounded() / 10 } }
        var result = PreviewState.Page(width: page.size.width, height: page.size.height, svg: SVGExporter.export(page, title: title))
        for finding in findings {
            // The element itself, else the chart that it belongs to, else the page.
            let name = finding.element.prefix { $0 != " " && $0 != ":" }
            let box = page.boxes.first { $0.name == name } ?? page.boxes.first { $0.kind == .chart && $0.name == name.prefix { $0 != "/" } } ?? page.boxes[0]
            result.findings.append(.init(rule: finding.rule.rawValue, text: finding.diagnostic(report: report).message, area: area(box.rect)))
        }
        for box in page.boxes where box.kind == .cell {
            let table = page.boxes.indices.contains(box.parent) ? page.boxes[box.parent].name : ""
            result.cells.append(.init(key: table == "main" ? box.name : "\(table)/\(box.name)", area: area(box.rect)))
        }
        return result
    }

    // MARK: Data

    private func loadedCube(upTo period: ReportingPeriod, catalogue: Catalogue, stamp: String) throws -> SummaryCube {
        if let known = cubes[period], known.stamp == stamp { return known.cube.adapted(to: catalogue) }
        let cube = SummaryCube(tables: try workspace.summaryTables(upTo: period, catalogue: catalogue), catalogue: catalogue)
        cubes[period] = LoadedCube(stamp: stamp, cube: cube)
        return cube
    }

    // MARK: Messages

    private static func messages(_ error: any Error, root: String) -> [PreviewState.Message] {
        guard let error = error as? DiagnosticsError else {
            return [.init(severity: "error", id: "", text: "\(error)", file: "", line: 0, column: 0, length: 0, source: "", hint: "", notes: [])]
        }
        return error.diagnostics.map { message($0, root: root) }
    }

    private static func message(_ diagnostic: Diagnostic, root: String) -> PreviewState.Message {
        var message = PreviewState.Message(
            severity: diagnostic.severity.rawValue, id: diagnostic.id, text: diagnostic.message, file: "", line: 0, column: 0, length: 0, source: "",
            hint: diagnostic.hint ?? "", notes: diagnostic.notes.map(\.message))
        guard let place = diagnostic.place else { return message }
        message.file = place.file.hasPrefix(root + "/") ? String(place.file.dropFirst(root.count + 1)) : place.file
        (message.line, message.column, message.length) = (place.line, place.column, place.length)
        if let bytes = try? FileTree.read(place.file.hasPrefix("/") || FileTree.exists(place.file) ? place.file : "\(root)/\(place.file)") {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            if lines.indices.contains(place.line - 1) { message.source = String(lines[place.line - 1]) }
        }
        return message
    }
}

extension PreviewState {
    /// As JSON, keys sorted.
    public func json() throws -> [UInt8] { try PreviewJSON.bytes(self) }
}
extension PreviewExplanation {
    public func json() throws -> [UInt8] { try PreviewJSON.bytes(self) }
}

enum PreviewJSON {
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }
}
