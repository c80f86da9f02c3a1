/// What a number format shows: decides whether a number is a date.
enum NumberFormat: Sendable {
    case number
    case moment
    /// `[h]:mm:ss`: hours may pass 24.
    case elapsed

    /// The formats that need no text in the file; 27–36 and 50–58 are the dates of East Asian versions.
    init(builtIn id: Int) {
        switch id {
        case 14...22, 27...36, 45, 47, 50...58: self = .moment
        case 46: self = .elapsed
        default: self = .number
        }
    }

    /// Reads the first section of a format such as `[$-804]yyyy"年"m"月";@`: quoted and escaped text, fillers, colours, conditions and
    /// languages in brackets show nothing of the number.
    init(code: String) {
        let bytes = Array(code.utf8)
        var index = 0
        self = .number
        scan: while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: ";"): break scan
            case UInt8(ascii: "\""): index = NumberFormat.end(of: UInt8(ascii: "\""), bytes, index)
            case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): index = NumberFormat.afterCharacter(bytes, index)
            case UInt8(ascii: "["):
                let end = NumberFormat.end(of: UInt8(ascii: "]"), bytes, index)
                if NumberFormat.isElapsed(bytes[index..<max(index, end - 1)]) {
                    self = .elapsed
                    break scan
                }
                index = end
            case UInt8(ascii: "G"), UInt8(ascii: "g"):
                if NumberFormat.lowercased(bytes[(index - 1)...].prefix(7)) == "general" {
                    index += 6
                } else if index == bytes.count || bytes[index] != UInt8(ascii: "/") {
                    // Not `G/通用格式`, the Chinese name of `General`: an era.
                    self = .moment
                }
            case UInt8(ascii: "E"), UInt8(ascii: "e"):
                let next = index < bytes.count ? bytes[index] : 0
                if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 } else { self = .moment }
            default:
                if "ymdhsb".utf8.contains(byte | 0x20) || NumberFormat.lowercased(bytes[(index - 1)...].prefix(3)) == "aaa" { self = .moment }
            }
        }
    }

    private static func end(of closing: UInt8, _ bytes: [UInt8], _ start: Int) -> Int {
        (bytes[start...].firstIndex(of: closing) ?? bytes.count - 1) + 1
    }

    /// The index after the character (one to four bytes) at `start`.
    private static func afterCharacter(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        return min(index, bytes.count)
    }

    private static func isElapsed(_ content: ArraySlice<UInt8>) -> Bool {
        guard let first = content.first, "hms".utf8.contains(first | 0x20) else { return false }
        return content.allSatisfy { $0 | 0x20 == first | 0x20 }
    }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.map { $0 | 0x20 }, as: UTF8.self) }
}
