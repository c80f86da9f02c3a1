import Cubes
import Diagnostics
import ExpWriter
import Foundation
import Intake
import Testing
import Warehouse

/// Damaged interface files and dumps through a whole load: an error with file, place and next step, or a result that a naive reader
/// confirms; never a crash, a hang or unbounded memory. 2,000 cases of each; GAZETTE_FUZZ sets another number.
@Suite struct FeedFuzzTests {
    static let cases = ProcessInfo.processInfo.environment["GAZETTE_FUZZ"].flatMap { Int($0) } ?? 2_000

    static let columns = """
        columns:
          - {name: key, title: 编号, type: text, length: 8}
          - {name: class, title: 类别, type: code, codes: class}
          - {name: amount, title: 金额, type: number, integer_digits: 6, decimals: 2, rounding: half-away}
          - {name: name, title: 名称, type: text, length: 4, required: false}
        """
    static let filter = "filters:\n  - {id: minus, name: 负数, drop: [class in 20, amount < 0]}\n"

    /// A specification and how its files look.
    private struct Kind {
        var feed: Feed
        var isGB: Bool?
        var delimiter: Character
        var allowsTrailing = false
        var hasHeader = false
        var trailer: String?
    }

    private static func kinds() throws -> [Kind] {
        func feed(_ name: String, _ rest: String) throws -> Feed { try Feed("fuzz-\(name)", rest + "\n" + filter, columns: columns) }
        return [
            Kind(feed: try feed("utf8", "encoding: utf-8"), isGB: false, delimiter: "|"),
            Kind(feed: try feed("gb", "encoding: gb18030"), isGB: true, delimiter: "|"),
            Kind(feed: try feed("detect", "encoding: detect\ndelimiter: \"\\t\""), isGB: nil, delimiter: "\t"),
            Kind(feed: try feed("trailing", "encoding: gbk\ntrailing_delimiter: true"), isGB: true, delimiter: "|", allowsTrailing: true),
            Kind(feed: try feed("title", "encoding: utf-8\ndelimiter: \",\"\nheader: titles"), isGB: false, delimiter: ",", hasHeader: true),
            Kind(
                feed: try feed("control", "encoding: gb18030\ntrailer: {marker: T, fields: [\"-\", \"-\"], difference: warning}\nheader: {marker: H, fields: [period]}"), isGB: true,
                delimiter: "|", hasHeader: true, trailer: "T"),
        ]
    }

    private static func rows(_ kind: Kind, _ random: inout SplitMix) -> [UInt8] {
        func one<T>(_ list: [T]) -> T { list.randomElement(using: &random)! }
        let mark = String(kind.delimiter), count = Int.random(in: 1...14, using: &random)
        var lines: [String] = []
        if kind.hasHeader { lines.append(kind.trailer == nil ? "编号,类别,金额,名称" : "H|202610") }
        for number in 0..<count {
            let fields = [
                one(["k\(number)", "k\(number)", "k\(number)", "k\(number / 2)", "億\(number)"]), one(["1", "20", "男", "男", "9"]),
                one(["1", "-2.5", "0.005", "-0.005", "123456.789", "1234567", "00000000000000000000000", "7.", "1e5", "１", "0", "-0"]), one(["", "名", "億", "億名億名", "一二三四五", "a億"]),
            ]
            lines.append(fields.joined(separator: mark) + (kind.allowsTrailing && Bool.random(using: &random) ? mark : ""))
        }
        if kind.trailer != nil { lines.append("T|\(count)|0") }
        let text = lines.joined(separator: one(["\n", "\n", "\n", "\r\n"])) + one(["\n", "\n", ""])
        let isGB = kind.isGB ?? Bool.random(using: &random)
        return isGB ? Array(Feed.gb(text)) : Array(text.utf8)
    }

