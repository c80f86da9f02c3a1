public import Scene
public import TextShaping

/// Writes a PDF page by page, so that a long document need not be held as a whole: make one, `add` the pages, `finish`.
///
/// PDF 1.5, fonts embedded as subsets, text that can be searched and copied, bookmarks, links, fixed dates: the same pages give
/// the same bytes. After an error the writer is closed and gives no bytes. One thread at a time.
public final class PDFWriter {
    private struct WrittenPage {
        var object: Int
        var height: Double
    }
    private struct PlacedLink {
        var object: Int
        var link: Link
        /// Index of the page that it stands on.
        var page: Int
    }

    private let body = PDFBody()
    private let faces: [PDFFace]
    private let content: PDFContent
    private let pictures: PDFPictures
    private let structure: PDFStructure?
    private let document: PagedDocument
    private var outline: [PagedDocument.OutlineEntry]
    private let pageTree: Int
    private let resources: Int
    private var pages: [WrittenPage] = []
    private var links: [PlacedLink] = []
    /// What the last item belongs to; the outer nil: not yet known.
    private var current: StructurePath??
    private var isOpen = true

    /// Takes title, author, subject, keywords, creation date and bookmarks of `document`; its pages are ignored.
    /// `tagged` adds structure (H1, P, Table, TR, TH, TD, Figure): about 20 bytes a cell.
    /// Throws OUT015 for a creation date of another form, OUT018 for a damaged font file.
    public init(_ document: PagedDocument, fonts: PangoTextShaper, tagged: Bool = false) throws {
        guard Self.isDate(document.created) else { throw OutputDiagnostics.created(document.created) }
        self.document = document
        outline = document.outline
        faces = try Face.allCases.sorted { $0.number < $1.number }.map { face in
            try Self.naming(face) { () throws(TrueTypeSubset.Damaged) in try PDFFace(face, fonts.fontProgram(face)) }
        }
        content = PDFContent(faces)
        pictures = PDFPictures(body, fonts)
        structure = tagged ? PDFStructure(body) : nil
        pageTree = body.reserve()
        resources = body.reserve()
    }

    /// Draws a page and forgets it. Throws OUT010 to OUT012, OUT016, OUT018, OUT019.
    public func add(_ page: Page) throws {
        guard isOpen else { throw OutputDiagnostics.closed }
        do { try draw(page) } catch {
            isOpen = false
            throw error
        }
    }

    /// Adds a bookmark; its page may come later.
    public func addOutline(_ entry: PagedDocument.OutlineEntry) { outline.append(entry) }

    /// Completes the file and returns its bytes. Throws OUT014, OUT018, OUT019.
    public func finish() throws -> [UInt8] {
        guard isOpen else { throw OutputDiagnostics.closed }
        isOpen = false
        for entry in outline {
            guard pages.indices.contains(entry.page), Limits.allows(entry.y) else {
                throw OutputDiagnostics.outline(entry.title, page: entry.page, count: pages.count)
            }
        }
        try writeLinks()
        let bookmarks = writeBookmarks()
        try writeResources()
        body.write(pageTree) { out in
            out.put(string: "<</Type/Pages/Count \(pages.count)/Kids[")
            for page in pages { out.put(string: "\(page.object) 0 R ") }
            out.put("]>>")
        }
        let root = structure?.finish(), catalog = body.reserve(), information = body.reserve()
        body.write(catalog) { out in
            out.put(string: "<</Type/Catalog/Pages \(pageTree) 0 R/Lang (zh-CN)/ViewerPreferences<</DisplayDocTitle true>>")
            if let bookmarks { out.put(string: "/Outlines \(bookmarks) 0 R/PageMode/UseOutlines") }
            if let root { out.put(string: "/MarkInfo<</Marked true>>/StructTreeRoot \(root) 0 R") }
            out.put(">>")
        }
        body.write(information, writeInformation)
        return body.finish(catalog: catalog, information: information)
    }

