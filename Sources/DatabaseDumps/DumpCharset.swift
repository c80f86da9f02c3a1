/// A character set of a dump, by Oracle's number.
public enum DumpCharset: Int, Sendable, CaseIterable {
    case us7ascii = 1
    case we8iso8859p1 = 31
    case we8mswin1252 = 178
    case zhs16cgb231280 = 850
    case zhs16gbk = 852
    case zhs32gb18030 = 854
    /// CESU-8: characters beyond U+FFFF as two surrogates of three bytes.
    case utf8 = 871
    case al32utf8 = 873
    /// UTF-16, high byte first.
    case al16utf16 = 2000

    /// Oracle's name.
    public var name: String {
        switch self {
        case .us7ascii: "US7ASCII"
        case .we8iso8859p1: "WE8ISO8859P1"
        case .we8mswin1252: "WE8MSWIN1252"
        case .zhs16cgb231280: "ZHS16CGB231280"
        case .zhs16gbk: "ZHS16GBK"
        case .zhs32gb18030: "ZHS32GB18030"
        case .utf8: "UTF8"
        case .al32utf8: "AL32UTF8"
        case .al16utf16: "AL16UTF16"
        }
    }

    /// GB2312, GBK and GB18030 are read alike: each is a part of the next.
    var isChinese: Bool { self == .zhs16cgb231280 || self == .zhs16gbk || self == .zhs32gb18030 }
}
