import CCairo
public import Scene
public import TextShaping

/// Writes a PDF page by page, so that a long document need not be held as a whole: make one, `add` the pages, `finish`.
///
/// PDF 1.5, fonts embedded as subsets, text that can be searched and copied, bookmarks, fixed dates: the same pages give
/// the same bytes. After an error the writer is closed and gives no bytes. One thread at a time.
public final class PDFWriter {
    private let sink = ByteSink()
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let scaledFonts: ScaledFonts
    private let canvas: PageCanvas
    private var outline: [PagedDocument.OutlineEntry]
    private let isTagged: Bool
    private var pageCount = 0
    private var isOpen = true
    /// Pages that earlier ones lead to, counted from 1.
    private var targets: Set<Int> = []

    /// Takes title, author, subject, keywords, creation date and bookmarks of `document`; its pages are ignored.
    /// `tagged` adds structure tags (H1, P, Table, TR, TH, TD, Figure): about 160 bytes a cell.
    /// Throws OUT015 for a creation date of another form.
    public init(_ document: PagedDocument, fonts: PangoTextShaper, tagged: Bool = false) throws {
        guard Self.isDate(document.created) else { throw OutputDiagnostics.created(document.created) }
        outline = document.outline
        isTagged = tagged
        let closure = sink.closure
        (surface, context) = CairoLock.withLock {
            let surface = cairo_pdf_surface_create_for_stream(ByteSink.write, closure, 595, 842)!
            cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
            return (surface, cairo_create(surface)!)
        }
        scaledFonts = ScaledFonts(fonts, scale: 1)
        canvas = PageCanvas(context: context, fonts: scaledFonts, tagged: tagged)
        setMetadata(of: document)
    }

    deinit { close() }

    /// Draws a page and forgets it. Throws OUT010 to OUT016 and OUT019.
    public func add(_ page: Page) throws {
        guard isOpen else { throw OutputDiagnostics.closed }
        do {
            try CairoLock.withLock { try draw(page) }
        } catch {
            close()
            throw error
        }
    }

    /// Adds a bookmark; its page may come later.
    public func addOutline(_ entry: PagedDocument.OutlineEntry) { outline.append(entry) }

    /// Completes the file and returns its bytes. Throws OUT014, OUT018, OUT019.
    public func finish() throws -> [UInt8] {
        guard isOpen else { throw OutputDiagnostics.closed }
        defer { close() }
        var numbers: [Int32] = []
        for entry in outline { numbers.append(try bookmark(entry, below: entry.parent.flatMap { numbers.indices.contains($0) ? numbers[$0] : nil })) }
        let status = CairoLock.withLock {
            cairo_surface_finish(surface)
            return cairo_surface_status(surface)
        }
        guard status == CAIRO_STATUS_SUCCESS else { throw OutputDiagnostics.finishing(status) }
        var pdf = sink.takeBytes()
        PDFTail.complete(&pdf, tagged: isTagged)
        return pdf
    }

    private func draw(_ page: Page) throws {
        let size = page.size, number = pageCount + 1
        guard size.width >= 1, size.height >= 1, size.width <= 14_400, size.height <= 14_400 else {
            throw OutputDiagnostics.pageSize(size, page: number)
        }
        cairo_pdf_surface_set_size(surface, size.width, size.height)
        try canvas.draw(page, number: number)
        for link in page.links {
            guard Limits.allows(link.rect), link.page >= pageCount else { throw OutputDiagnostics.drawing(CAIRO_STATUS_TAG_ERROR, page: number) }
            let rect = [link.rect.x, link.rect.y, link.rect.width, link.rect.height].map { String(Int($0.rounded())) }.joined(separator: " ")
            cairo_tag_begin(context, "Link", "rect=[\(rect)] dest='page\(link.page + 1)'")
            cairo_tag_end(context, "Link")
            targets.insert(link.page + 1)
        }
        // Version 1.16 follows links to named places only.
        if targets.remove(number) != nil {
            cairo_tag_begin(context, "cairo.dest", "name='page\(number)' x=0 y=0")
            cairo_tag_end(context, "cairo.dest")
        }
        cairo_show_page(context)
        let status = cairo_status(context), surfaceStatus = cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS, surfaceStatus == CAIRO_STATUS_SUCCESS else {
            throw OutputDiagnostics.drawing(status == CAIRO_STATUS_SUCCESS ? surfaceStatus : status, page: number)
        }
        pageCount = number
    }

    /// Answers the number of the bookmark, for those below it.
    private func bookmark(_ entry: PagedDocument.OutlineEntry, below parent: Int32?) throws -> Int32 {
        guard (0..<pageCount).contains(entry.page), Limits.allows(entry.y) else {
            throw OutputDiagnostics.outline(entry.title, page: entry.page, count: pageCount)
        }
        let target = "page=\(entry.page + 1) pos=[0 \(Int(entry.y.rounded()))]"
        return cairo_pdf_surface_add_outline(surface, parent ?? Int32(CAIRO_PDF_OUTLINE_ROOT), entry.title, target, cairo_pdf_outline_flags_t(rawValue: 0))
    }

    private func setMetadata(of document: PagedDocument) {
        let entries = [
            (CAIRO_PDF_METADATA_TITLE, document.title), (CAIRO_PDF_METADATA_AUTHOR, document.author),
            (CAIRO_PDF_METADATA_SUBJECT, document.subject), (CAIRO_PDF_METADATA_KEYWORDS, document.keywords),
            (CAIRO_PDF_METADATA_CREATOR, "Gazette"),
            (CAIRO_PDF_METADATA_CREATE_DATE, document.created), (CAIRO_PDF_METADATA_MOD_DATE, document.created),
        ]
        for (key, text) in entries where !text.isEmpty { cairo_pdf_surface_set_metadata(surface, key, text) }
    }

    private func close() {
        guard isOpen else { return }
        isOpen = false
        CairoLock.withLock {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
            scaledFonts.release()
        }
    }

    /// `2026-11-15T00:00:00Z`
    private static func isDate(_ text: String) -> Bool {
        let form = Array("dddd-dd-ddTdd:dd:ddZ".utf8), bytes = Array(text.utf8)
        return bytes.count == form.count && zip(bytes, form).allSatisfy { byte, expected in
            expected == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == expected
        }
    }
}