    private func draw(_ page: Page) throws {
        let size = page.size, number = pages.count + 1
        guard size.width >= 1, size.height >= 1, size.width <= 14_400, size.height <= 14_400 else {
            throw OutputDiagnostics.pageSize(size, page: number)
        }
        let object = body.reserve(), stream = body.reserve(), firstLink = links.count
        content.begin(size)
        current = nil
        for item in page.items {
            if structure != nil { follow(item, of: page) }
            try draw(item, of: page, number: number)
        }
        content.end()
        for link in page.links {
            guard Limits.allows(link.rect), Limits.allows(link.y) else { throw OutputDiagnostics.link(page: number) }
            links.append(PlacedLink(object: body.reserve(), link: link, page: pages.count))
        }
        body.writeStream(stream, content.out.bytes)
        let key = structure?.endPage(object)
        pages.append(WrittenPage(object: object, height: size.height))
        body.write(object) { out in
            out.put(string: "<</Type/Page/Parent \(pageTree) 0 R/MediaBox[0 0 ")
            out.put(Int((size.width * 100).rounded()), over: 100)
            out.put(" ")
            out.put(Int((size.height * 100).rounded()), over: 100)
            out.put(string: "]/Resources \(resources) 0 R/Contents \(stream) 0 R")
            if let key { out.put(string: "/StructParents \(key)/Tabs/S") }
            if links.count > firstLink {
                out.put("/Annots[")
                for link in links[firstLink...] { out.put(string: "\(link.object) 0 R ") }
                out.put("]")
            }
            out.put(">>")
        }
    }

    /// Opens and closes the marked content that the item needs.
    private func follow(_ item: Item, of page: Page) {
        guard let structure else { return }
        let path = StructurePath(of: item, in: page)
        if current == .some(path) { return }
        current = .some(path)
        guard let path else { return content.beginMark("Artifact", number: nil, text: false) }
        content.beginMark(path.kind.name, number: structure.content(of: path, in: page), text: path.kind != .figure)
    }

    private func draw(_ item: Item, of page: Page, number: Int) throws {
        guard item.content.isWithinLimits else { throw OutputDiagnostics.coordinate(page, item: item, number: number) }
        switch item.content {
        case .text(let run):
            try Self.naming(run.face) { () throws(TrueTypeSubset.Damaged) in try content.show(run, of: page) }?
                .throwIt(page, item, number)
        case .fill(let rect, let color): content.fill(rect, color)
        case .line(let from, let to, let width, let color, let dash): content.line(from: from, to: to, width: width, color: color, dash: dash)
        case .path(let path): content.path(path)
        case .outlines(let run, let degrees, let width):
            try run.outlineProblem(in: page)?.throwIt(page, item, number)
            content.path(pictures.outlines(of: run, degrees: degrees, width: width, in: page))
        case .image(let image):
            guard let picture = pictures.number(of: image) else { throw OutputDiagnostics.image(page, item: item, number: number) }
            content.image(picture, in: image.rect)
        }
    }

    private func writeLinks() throws {
        for placed in links {
            guard pages.indices.contains(placed.link.page) else { throw OutputDiagnostics.link(page: placed.page + 1) }
            let page = pages[placed.page], target = pages[placed.link.page], rect = placed.link.rect
            let key = structure?.link(annotation: placed.object, page: page.object)
            body.write(placed.object) { out in
                out.put("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[")
                for edge in [rect.x, page.height - rect.maxY, rect.maxX, page.height - rect.y] {
                    out.put(Int((edge * 100).rounded()), over: 100)
                    out.put(" ")
                }
                out.put(string: "]/Dest[\(target.object) 0 R/XYZ 0 ")
                out.put(Int((target.height - placed.link.y).rounded()))
                out.put(" 0]")
                if let key { out.put(string: "/StructParent \(key)") }
                out.put(">>")
            }
        }
    }

