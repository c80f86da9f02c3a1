import DatabaseDumps
import Diagnostics
import ExpWriter
import Foundation
import Testing

/// Damaged dumps: an error with file and place, or a result that the file's size allows; never a crash, a hang or unbounded memory.
///
/// 2,000 cases; GAZETTE_FUZZ=100000 in the environment sets another number.
@Suite struct DumpFuzzTests {
    static let cases = ProcessInfo.processInfo.environment["GAZETTE_FUZZ"].flatMap { Int($0) } ?? 2_000

    private struct Seed {
        var bytes: [UInt8]
        var words: [Int]
        var charsets: [Int]
        var rows: [Int]
    }

    private static let seeds: [Seed] = (0..<40).map { number in
        let writer = RandomDump(seed: UInt64(number) + 500_000, tables: 3, mostRows: 8).writer
        return Seed(bytes: writer.bytes, words: writer.wordOffsets, charsets: writer.charsetOffsets, rows: writer.rowOffsets)
    }

    /// One to four mutations that know the structure.
    private func mutated(_ random: inout SeededGenerator) -> [UInt8] {
        let seed = Self.seeds.randomElement(using: &random)!
        var bytes = seed.bytes
        func setWord(_ place: Int, _ value: Int) {
            guard place + 1 < bytes.count else { return }
            bytes[place] = UInt8(value & 0xFF)
            bytes[place + 1] = UInt8(value >> 8 & 0xFF)
        }
        for _ in 0..<Int.random(in: 1...4, using: &random) where bytes.count > 64 {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0: bytes[place] ^= UInt8(1) << UInt8.random(in: 0...7, using: &random)
            case 1, 2:
                if let word = seed.words.randomElement(using: &random) {
                    let old = word + 1 < bytes.count ? Int(bytes[word]) | Int(bytes[word + 1]) << 8 : 0
                    setWord(word, [0, 1, 2, old + 1, max(0, old - 1), 0x7FFF, 0xFFFD, 0xFFFE, 0xFFFF, Int.random(in: 0...0xFFFF, using: &random)].randomElement(using: &random)!)
                }
            case 3:
                if let word = seed.charsets.randomElement(using: &random) { setWord(word, [1, 31, 178, 850, 852, 854, 871, 873, 2000, 832, 0xFFFF].randomElement(using: &random)!) }
            case 4: bytes.removeLast(bytes.count - place)
            case 5:
                let slice = bytes[place..<min(bytes.count, place + Int.random(in: 1...400, using: &random))]
                bytes.insert(contentsOf: slice, at: place)
            case 6: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
            case 7:
                if let row = seed.rows.randomElement(using: &random), row < bytes.count {
                    for offset in row..<min(bytes.count, row + Int.random(in: 1...60, using: &random)) { bytes[offset] = UInt8.random(in: 0...255, using: &random) }
                }
            default:
                let other = Self.seeds.randomElement(using: &random)!.bytes
                bytes.replaceSubrange(place..., with: other[min(place, other.count - 1)...])
            }
        }
        return bytes
    }

    private func isUseful(_ error: any Error) -> Bool {
        guard let diagnostic = (error as? DiagnosticsError)?.diagnostics.first else { return false }
        return diagnostic.id.hasPrefix("DMP") && diagnostic.place?.file == "fuzz" && diagnostic.hint != nil
    }

    @Test func damagedExportFiles() {
        var random = SeededGenerator(0xD0)
        var errors = 0, slowest = Duration.zero, rows = 0
        for number in 0..<Self.cases {
            let bytes = mutated(&random)
            var delivered = 0, text = 0
            let clock = ContinuousClock(), begin = clock.now
            do {
                let summary = try OracleExportReader(bytes: bytes, name: "fuzz").read(choose: { _ in .read }, row: { row in
                    delivered += 1
                    for field in row.fields { text += field.count }
                })
                #expect(summary.tables.reduce(0) { $0 + $1.rows } == delivered, "case \(number)")
            } catch {
                errors += 1
                #expect(isUseful(error), "case \(number): \(error)")
            }
            slowest = max(slowest, clock.now - begin)
            rows += delivered
            // A row has at least a length and an end mark; a NUMBER of two bytes is a text of at most 131.
            #expect(delivered * 4 <= bytes.count && text <= bytes.count * 70, "case \(number)")
        }
        #expect(slowest < .seconds(5))
        print("exp files: \(Self.cases) cases, \(errors) errors, \(rows) rows, slowest \(slowest)")
    }

    @Test func damagedTextDumps() {
        var random = SeededGenerator(0xD1)
        let copy = Array("SET client_encoding = 'UTF8';\nCOPY public.t (a, \"b\"\"c\") FROM stdin;\n1\t\\N\n\\x41\\n\t中\n\\.\n-- PostgreSQL database dump complete\n".utf8)
        let csv = Array("a,\"b\"\"c\"\r\n1,\"x,\ny\"\r\n,\"\"\r\n中,z\n".utf8)
        let pieces: [[UInt8]] = ["\"", "\"\"", ",", "\n", "\r", "\t", "\\", "\\.", "\\N", "COPY ", " FROM stdin;", "(", ")", "\u{0}"].map { Array($0.utf8) } + [[0xFF], [0xD6], [0xED, 0xA1]]
        for number in 0..<Self.cases {
            let isCopy = Bool.random(using: &random)
            var bytes = isCopy ? copy : csv
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(contentsOf: pieces.randomElement(using: &random)!, at: place)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...9, using: &random)))
                case 2: bytes.insert(contentsOf: bytes[..<place], at: place)
                default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
                }
            }
            var text = 0
            let count: (DumpRow) -> Void = { row in for field in row.fields { text += field.count } }
            do {
                if isCopy {
                    _ = try CopyTextReader(bytes: bytes, name: "fuzz").read(choose: { _ in .read }, row: count)
                } else {
                    var options = CSVReader.Options()
                    options.charset = [.al32utf8, .zhs16gbk, .us7ascii].randomElement(using: &random)!
                    options.hasHeader = Bool.random(using: &random)
                    _ = try CSVReader(bytes: bytes, name: "fuzz", options: options).read(table: "T", choose: { _ in .read }, row: count)
                }
            } catch { #expect(isUseful(error), "case \(number): \(error)") }
            #expect(text <= bytes.count * 3, "case \(number)")
        }
    }

    /// Any bytes as a head give a format and no crash.
    @Test func anyHeadIsJudged() {
        var random = SeededGenerator(0xD2)
        let marks = ["PGDMP", "TAPE", "MSSQLBAK", "SQLite format 3\0", "Salted__", "--", ""].map { Array($0.utf8) } + [[3, 3, 0x54] + Array("EXPORT:V1".utf8), [6, 1]]
        for _ in 0..<Self.cases {
            let head = marks.randomElement(using: &random)! + (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            if DumpFormat.recognise(head) == .oracleExport { #expect(throws: DiagnosticsError.self) { try OracleExportReader(bytes: head, name: "fuzz") } }
        }
    }
}
