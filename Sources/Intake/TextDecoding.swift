internal import ReportModel

/// Text files that come with the interface files: UTF-8, with or without a byte order mark, else GB18030.
public enum TextDecoding {
    /// Nil when the bytes are valid in neither.
    public static func text(_ bytes: [UInt8]) -> String? {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let text = String(validating: body, as: UTF8.self) { return text }
        return body.withUnsafeBytes { raw in
            (try? TextConverter(from: .gb18030, to: .utf8))?.convert(raw).flatMap { String(validating: $0, as: UTF8.self) }
        }
    }
}
