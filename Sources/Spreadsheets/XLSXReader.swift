/// Reads an XLSX workbook: a ZIP container of XML parts that name each other.
struct XLSXReader {
    private var archive: ZipArchive
    private let context: ReadContext

    init(archive: ZipArchive, context: ReadContext) {
        self.archive = archive
        self.context = context
    }

    consuming func workbook() throws -> Workbook {
        let main = try mainPart()
        let relations = try relations(of: main)
        var book = XLSXWorkbookPart()
        try read(main, into: &book, "which lists the sheets")
        if book.sheets.count > context.limits.sheets { throw context.overLimit("sheets", context.limits.sheets) }
        var styles = XLSXStyles(), strings = XLSXSharedStrings(context)
        if let part = relations.first("styles") { try read(part, into: &styles, "which its list of parts names") }
        if let part = relations.first("sharedStrings") { try read(part, into: &strings, "which its list of parts names") }
        let targets = Dictionary(relations.targets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var budget = ReadBudget(), sheets: [Sheet] = []
        let formats = styles.formats
        for (name, visibility, relation) in book.sheets {
            guard let target = targets[relation] else { throw context.missingPart("sheet '\(name)'", "which the list of sheets names") }
            guard target.kind == "worksheet" else { continue }
            let collector = SheetCollector(name, visibility, shared: strings.strings, dateSystem: book.dateSystem, budget, context)
            var sheet = XLSXSheetPart(name, textCount: strings.strings.count, formats: formats, dateSystem: book.dateSystem, collector, context)
            try read(target.part, into: &sheet, "which is sheet '\(name)'")
            budget = sheet.collector.budget
            sheets.append(sheet.collector.sheet())
        }
        if sheets.isEmpty { throw context.noSheet }
        return Workbook(file: context.file, kind: .xlsx, dateSystem: book.dateSystem, sheets: sheets)
    }

    private mutating func read<Elements: XMLElements>(_ part: String, into elements: inout Elements, _ role: String) throws {
        guard let bytes = try archive.bytes(of: part) else { throw context.missingPart(part, role) }
        try XMLEvents.read(bytes, part: part, into: &elements, context)
    }

    /// The part that lists the sheets. Other kinds of container are told apart here.
    private mutating func mainPart() throws -> String {
        if archive.contains("mimetype"), archive.contains("content.xml") { throw context.otherFormat("an OpenDocument file (.ods)") }
        if archive.contains("xl/workbook.bin") { throw context.otherFormat("a binary workbook (.xlsb)") }
        if archive.contains("EncryptedPackage") { throw context.encrypted }
        guard archive.contains("_rels/.rels") else {
            if archive.contains("xl/workbook.xml") { return "xl/workbook.xml" }
            throw context.notAWorkbook("a ZIP archive", hint: "unpack it first, and hand in the workbook")
        }
        var relations = XLSXRelations(folder: "")
        try read("_rels/.rels", into: &relations, "which names the main part")
        guard let main = relations.first("officeDocument") else { throw context.missingPart("xl/workbook.xml", "which lists the sheets") }
        if main.hasSuffix(".bin") { throw context.otherFormat("a binary workbook (.xlsb)") }
        if main.hasPrefix("word/") { throw context.notAWorkbook("a Word document") }
        if main.hasPrefix("ppt/") { throw context.notAWorkbook("a presentation") }
        return main
    }

    private mutating func relations(of part: String) throws -> XLSXRelations {
        let steps = part.split(separator: "/")
        let folder = steps.dropLast().joined(separator: "/")
        var relations = XLSXRelations(folder: folder)
        try read("\(folder.isEmpty ? "" : folder + "/")_rels/\(steps.last ?? "").rels", into: &relations, "which names the sheets' parts")
        return relations
    }
}
