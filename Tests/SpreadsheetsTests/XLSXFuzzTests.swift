import ExpWriter
import Foundation
import Testing

import Spreadsheets

/// The same for XLSX: its XML parts behind right checksums, and the ZIP container itself.
@Suite struct XLSXFuzzTests {
    private struct Seed {
        let file: [UInt8]
        let container: Container
    }

    private static let seeds: [Seed] = {
        let own = (try? SheetOracle.seeds.get()).map { [$0 + "openpyxl.xlsx", $0 + "openpyxl-small.xlsx"] } ?? []
        return (own + [SheetOracle.fixtures + "libreoffice1904.xlsx"]).compactMap { try? Data(contentsOf: URL(filePath: $0)) }.map {
            Seed(file: Array($0), container: Container(unpacking: Array($0)))
        }
    }()

    private static let pieces: [[UInt8]] = [
        "<c r=\"A1\">", "</c>", "<v>", "</v>", "<v>1e999</v>", "<f>", "<is><t>", "<row r=\"1048576\">", "<row>", "<mergeCell ref=\"A1:XFD1048576\"/>", "\"", "<", ">", "&", "&lt;", "&#0;",
        "&#x1F600;", "_xD800_", "_x000D_", "<sheetData>", "<si>", "<rPh>", "t=\"s\"", "t=\"d\"", "99999999999999999999", "-1", "1.5E+300", "0.1", "<!DOCTYPE a>", "<![CDATA[", "]]>", "<a:b xmlns:a=\"c\"/>",
        "hidden=\"1\"", "min=\"1\" max=\"16384\"", "../../", "date1904=\"1\"",
    ].map { Array($0.utf8) } + [[0], [0xFF, 0xFE], [0xC3, 0x28]]

    /// One to four mutations of an XML part: pieces put in, attribute values and tags changed, ranges cut, repeated or moved.
    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random)!, at: place)
            case 1:
                // Between two quotes behind the place: an attribute's value.
                guard let first = bytes[place...].firstIndex(of: 34), let last = bytes[(first + 1)...].firstIndex(of: 34) else { break }
                let values = ["", "0", "-1", "99999999999", "A0", "XFE1", "XFD1048577", "n", "s", "str", "b", "e", "d", "inlineStr", "rId1", "rId99", "2147483648", "hidden"]
                bytes.replaceSubrange(first + 1..<last, with: Array(values.randomElement(using: &random)!.utf8))
            case 2:
                // The text of an element.
                guard let first = bytes[place...].firstIndex(of: 62), let last = bytes[first...].firstIndex(of: 60) else { break }
                let values = ["", "1e308", "-0", "NaN", "1e-400", "00000000000000000000000000000001", "12345678901234567890123456789012345678901234567890", "2026-02-30", "true", "-5", "999999", "4"]
                bytes.replaceSubrange(first + 1..<last, with: Array(values.randomElement(using: &random)!.utf8))
            case 3:
                // A whole tag goes.
                guard let first = bytes[place...].firstIndex(of: 60), let last = bytes[first...].firstIndex(of: 62) else { break }
                bytes.removeSubrange(first...last)
            case 4:
                guard let first = bytes[place...].firstIndex(of: 60), let last = bytes[min(bytes.count - 1, first + Int.random(in: 1...300, using: &random))...].firstIndex(of: 62) else { break }
                bytes.insert(contentsOf: bytes[first...last], at: first)
            case 5: bytes[place] = UInt8.random(in: 0...255, using: &random)
            default: bytes.removeLast(min(bytes.count, Int.random(in: 1...50, using: &random)))
            }
        }
    }

    @Test func damagedParts() {
        #expect(Self.seeds.count == 3 && Self.seeds.allSatisfy { $0.container.parts.count > 6 })
        var random = SeededGenerator(0xF0), errors = 0, slowest = Duration.zero
        for number in 0..<Fuzz.cases {
            var container = Self.seeds.randomElement(using: &random)!.container
            let read = container.parts.indices.filter { container.parts[$0].name.hasPrefix("xl/") && !container.parts[$0].name.contains("theme") }
            for _ in 0..<Int.random(in: 1...2, using: &random) { damage(&container.parts[read.randomElement(using: &random)!].bytes, &random) }
            let bytes = container.bytes()
            if Fuzz.isError(bytes, number, slowest: &slowest, mostCells: bytes.count / 4) { errors += 1 }
        }
        #expect(slowest < .seconds(5) && errors > Fuzz.cases / 10 && errors < Fuzz.cases)
        print("XLSX parts: \(Fuzz.cases) cases, \(errors) errors, slowest \(slowest)")
    }

    /// Heads, directory entries and packed bytes of the ZIP container; parts missing, repeated, renamed.
    @Test func damagedContainers() {
        var random = SeededGenerator(0xF1), errors = 0, slowest = Duration.zero
        for number in 0..<Fuzz.cases {
            let seed = Self.seeds.randomElement(using: &random)!
            var bytes = seed.file
            if Int.random(in: 0..<4, using: &random) == 0 {
                var container = seed.container
                let index = Int.random(in: 0..<container.parts.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: container.parts.remove(at: index)
                case 1: container.parts.append(container.parts[index])
                default: container.parts[index].name = ["../x", "xl/workbook.bin", "EncryptedPackage", "xl\\styles.xml", "mimetype", ""].randomElement(using: &random)!
                }
                bytes = container.bytes(stored: Bool.random(using: &random), claim: { _ in Int.random(in: 0..<40, using: &random) == 0 ? Int.random(in: 0...0xFFFF_FFFF, using: &random) : nil })
            }
            let heads = bytes.indices.dropLast(4).filter { bytes[$0] == 0x50 && bytes[$0 + 1] == 0x4B && bytes[$0 + 2] < 8 }
            for _ in 0..<Int.random(in: 1...3, using: &random) where bytes.count > 100 {
                let head = heads.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0, 1:
                    let place = head + Int.random(in: 0..<46, using: &random)
                    for offset in 0..<[1, 2, 4].randomElement(using: &random)! where place + offset < bytes.count {
                        bytes[place + offset] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random)!
                    }
                case 2: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8(1) << UInt8.random(in: 0...7, using: &random)
                default: if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 1..<bytes.count / 2, using: &random)) } else { bytes += [UInt8](repeating: 0x41, count: 30) }
                }
            }
            if Fuzz.isError(bytes, number, slowest: &slowest, mostCells: 64 << 20) { errors += 1 }
        }
        #expect(slowest < .seconds(5) && errors > Fuzz.cases / 10 && errors < Fuzz.cases)
        print("XLSX containers: \(Fuzz.cases) cases, \(errors) errors, slowest \(slowest)")
    }
}
