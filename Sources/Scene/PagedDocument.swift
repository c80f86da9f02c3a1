/// A finished document: pages of positioned items. Every back end draws exactly this and never lays out again.
public struct PagedDocument: Sendable {
    public var title: String
    public var author: String
    public var subject: String
    public var keywords: String
    /// Creation date for the metadata, as `2026-11-15T00:00:00Z`; from the release parameters, never the clock.
    public var created: String
    public var pages: [Page]
    /// Bookmarks, in reading order.
    public var outline: [OutlineEntry]

    public struct OutlineEntry: Sendable, Hashable {
        public var title: String
        /// Index into `pages`.
        public var page: Int
        public var y: Double
        /// Index of the entry that it stands below; nil: at the top.
        public var parent: Int?
        public init(title: String, page: Int, y: Double, parent: Int? = nil) { self.title = title; self.page = page; self.y = y; self.parent = parent }
    }

    public init(
        title: String, author: String, subject: String = "", keywords: String = "", created: String,
        pages: [Page] = [], outline: [OutlineEntry] = []
    ) {
        self.title = title; self.author = author; self.subject = subject; self.keywords = keywords
        self.created = created; self.pages = pages; self.outline = outline
    }
}

/// One page: a tree of boxes that says what is where, and a flat list of items in drawing order.
///
/// Text lives in two shared buffers (`glyphs`, `utf8`), so that a page of a thousand cells is a handful of allocations.
public struct Page: Sendable {
    public var size: Size
    /// The boxes, parents before children; index 0 is the page itself.
    public var boxes: [Box]
    public var items: [Item]
    /// Glyphs of all text runs, in the order of the runs.
    public var glyphs: [Glyph]
    /// Text of all text runs as UTF-8.
    public var utf8: [UInt8]
    /// Items from this index on are the state layer (edition mark, version label, signatures): drawn last, left out of the content digest.
    public var stateLayerStart: Int?
    /// Areas that lead to other places of the document.
    public var links: [Link] = []

    public init(size: Size) {
        self.size = size
        boxes = [Box(kind: .page, name: "page", rect: Rect(x: 0, y: 0, width: size.width, height: size.height), parent: -1)]
        items = []
        glyphs = []
        utf8 = []
    }
}

extension Page {
    /// Everything moved to the right, for pages that are bound on the other side.
    public mutating func shift(right distance: Double) {
        if distance == 0 { return }
        for index in boxes.indices.dropFirst() { boxes[index].rect.x += distance }
        for index in items.indices { items[index].content.shift(right: distance) }
        for index in links.indices { links[index].rect.x += distance }
    }
}

extension Item.Content {
    fileprivate mutating func shift(right distance: Double) {
        func moved(_ point: Point) -> Point { Point(point.x + distance, point.y) }
        switch self {
        case .text(var run):
            run.origin.x += distance
            self = .text(run)
        case .outlines(var run, let degrees, let width):
            run.origin.x += distance
            self = .outlines(run, degrees: degrees, width: width)
        case .fill(var rect, let color):
            rect.x += distance
            self = .fill(rect, color)
        case .line(let from, let to, let width, let color, let dash):
            self = .line(from: moved(from), to: moved(to), width: width, color: color, dash: dash)
        case .path(var path):
            path.segments = path.segments.map { segment in
                switch segment {
                case .move(let point): .move(moved(point))
                case .line(let point): .line(moved(point))
                case .curve(let a, let b, let c): .curve(moved(a), moved(b), moved(c))
                case .close: .close
                }
            }
            self = .path(path)
        case .image(var image):
            image.rect.x += distance
            self = .image(image)
        }
    }
}

/// An area of a page that leads to a place of the document.
public struct Link: Sendable, Hashable {
    public var rect: Rect
    /// Index into the pages of the document.
    public var page: Int
    /// The place on that page, from its top.
    public var y: Double
    public init(rect: Rect, page: Int, y: Double = 0) { self.rect = rect; self.page = page; self.y = y }
}

/// A named area of the page: the unit of layout dumps, layout findings and PDF tags.
public struct Box: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case page, title, heading, headLine, table, headerCell, columnNumber, stubCell, cell, notes, signature, foot
        case chart, chartTitle, plot, mark, axisLabel, dataLabel, legend, watermark
    }
    public var kind: Kind
    /// Stable within the parent, built from business codes: `r02c5`, `fig1`, `note3`.
    public var name: String
    public var rect: Rect
    /// Index of the parent in `Page.boxes`, −1 for the page.
    public var parent: Int
    public init(kind: Kind, name: String, rect: Rect, parent: Int) {
        self.kind = kind; self.name = name; self.rect = rect; self.parent = parent
    }
}

/// Something drawn. An exporter is one `switch` over these.
public struct Item: Sendable {
    /// Index of the box that it belongs to.
    public var box: Int
    public var content: Content

    public enum Content: Sendable {
        case text(TextRun)
        /// Filled rectangle.
        case fill(Rect, Color)
        /// Straight line between two points; `dash` empty for solid, else on/off lengths in points.
        case line(from: Point, to: Point, width: Double, color: Color, dash: [Double])
        case path(Path)
        case image(Image)
        /// A watermark: the outlines of a run, turned about its origin, so that what lies below stays readable without transparency.
        case outlines(TextRun, degrees: Double, width: Double)
    }

    public init(box: Int, _ content: Content) { self.box = box; self.content = content }
}

/// A run of glyphs of one face, size and colour on one baseline.
public struct TextRun: Sendable, Hashable {
    public var face: Face
    /// Size in points.
    public var size: Double
    public var color: Color
    /// Left end of the baseline.
    public var origin: Point
    /// Sum of the advances, in points.
    public var width: Double
    /// Range in `Page.glyphs`.
    public var glyphs: Range<Int>
    /// Range in `Page.utf8`.
    public var text: Range<Int>
    public init(face: Face, size: Double, color: Color, origin: Point, width: Double, glyphs: Range<Int>, text: Range<Int>) {
        self.face = face; self.size = size; self.color = color; self.origin = origin; self.width = width
        self.glyphs = glyphs; self.text = text
    }
}

/// One glyph of a run: its number in the font file, where it is drawn, and which bytes of the text it stands for.
public struct Glyph: Sendable, Hashable {
    public var id: UInt32
    /// Offset from the run's origin in points.
    public var x: Float
    public var y: Float
    /// UTF-8 bytes of the text that this glyph covers; 0 when an earlier glyph of the cluster covers them.
    public var byteCount: UInt8
    public init(id: UInt32, x: Float, y: Float = 0, byteCount: UInt8) { self.id = id; self.x = x; self.y = y; self.byteCount = byteCount }
}

/// An open or closed path of straight and curved segments, stroked and/or filled.
public struct Path: Sendable, Hashable {
    public enum Segment: Sendable, Hashable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case close
    }
    public var segments: [Segment]
    public var fill: Color?
    public var stroke: Color?
    public var width: Double
    public var dash: [Double]
    public init(segments: [Segment], fill: Color? = nil, stroke: Color? = nil, width: Double = 0, dash: [Double] = []) {
        self.segments = segments; self.fill = fill; self.stroke = stroke; self.width = width; self.dash = dash
    }
}

/// A picture: PNG bytes drawn into a rectangle.
public struct Image: Sendable, Hashable {
    public var png: [UInt8]
    public var rect: Rect
    public init(png: [UInt8], rect: Rect) { self.png = png; self.rect = rect }
}
