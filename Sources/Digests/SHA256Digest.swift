internal import Crypto

/// A SHA-256 digest: how Gazette names contents.
public struct SHA256Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let hex: String

    public init(of bytes: some Sequence<UInt8>) {
        var hasher = StreamingDigest()
        hasher.update(Array(bytes))
        self = hasher.finish()
    }

    /// Nil unless `hex` is 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        self.hex = hex
    }

    fileprivate init(rawBytes: some Sequence<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        hex = String(decoding: rawBytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The first twelve digits: enough to tell things apart in print.
    public var short: String { String(hex.prefix(12)) }
    public var description: String { hex }
    public static func < (a: SHA256Digest, b: SHA256Digest) -> Bool { a.hex < b.hex }

    /// Digests what does not fit into memory at once.
    public struct StreamingDigest: Sendable {
        private var hash = Crypto.SHA256()
        public init() {}
        public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }
        public func finish() -> SHA256Digest { SHA256Digest(rawBytes: hash.finalize()) }
    }
}
