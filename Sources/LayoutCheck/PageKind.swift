/// What a page is: which furniture it must have, and where ink may stand.
public enum PageKind: Sendable {
    /// Of a report: title, 表号, 报告期, 计量单位, page number; column numbers below the heads of tables.
    case form
    /// Of a document: title and page number.
    case document
    /// A chart as a picture of its own: the chart and a foot.
    case picture
    /// Cover and contents of a book: title, and the book's page number on all but the cover.
    case bookFront
}
