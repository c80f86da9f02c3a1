internal import Diagnostics
internal import Glibc
internal import ReportModel

/// Converts between the encoding of an interface file and UTF-8 through the C library's iconv, strictly.
final class TextConverter {
    private let descriptor: iconv_t

    init(from source: InterfaceSpecification.Encoding, to target: InterfaceSpecification.Encoding) throws {
        func name(_ encoding: InterfaceSpecification.Encoding) -> String { encoding == .utf8 ? "UTF-8" : "GB18030" }
        descriptor = iconv_open(name(target), name(source))
        if descriptor == iconv_t(bitPattern: -1) {
            throw DiagnosticsError(Diagnostic(
                "INT001", .error, "this system cannot convert \(name(source)) to \(name(target))", hint: "install the C library's gconv modules (Debian: libc-bin, libc6)"))
        }
    }

    deinit { iconv_close(descriptor) }

    /// Nil when the bytes are not valid in the source encoding.
    func convert(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        if bytes.isEmpty { return [] }
        iconv(descriptor, nil, nil, nil, nil)
        var result = [UInt8](repeating: 0, count: bytes.count * 4 + 4)
        var source: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(mutating: bytes.baseAddress!.assumingMemoryBound(to: CChar.self))
        var left = bytes.count, room = result.count
        let code = result.withUnsafeMutableBytes { target in
            var output: UnsafeMutablePointer<CChar>? = target.baseAddress!.assumingMemoryBound(to: CChar.self)
            return iconv(descriptor, &source, &left, &output, &room)
        }
        if code == Int.max || code == -1 || left > 0 { return nil }
        result.removeLast(room)
        return result
    }
}
