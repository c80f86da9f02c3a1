public import Digests

/// `pages.tsv`: size and hash of each page's decoded pixels.
public enum PagesFile {
    static let columns = ["key", "width", "height", "sha256"]

    /// One rasterised page or chart.
    public struct Picture: Sendable, Hashable {
        /// `p1`, `fig1`
        public var name: String
        public var width: Int
        public var height: Int
        /// Of the RGB pixels, row by row, three bytes each, no padding.
        public var digest: SHA256Digest

        public init(name: String, width: Int, height: Int, digest: SHA256Digest) {
            self.name = name; self.width = width; self.height = height; self.digest = digest
        }
        /// `rgb` has `width` × `height` × 3 bytes.
        public init(name: String, width: Int, height: Int, rgb: [UInt8]) {
            precondition(rgb.count == width * height * 3, "three bytes a pixel, no padding")
            self.init(name: name, width: width, height: height, digest: SHA256Digest(of: rgb))
        }
    }

    public static func text(of pictures: [Picture]) -> String {
        var lines = FactLines(.pages, columns: columns)
        for picture in pictures { lines.add([picture.name, String(picture.width), String(picture.height), picture.digest.hex]) }
        return lines.text
    }
}
