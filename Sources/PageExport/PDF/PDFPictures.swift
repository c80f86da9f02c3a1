import CCairo
import Scene
import TextShaping

/// Pictures of a PDF, each written once, and texts as outlines; the only parts of a PDF for which the drawing library is asked.
final class PDFPictures {
    private let body: PDFBody
    private let fonts: ScaledFonts
    private var numbers: [[UInt8]: Int] = [:]
    /// Objects of the pictures, by their numbers.
    private(set) var objects: [Int] = []

    init(_ body: PDFBody, _ fonts: PangoTextShaper) {
        self.body = body
        self.fonts = ScaledFonts(fonts, scale: 1)
    }

    deinit { CairoLock.withLock { fonts.release() } }

    /// Writes the picture unless it is there already; nil when its bytes are no readable PNG.
    func number(of image: Image) -> Int? {
        if let known = numbers[image.png] { return known }
        guard let pixels = CairoLock.withLock({ image.pixels() }) else { return nil }
        let colors = ByteBuffer(), opacity = ByteBuffer()
        for pixel in pixels.argb {
            let alpha = pixel >> 24
            opacity.put(byte: UInt8(alpha))
            // Colours come multiplied with their opacity.
            for shift: UInt32 in [16, 8, 0] { colors.put(byte: alpha == 0 ? 255 : UInt8(min(255, ((pixel >> shift & 255) * 255 + alpha / 2) / alpha))) }
        }
        let isOpaque = opacity.bytes.allSatisfy { $0 == 255 }, mask = isOpaque ? nil : body.reserve(), object = body.reserve()
        let entries = "/Type/XObject/Subtype/Image/Width \(pixels.width)/Height \(pixels.height)/BitsPerComponent 8/ColorSpace"
        if let mask { body.writeStream(mask, opacity.bytes) { $0.put(string: entries + "/DeviceGray") } }
        body.writeStream(object, colors.bytes) { $0.put(string: entries + "/DeviceRGB" + (mask.map { "/SMask \($0) 0 R" } ?? "")) }
        objects.append(object)
        numbers[image.png] = objects.count - 1
        return objects.count - 1
    }

    /// The outlines of a run as a path, turned about its origin.
    func outlines(of run: TextRun, degrees: Double, width: Double, in page: Page) -> Path {
        CairoLock.withLock {
            let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), context = cairo_create(surface)!
            defer {
                cairo_destroy(context)
                cairo_surface_destroy(surface)
            }
            context.addOutlines(of: run, degrees: degrees, in: page, fonts: fonts)
            let path = cairo_copy_path(context)!
            defer { cairo_path_destroy(path) }
            return Path(segments: Self.segments(of: path.pointee), stroke: run.color, width: width)
        }
    }

    private static func segments(of path: cairo_path_t) -> [Path.Segment] {
        var segments: [Path.Segment] = [], place = 0
        while place < Int(path.num_data) {
            let data = path.data + place
            func point(_ index: Int) -> Point { Point(data[index].point.x, data[index].point.y) }
            switch data.pointee.header.type {
            case CAIRO_PATH_MOVE_TO: segments.append(.move(point(1)))
            case CAIRO_PATH_LINE_TO: segments.append(.line(point(1)))
            case CAIRO_PATH_CURVE_TO: segments.append(.curve(point(1), point(2), point(3)))
            default: segments.append(.close)
            }
            place += Int(data.pointee.header.length)
        }
        return segments
    }
}
