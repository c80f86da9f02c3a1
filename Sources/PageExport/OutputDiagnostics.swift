import CCairo
import Diagnostics
import Scene
import TextShaping

/// What can be wrong with a page model or while it is written. A page model comes from the layout, so most of these are
/// slips of the program, told instead of writing a damaged file.
enum OutputDiagnostics {
    private static let reportHint = "no bytes were made; send this message and the report definition of the page to the maintainers"

    static func pageSize(_ size: Size, page: Int) -> DiagnosticsError {
        error("OUT010", "page \(page): the page size \(size.width) × \(size.height) pt is not between 1 and 14,400",
              hint: "set a paper or chart size within these limits")
    }

    static func coordinate(_ page: Page, item: Item, number: Int) -> DiagnosticsError {
        error("OUT011", "page \(number), \(path(of: item, in: page)): a coordinate or size is not a number within ±100,000 pt", hint: reportHint)
    }

    static func run(_ page: Page, item: Item, number: Int) -> DiagnosticsError {
        error("OUT012", "page \(number), \(path(of: item, in: page)): the text run does not agree with the glyphs and bytes of the page", hint: reportHint)
    }

    static func drawing(_ status: cairo_status_t, page: Int) -> DiagnosticsError {
        error("OUT013", "page \(page): the drawing library refused the page: \(String(cString: cairo_status_to_string(status)))", hint: reportHint)
    }

    static func outline(_ title: String, page: Int, count: Int) -> DiagnosticsError {
        error("OUT014", "the bookmark '\(title)' points to page \(page + 1) of \(count)", hint: reportHint)
    }

    static func created(_ text: String) -> DiagnosticsError {
        error("OUT015", "the creation date '\(text)' is not of the form 2026-11-15T00:00:00Z", hint: "correct the date in the release parameters")
    }

    static func link(page: Int) -> DiagnosticsError {
        error("OUT021", "page \(page): a link leads to a place or page that the document does not have", hint: reportHint)
    }

    static func image(_ page: Page, item: Item, number: Int) -> DiagnosticsError {
        error("OUT016", "page \(number), \(path(of: item, in: page)): the picture is not a readable PNG", hint: "replace the picture file")
    }

    static func resolution(_ dotsPerInch: Double, size: Size) -> DiagnosticsError {
        error("OUT017", "a picture of \(size.width) × \(size.height) pt at \(dotsPerInch) dots per inch is empty or larger than 20,000 pixels a side",
              hint: "choose a resolution between 36 and 600 dots per inch")
    }

    static func font(_ file: FontFile, table: String) -> DiagnosticsError {
        error("OUT018", "the PDF cannot be completed: the table '\(table)' of the font file \(file.fileName) is damaged",
              hint: "restore the Fonts folder of the repository; Fonts/README.md lists the digests")
    }

    static var closed: DiagnosticsError {
        error("OUT019", "the PDF is already finished or failed before", hint: reportHint)
    }

    static var noMemory: DiagnosticsError {
        error("OUT020", "not enough memory to make the picture", hint: "close other programs, or choose a lower resolution")
    }

    private static func error(_ id: String, _ message: String, hint: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(id, .error, message, hint: hint))
    }

    /// `table/r02c5`: the names of the boxes from the page down to the item's.
    private static func path(of item: Item, in page: Page) -> String {
        var names: [String] = [], index = item.box
        while page.boxes.indices.contains(index), index > 0, names.count < page.boxes.count {
            names.append(page.boxes[index].name)
            index = page.boxes[index].parent
        }
        return names.isEmpty ? "the page itself" : "box " + names.reversed().joined(separator: "/")
    }
}
