import CCairo
import Foundation
import PageExport
import Scene
import TextShaping

/// The Fonts folder of the repository.
let fontFolder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fonts").standardizedFileURL.path

let sampleCreated = "2026-11-15T00:00:00Z"
let sampleTitle = "月网户如：二〇二六年十月城乡居民养老保险基金收支表"
let sampleRows = [
    ["合　计", "1,234,567.80", "−8.5%", "①"],
    ["其中：个人缴费", "0.00", "12.3‰", "（续）"],
    ["网点户数／户", "98,765", "≥3.0", "～“注”…"],
]

/// A page with a title, a table of rules, fills and texts in three faces, a curve and a dashed line.
func samplePage(_ shaper: PangoTextShaper) -> Page {
    var page = Page(size: Size(420, 300))
    page.boxes += [
        Box(kind: .title, name: "title", rect: Rect(x: 20, y: 15, width: 380, height: 20), parent: 0),
        Box(kind: .table, name: "table", rect: Rect(x: 20, y: 50, width: 380, height: 60), parent: 0),
    ]
    page.items.append(Item(box: 2, .fill(Rect(x: 20, y: 50, width: 380, height: 20), Color(0xe6eef8))))
    for row in 0...3 {
        let y = 50 + Double(row) * 20
        page.items.append(Item(box: 2, .line(from: Point(20, y), to: Point(400, y), width: 0.5, color: Color(0x446688), dash: [])))
    }
    let title = shaper.shape(sampleTitle, face: .songBold, size: 14)
    page.add(title, at: Point(210 - title.width / 2, 32), color: .black, box: 1)
    for (row, texts) in sampleRows.enumerated() {
        for (column, text) in texts.enumerated() {
            let box = page.boxes.count, left = 24 + Double(column) * 95, top = 50 + Double(row) * 20
            page.boxes.append(Box(kind: column == 0 ? .stubCell : .cell, name: "r\(row + 1)c\(column)",
                                  rect: Rect(x: left, y: top, width: 95, height: 20), parent: 2))
            let run = shaper.append(Array(text.utf8), face: row == 0 ? .heiBold : .heiRegular, size: 9, color: .black,
                                    origin: Point(left, top + 13), to: &page)
            page.items.append(Item(box: box, .text(run)))
        }
    }
    page.items.append(Item(box: 0, .line(from: Point(20, 150), to: Point(400, 150), width: 2, color: Color(0xff0000), dash: [10, 10])))
    page.items.append(Item(box: 0, .path(Path(segments: [
        .move(Point(100, 280)), .curve(Point(100, 200), Point(300, 200), Point(300, 280)), .close,
    ], fill: Color(0x00aa00), stroke: Color(0x0000ff), width: 4))))
    return page
}

func sampleDocument(_ shaper: PangoTextShaper) -> PagedDocument {
    PagedDocument(
        title: sampleTitle, author: "定报", subject: "月报", keywords: "合成数据", created: sampleCreated,
        pages: [samplePage(shaper), samplePage(shaper)],
        outline: [.init(title: "表一", page: 0, y: 50), .init(title: "表二", page: 1, y: 50)])
}

/// Runs a program of the system with the bytes as a file; `{}` in the arguments is the file. Returns what it prints.
func run(_ program: String, _ arguments: [String], on bytes: [UInt8]) throws -> String {
    String(decoding: try output(of: program, arguments, on: bytes), as: UTF8.self)
}

func output(of program: String, _ arguments: [String], on bytes: [UInt8]) throws -> [UInt8] {
    let file = FileManager.default.temporaryDirectory.appending(path: "gazette-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process(), output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/\(program)")
    process.arguments = arguments.map { $0 == "{}" ? file.path : $0 }
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return [UInt8](printed)
}

/// Decodes a PNG with libpng, which shares no code with the writer under test.
func decode(png: [UInt8]) -> PageRaster? {
    struct Reader {
        var bytes: UnsafeBufferPointer<UInt8>
        var offset = 0
    }
    let surface = png.withUnsafeBufferPointer { bytes in
        var reader = Reader(bytes: bytes)
        return cairo_image_surface_create_from_png_stream({ closure, target, count in
            let reader = closure!.assumingMemoryBound(to: Reader.self)
            for index in 0..<Int(count) {
                guard reader.pointee.offset < reader.pointee.bytes.count else { return CAIRO_STATUS_READ_ERROR }
                target![index] = reader.pointee.bytes[reader.pointee.offset]
                reader.pointee.offset += 1
            }
            return CAIRO_STATUS_SUCCESS
        }, &reader)
    }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else { return nil }
    let width = Int(cairo_image_surface_get_width(surface)), height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface)), data = cairo_image_surface_get_data(surface)!
    var rgb: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width { rgb += [2, 1, 0].map { data[y * stride + x * 4 + $0] } }
    }
    return PageRaster(width: width, height: height, rgb: rgb)
}

extension PageRaster {
    /// The colour at a pixel as 0xRRGGBB.
    subscript(x: Int, y: Int) -> UInt32 {
        let at = (y * width + x) * 3
        return UInt32(rgb[at]) << 16 | UInt32(rgb[at + 1]) << 8 | UInt32(rgb[at + 2])
    }

    /// Sum of the darkness of all pixels, 1 for a black one.
    var ink: Double { rgb.reduce(0) { $0 + Double(255 - $1) } / (3 * 255) }
}