    /// Mutations that know what lines are made of.
    private static func mutate(_ bytes: inout [UInt8], _ kind: Kind, _ random: inout SplitMix) {
        let mark = Array(String(kind.delimiter).utf8)
        let pieces: [[UInt8]] = [
            mark, mark + mark, [10], [13], [13, 10], [0], [0xEF, 0xBB, 0xBF], [0x83, 0x7C], [0x83], [0x81, 0x30], [0x81, 0x30, 0x81, 0x30], [0x81, 0x30, 0x81], [0xFF], [0x80], [0xA1, 0x7F],
            [0xE5, 0x84], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98, 0x80], [0xC0, 0x80], Array("T|".utf8), Array("H|".utf8), Array("-".utf8), Array(".".utf8), Array("99999999999999999999".utf8), [0x1A],
            Array("\"".utf8), [0x20], Array("　".utf8), [0x7C, 0x7C],
        ]
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let at = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
            case 1: if at < bytes.count { bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...12, using: &random))) }
            case 2, 3, 4: bytes.insert(contentsOf: pieces.randomElement(using: &random)!, at: at)
            case 5: bytes.removeSubrange(at...)
            case 6: bytes.insert(contentsOf: bytes[at...].prefix(Int.random(in: 1...60, using: &random)), at: Int.random(in: 0...bytes.count, using: &random))
            case 7: bytes.insert(contentsOf: [UInt8](repeating: pieces.randomElement(using: &random)!.first!, count: Int.random(in: 1...3000, using: &random)), at: at)
            default:
                // Two lines change places.
                var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
                let a = lines.indices.randomElement(using: &random)!, b = lines.indices.randomElement(using: &random)!
                lines.swapAt(a, b)
                bytes = Array(lines.joined(separator: [10]))
            }
        }
    }

    static func isUseful(_ error: DiagnosticsError, file: String) -> Bool {
        error.diagnostics.allSatisfy { $0.place?.file.hasSuffix(file) == true && $0.hint != nil }
    }

    /// All entries of the reject files: line → bytes, and how many there are of each kind.
    private static func rejects(_ feed: Feed) throws -> (lines: [Int: Set<Data>], counts: [String: Int]) {
        var lines: [Int: Set<Data>] = [:], counts: [String: Int] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: feed.folder + "/rejects")) ?? [] {
            let kind = String(name.split(separator: ".")[1])
            let entries = try feed.rejects(kind)
            counts[kind] = entries.count
            for entry in entries { lines[entry.line, default: []].insert(entry.row) }
        }
        return (lines, counts)
    }

    @Test func damagedTextFiles() throws {
        var random = SplitMix(seed: 20261010), good = 0, errors: [String: Int] = [:], slowest = Duration.zero, rows = 0
        let kinds = try Self.kinds()
        for number in 0..<Self.cases {
            let kind = kinds[number % kinds.count], feed = kind.feed
            var bytes = Self.rows(kind, &random)
            Self.mutate(&bytes, kind, &random)
            let clock = ContinuousClock(), begin = clock.now
            func naive(_ isGB: Bool) -> NaiveFile {
                NaiveFile(bytes, isGB: isGB, delimiter: kind.delimiter, allowsTrailing: kind.allowsTrailing, hasHeader: kind.hasHeader, trailer: kind.trailer)
            }
            do {
                let record = try feed.load(["F_202610.TXT": Data(bytes)]).record
                let expected = naive(record.files[0].encoding == "gb18030"), rejects = try Self.rejects(feed)
                #expect(kind.isGB.map { ($0 ? "gb18030" : "utf-8") == record.files[0].encoding } ?? true)
                let detail = try feed.detail("SELECT line, amount FROM detail").map { NaiveFile.Row(line: Int($0[0]!)!, amount: Int($0[1]!)!) }
                let isRight = record.batch.rows == record.batch.accepted + record.batch.rejected && detail == expected.accepted && record.batch.accepted == expected.accepted.count
                    && record.batch.rejected == expected.rejected.count && record.amount == expected.accepted.reduce(0) { $0 + Int64($1.amount) }
                    && record.filters.reduce(0) { $0 + $1.count } == expected.filtered.count
                    && rejects.lines == expected.rejected.merging(expected.filtered) { a, _ in a }.mapValues { [$0] }
                    && rejects.counts == Dictionary(uniqueKeysWithValues: (record.errors + record.filters.map { .init(name: "filter-\($0.name)", count: $0.count) }).map { ($0.name, $0.count) })
                #expect(isRight, "case \(number): \(String(decoding: bytes, as: UTF8.self).debugDescription) gave \(detail), \(rejects); expected \(expected)")
                good += 1
                rows += record.batch.rows
            } catch let error as DiagnosticsError {
                errors[error.diagnostics[0].id, default: 0] += 1
                #expect(Self.isUseful(error, file: "F_202610.TXT"), "case \(number): \(error)")
                if ["INT011", "INT010"].contains(error.diagnostics[0].id), let isGB = kind.isGB { #expect(naive(isGB).accepted.isEmpty, "case \(number)") }
            }
            slowest = max(slowest, clock.now - begin)
        }
        #expect(good > Self.cases / 3 && errors.count > 2 && slowest < .seconds(20))
        print("text files: \(Self.cases) cases, \(good) loaded with \(rows) rows, errors \(errors.sorted { $0.key < $1.key }), slowest \(slowest)")
    }

    /// Fields and lines that grow, up to the limit: bounded memory and a diagnostic, no crash.
    @Test func hugeFieldsAndLines() throws {
        let feed = try Feed("fuzz-huge", Self.filter, columns: Self.columns)
        for size in [4_000, 70_000, 300_000, 2_000_000] {
            let huge = String(repeating: "9", count: size)
            let record = try feed.load("a|1|1|\nb|1|\(huge)|\n\(huge)|1|1|\nc|\(huge)|1|\nd|1|1|\(huge)\ne\(String(repeating: "|", count: size))\nf|1|2|x\n").record
            #expect(record.batch.accepted == 2 && record.batch.rejected == 5 && record.amount == 300)
            #expect(try feed.rejects("integer-digits").map(\.row.count) == [size + 5])
        }
        #expect(Feed.ids { _ = try feed.load("a|1|1|\n" + String(repeating: "x", count: 17 << 20)) } == ["INT008"])
    }

    // MARK: Dumps

    /// Mutations of length fields, marks, rows and bytes of an exp file, of COPY text, of CSV and of SQLite pages.
    @Test func damagedDumps() throws {
        var random = SplitMix(seed: 77), good = 0, errors: [String: Int] = [:], slowest = Duration.zero, rows = 0
        let feed = try Feed("fuzz-dumps", DumpFeedTests.rest, columns: DumpFeedTests.columns)
        let deliveries = (0..<12).map { Delivery(columns: DumpFeedTests.described, rows: DumpFeedTests.rows(12, seed: $0 + 100)) }
        let writers = deliveries.map { $0.oracle() }
        let pages = try deliveries.prefix(4).map { delivery in
            try delivery.sqlite(feed.folder + "/made.db")
            return Array(try Data(contentsOf: URL(filePath: feed.folder + "/made.db")))
        }
        let sources = ["F_202610.DMP": writers.map(\.bytes), "F_202610.sql": deliveries.map { Array($0.copy()) }, "F_202610.csv": deliveries.map { Array($0.csv()) }, "F_202610.db": pages]
        let names = sources.keys.sorted()
        for number in 0..<Self.cases {
            let name = names[number % names.count], choice = Int.random(in: 0..<sources[name]!.count, using: &random)
            var bytes = sources[name]![choice]
            for _ in 0..<Int.random(in: 0...3, using: &random) where bytes.count > 64 {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<7, using: &random) {
                case 0: bytes[place] ^= UInt8(1) << UInt8.random(in: 0...7, using: &random)
                case 1, 2:
                    guard name == "F_202610.DMP", let word = writers[choice].wordOffsets.randomElement(using: &random), word + 1 < bytes.count else { fallthrough }
                    let value = [0, 1, 2, 7, 22, 0x7FFF, 0xFFFE, 0xFFFF, Int.random(in: 0...0xFFFF, using: &random)].randomElement(using: &random)!
                    (bytes[word], bytes[word + 1]) = (UInt8(value & 0xFF), UInt8(value >> 8))
                case 3: bytes.removeLast(bytes.count - place)
                case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + Int.random(in: 1...200, using: &random))], at: place)
                case 5: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
                default: bytes.insert([0, 9, 10, 13, 0x22, 0x2C, 0x5C, 0x7C, 0xFF].randomElement(using: &random)!, at: place)
                }
            }
            let clock = ContinuousClock(), begin = clock.now
            do {
                let record = try feed.load([name: Data(bytes)]).record, rejects = try Self.rejects(feed)
                let sum = try feed.detail("SELECT coalesce(sum(amount), 0), count(*), count(DISTINCT key) FROM detail")[0]
                let counts = (record.errors + record.suspects.map { .init(name: "suspect-\($0.name)", count: $0.count) } + record.warnings.map { .init(name: "warning-\($0.name)", count: $0.count) }
                    + record.filters.map { .init(name: "filter-\($0.name)", count: $0.count) }).map { ($0.name, $0.count) }
                let isRight = record.batch.rows == record.batch.accepted + record.batch.rejected && record.files[0].rows == record.batch.rows
                    && sum == ["\(record.amount)", "\(record.batch.accepted)", "\(record.batch.accepted)"] && rejects.counts == Dictionary(uniqueKeysWithValues: counts)
                    && record.batch.rows * 8 <= bytes.count
                #expect(isRight, "case \(number) \(name): \(record), \(sum), \(rejects.counts)")
                good += 1
                rows += record.batch.rows
            } catch let error as DiagnosticsError {
                errors[error.diagnostics[0].id, default: 0] += 1
                #expect(Self.isUseful(error, file: name), "case \(number): \(error)")
            }
            slowest = max(slowest, clock.now - begin)
        }
        #expect(good > Self.cases / 5 && errors.count > 4 && slowest < .seconds(20))
        print("dumps as feeds: \(Self.cases) cases, \(good) loaded with \(rows) rows, errors \(errors.sorted { $0.key < $1.key }), slowest \(slowest)")
    }
}