    /// Answers the object of the root; nil when there are none.
    private func writeBookmarks() -> Int? {
        if outline.isEmpty { return nil }
        let root = body.reserve(), objects = outline.map { _ in body.reserve() }
        var children: [Int: [Int]] = [:]
        for (index, entry) in outline.enumerated() {
            // A parent that comes later is none.
            let parent = entry.parent.flatMap { $0 >= 0 && $0 < index ? $0 : nil } ?? -1
            children[parent, default: []].append(index)
        }
        let top = children[-1] ?? []
        body.write(root) { $0.put(string: "<</Type/Outlines/First \(objects[top[0]]) 0 R/Last \(objects[top[top.count - 1]]) 0 R/Count \(top.count)>>") }
        for (parent, siblings) in children.sorted(by: { $0.key < $1.key }) {
            for (place, index) in siblings.enumerated() {
                let entry = outline[index], page = pages[entry.page]
                body.write(objects[index]) { out in
                    out.put("<</Title")
                    out.put(text: entry.title)
                    out.put(string: "/Parent \(parent < 0 ? root : objects[parent]) 0 R/Dest[\(page.object) 0 R/XYZ 0 ")
                    out.put(Int((page.height - entry.y).rounded()))
                    out.put(" 0]")
                    if place > 0 { out.put(string: "/Prev \(objects[siblings[place - 1]]) 0 R") }
                    if place < siblings.count - 1 { out.put(string: "/Next \(objects[siblings[place + 1]]) 0 R") }
                    if let below = children[index] {
                        out.put(string: "/First \(objects[below[0]]) 0 R/Last \(objects[below[below.count - 1]]) 0 R/Count -\(below.count)")
                    }
                    out.put(">>")
                }
            }
        }
        return root
    }

    private func writeResources() throws {
        var fonts = ""
        for (face, number) in zip(faces, 0...) where face.usesSimple || face.usesWide {
            let simple = face.usesSimple ? body.reserve() : 0, wide = face.usesWide ? body.reserve() : 0
            try Self.naming(face.file.face) { () throws(TrueTypeSubset.Damaged) in try face.write(to: body, simple: simple, wide: wide) }
            if simple != 0 { fonts += "/F\(number * 2) \(simple) 0 R" }
            if wide != 0 { fonts += "/F\(number * 2 + 1) \(wide) 0 R" }
        }
        body.write(resources) { out in
            out.put(string: "<</Font<<\(fonts)>>")
            if !pictures.objects.isEmpty {
                out.put("/XObject<<")
                for (number, object) in pictures.objects.enumerated() { out.put(string: "/I\(number) \(object) 0 R") }
                out.put(">>")
            }
            out.put(">>")
        }
    }

    private func writeInformation(_ out: ByteBuffer) {
        let date = "D:" + document.created.filter { $0.isNumber || $0 == "Z" }
        let entries = [
            ("Title", document.title), ("Author", document.author), ("Subject", document.subject), ("Keywords", document.keywords),
            ("Creator", "Gazette"), ("Producer", "Gazette"), ("CreationDate", date), ("ModDate", date),
        ]
        out.put("<<")
        for (key, text) in entries where !text.isEmpty {
            out.put(string: "/\(key) ")
            out.put(text: text)
        }
        out.put(">>")
    }

    /// A damaged table becomes a diagnostic that names the face's file.
    private static func naming<Result>(_ face: Face, _ body: () throws(TrueTypeSubset.Damaged) -> Result) throws -> Result {
        do { return try body() } catch { throw OutputDiagnostics.font(FontFile(face), table: error.table) }
    }

    /// `2026-11-15T00:00:00Z`
    private static func isDate(_ text: String) -> Bool {
        let form = Array("dddd-dd-ddTdd:dd:ddZ".utf8), bytes = Array(text.utf8)
        return bytes.count == form.count && zip(bytes, form).allSatisfy { byte, expected in
            expected == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == expected
        }
    }
}
