import DatabaseDumps
import ExpWriter
import Testing

/// Encodings of values against vectors that were not made by this project's writer: what real servers stored for known values.
@Suite struct OracleCodecTests {
    /// The text that a reader makes of one stored value, or nil with a fault.
    private func read(_ type: Int, _ bytes: [UInt8]) throws -> (text: String?, faults: [DumpFault]) {
        let columns = [ExpColumn("A", type: type, length: type == 2 ? 22 : 11, charset: 873)]
        var writer = ExpWriter()
        writer.define("T", columns: columns)
        writer.beginRows("T", columns: columns)
        writer.row([bytes])
        writer.endRows()
        writer.end()
        let outcome = try Outcome(writer.bytes)
        return (outcome.rows["SYSTEM.T"]?[0][0], outcome.faults)
    }

    @Test(arguments: [
        ([0x80], "0"), ([0xC1, 0x02], "1"), ([0xC1, 0x64], "99"), ([0xC2, 0x02], "100"), ([0xC1, 0x02, 0x33], "1.5"), ([0xBF, 0x02], "0.0001"), ([0xC0, 0x38], "0.55"),
        ([0xD3, 0x0B], "10000000000000000000000000000000000000"), ([0x2C, 0x5B, 0x66], "-10000000000000000000000000000000000000"),
        ([0xCA, 0x0D, 0x23, 0x39, 0x4F, 0x5B, 0x0D, 0x23, 0x39, 0x4F, 0x5B], "12345678901234567890"), ([0x3E, 0x3B, 0x66], "-42"), ([0x3D, 0x3B, 0x66], "-4200"),
        ([0xBF, 0x02, 0x15], "0.00012"), ([0xC1, 0x02, 0x18, 0x2E, 0x44, 0x5A, 0x02, 0x18, 0x29], "1.2345678901234"),
        ([0xC5, 0x0A, 0x58, 0x42, 0x2C, 0x16, 0x33], "987654321.5"), ([0x3E, 0x3B, 0x4C, 0x66], "-42.25"), ([0xC1, 0x04, 0x39, 0x4F, 0x5B], "3.56789"),
        ([0x3E, 0x64, 0x4E, 0x66], "-1.23"), ([0xC6, 0x0D, 0x20, 0x18, 0x0D, 0x23, 0x39], "123123123456"),
        ([0xAF, 0x02, 0x18, 0x2E], "0.0000000000000000000000000000000000012345"), ([0xFF, 0x65], "~"), ([0x00], "-~"),
    ] as [([UInt8], String)]) func numbersOfRealServers(_ bytes: [UInt8], _ text: String) throws {
        #expect(try read(2, bytes).text == text)
        if !text.contains("~") { #expect(ExpValue.number(text) == bytes) }
    }

    @Test func numbersAtTheEdges() throws {
        let nines = String(repeating: "9", count: 38), zeros = String(repeating: "0", count: 129)
        for text in [
            "1" + String(repeating: "0", count: 125), "-1" + String(repeating: "0", count: 125), nines + String(repeating: "0", count: 88), "-" + nines, nines, "0." + nines, "-0." + nines,
            "0." + zeros + "1", "-0." + zeros + "1", "0.00001", "9." + nines.dropFirst(), "99999999999999999999.999999999999999999",
        ] {
            #expect(try read(2, ExpValue.number(text)).text == text)
        }
    }

    @Test(arguments: [[], [0xC1], [0xC1, 0x00], [0xC1, 0x65], [0xC1, 0x01, 0x02], [0x3E, 0x66], [0x3E, 0x01, 0xFF], [0xC1] + [UInt8](repeating: 2, count: 21)] as [[UInt8]])
    func whatIsNoNumberIsAFault(_ bytes: [UInt8]) throws {
        let result = try read(2, bytes)
        #expect(result.faults == [DumpFault(field: 0, kind: .number)])
        #expect(result.text?.hasPrefix("0x") == true)
    }

    @Test(arguments: [
        ([120, 124, 1, 2, 1, 1, 1], "2024-01-02"), ([0x78, 0x7B, 11, 9, 18, 41, 29], "2023-11-09 17:40:28"), ([53, 88, 1, 1, 1, 1, 1], "-4712-01-01"),
        ([199, 199, 12, 31, 24, 60, 60], "9999-12-31 23:59:59"), ([119, 153, 1, 1, 1, 1, 1], "1953-01-01"), ([120, 100, 2, 29, 1, 1, 1], "2000-02-29"),
        ([115, 100, 2, 29, 1, 1, 1], "1500-02-29"), ([100, 101, 1, 1, 1, 1, 1], "0001-01-01"),
    ] as [([UInt8], String)]) func dates(_ bytes: [UInt8], _ text: String) throws {
        #expect(try read(12, bytes).text == text)
    }

    @Test func timestampsKeepTheirFraction() throws {
        #expect(try read(180, [120, 122, 6, 2, 9, 46, 41, 20, 173, 93, 144]).text == "2022-06-02 08:45:40.346906")
        #expect(try read(180, [120, 122, 6, 2, 1, 1, 1, 0, 0, 0, 1]).text == "2022-06-02 00:00:00.000000001")
        #expect(try read(180, [120, 122, 6, 2, 1, 1, 1]).text == "2022-06-02")
        #expect(try read(180, [120, 122, 6, 2, 1, 1, 1, 0x3B, 0x9A, 0xCA, 0x00]).faults.count == 1)
    }

    @Test(arguments: [[120, 124, 2, 30, 1, 1, 1], [120, 124, 13, 1, 1, 1, 1], [120, 124, 1, 1, 26, 1, 1], [100, 100, 1, 1, 1, 1, 1], [120, 123, 2, 29, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0], [120, 124, 1, 1, 1, 0, 1]] as [[UInt8]])
    func whatIsNoDayIsAFault(_ bytes: [UInt8]) throws {
        #expect(try read(12, bytes).faults == [DumpFault(field: 0, kind: .date)])
    }

    /// All assigned codes of two bytes and a choice of four bytes, against the C library's converter in the other direction.
    @Test func chineseCharactersAgreeWithTheConverter() throws {
        var texts: [String] = [], columns: [ExpColumn] = []
        for start in stride(from: 0xA0, to: 0xFFFF, by: 251) where start < 0xD800 || start > 0xF900 {
            let scalars = (start..<min(start + 251, 0xFFFE)).compactMap(Unicode.Scalar.init).filter { ExpText.encode(String($0), charset: 854) != nil }
            if scalars.isEmpty { continue }
            texts.append(String(String.UnicodeScalarView(scalars)))
            columns.append(ExpColumn("C\(start)", type: 1, length: 4000, charset: 854))
        }
        var writer = ExpWriter()
        writer.define("T", columns: columns)
        writer.beginRows("T", columns: columns)
        writer.row(texts.map { ExpText.encode($0, charset: 854) })
        writer.endRows()
        writer.end()
        let outcome = try Outcome(writer.bytes)
        #expect(outcome.faults.isEmpty)
        #expect(outcome.rows["SYSTEM.T"]?[0] == texts)
        #expect(texts.reduce(0) { $0 + $1.unicodeScalars.count } > 50_000)
    }
}
