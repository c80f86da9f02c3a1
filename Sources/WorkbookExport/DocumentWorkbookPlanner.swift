internal import Documents
internal import Diagnostics
internal import Scene

/// Plans the workbook of a document: a sheet for each table, named after it, with the document's title above and the paragraphs
/// that belong to it below.
enum DocumentWorkbookPlanner {
    /// A table with its heading and what is said about it.
    struct Part {
        var heading = ""
        var paragraphs: [String] = []
        var table: DocumentTable?
    }

    /// Throws OUT105 when the creation date is no moment.
    static func plan(_ document: Document, options: WorkbookOptions) throws -> WorkbookPlan {
        guard let created = CreationDate.seconds(options.created) else { throw OutputDiagnostics.badDate(options.created) }
        var styles = WorkbookStyles(options), sheets: [SheetPlan] = []
        for part in parts(of: document) {
            var builder = DocumentSheetBuilder(
                document: document, part: part, name: SheetName.unique(DocumentSheetBuilder.printable(name(of: part, document)), among: sheets.map(\.name)), styles: styles)
            builder.build()
            styles = builder.styles
            sheets.append(builder.finish())
        }
        let properties = WorkbookPlan.Properties(
            title: DocumentSheetBuilder.printable(document.title), subject: DocumentSheetBuilder.printable(document.head.filter { !$0.isEmpty }.joined(separator: " ")), author: "",
            keywords: DocumentSheetBuilder.printable(document.mark), comments: "", category: "", status: "", custom: [], created: created)
        return WorkbookPlan(properties: properties, styles: styles.table.styles, sheets: sheets, names: [])
    }

    private static func name(of part: Part, _ document: Document) -> String {
        for text in [part.table?.title ?? "", part.heading, document.title] where !text.isEmpty { return text }
        return ""
    }

    /// Headings name what follows; a paragraph belongs to the table after it under the same heading, or else to the one before it.
    static func parts(of document: Document) -> [Part] {
        var parts: [Part] = [], heading = "", waiting: [String] = []
        func settle() {
            if waiting.isEmpty { return }
            if parts.isEmpty { parts.append(Part(heading: heading, paragraphs: waiting)) } else { parts[parts.count - 1].paragraphs += waiting }
            waiting = []
        }
        for block in document.blocks {
            switch block {
            case .heading(let text, let level):
                settle()
                heading = level == 1 ? text : (heading.split(separator: "　").first.map { "\($0)　" } ?? "") + text
            case .paragraph(let text): waiting.append(text)
            case .table(let table):
                parts.append(Part(heading: heading, paragraphs: waiting, table: table))
                waiting = []
            case .chart, .pageBreak: break
            }
        }
        settle()
        return parts.isEmpty ? [Part(heading: heading)] : parts
    }
}
