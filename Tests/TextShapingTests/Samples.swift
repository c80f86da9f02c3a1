import Glibc

/// The Fonts folder of the repository.
let fontFolder = String(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")) + "/Fonts"

/// Every character of GBK, from the C library's own table.
func gbkCharacters() -> [Character] {
    let converter = iconv_open("UTF-8", "GBK")
    defer { iconv_close(converter) }
    var result: [Character] = []
    for lead in 0x81...0xfe {
        for trail in 0x40...0xfe {
            var input = [CChar(bitPattern: UInt8(lead)), CChar(bitPattern: UInt8(trail))], output = [CChar](repeating: 0, count: 8)
            var inputLeft = 2, outputLeft = 8
            let status = input.withUnsafeMutableBufferPointer { source in
                output.withUnsafeMutableBufferPointer { target in
                    var from = source.baseAddress, to = target.baseAddress
                    return iconv(converter, &from, &inputLeft, &to, &outputLeft)
                }
            }
            guard status == 0, inputLeft == 0 else { continue }
            let text = String(decoding: output.prefix(8 - outputLeft).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.count == 1 { result.append(Character(text)) }
        }
    }
    return result
}

/// Repeatable numbers for samples.
struct SampleNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
