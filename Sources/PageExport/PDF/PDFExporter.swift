public import Scene
public import TextShaping

/// A whole document as PDF bytes.
public enum PDFExporter {
    /// Throws OUT010 to OUT018: a page model that cannot be drawn gives a diagnostic, never a damaged file.
    public static func export(_ document: PagedDocument, fonts: PangoTextShaper, tagged: Bool = false) throws -> [UInt8] {
        let writer = try PDFWriter(document, fonts: fonts, tagged: tagged)
        for page in document.pages { try writer.add(page) }
        return try writer.finish()
    }
}
