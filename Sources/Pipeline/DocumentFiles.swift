internal import Documents
internal import Layout
internal import PageExport
internal import ReportModel
internal import Scene
internal import TextShaping
internal import WorkbookExport

/// Writes documents as files: pages, workbook, web page, Markdown.
struct DocumentFiles {
    enum Format: String { case pdf, xlsx, html, markdown = "md" }
    private let fonts: PangoTextShaper
    private let theme: Theme
    private let office: String
    private let created: String

    /// Longer tables are not tagged: tags cost two bytes for each one of the text, and as much time as the pages.
    static let taggedRowLimit = 20_000

    init(_ workspace: Workspace, theme: Theme) throws {
        fonts = try PangoTextShaper(fontFolder: workspace.path(workspace.settings.fonts))
        self.theme = theme
        office = workspace.settings.office
        created = "\(workspace.settings.systemDate)T00:00:00Z"
    }

    /// `base`: path without an ending. Returns the paths, in the order of the formats.
    func write(_ document: Document, to base: String, as formats: [Format]) throws -> [String] {
        try formats.map { format in
            let path = "\(base).\(format.rawValue)"
            switch format {
            case .pdf:
                let pages = try DocumentLayout.layOut(document, theme: theme, shaper: fonts, author: office, created: created)
                let isTagged = document.tables.reduce(0) { $0 + $1.rows.count } <= Self.taggedRowLimit
                try FileTree.write(try PDFExporter.export(pages, fonts: fonts, tagged: isTagged), to: path)
            case .xlsx: try WorkbookExporter.export(document, options: WorkbookOptions(theme: theme, created: created, shaper: fonts), to: path)
            case .html: try FileTree.write(Array(document.html.utf8), to: path)
            case .markdown: try FileTree.write(Array(document.markdown.utf8), to: path)
            }
            return path
        }
    }
}
