import Diagnostics
import ExpWriter
import Foundation
import Testing

import Spreadsheets

/// Damaged workbooks: an error with file and place, or a result that the file's size allows; never a crash, a hang or unbounded memory.
///
/// 2,000 cases; GAZETTE_FUZZ=100000 in the environment sets another number.
enum Fuzz {
    static let cases = ProcessInfo.processInfo.environment["GAZETTE_FUZZ"].flatMap { Int($0) } ?? 2_000
    /// What a damaged small file may cost.
    static var limits: ReadLimits {
        var limits = ReadLimits()
        limits.unpackedBytes = 64 << 20
        return limits
    }

    /// Reads the bytes and judges the outcome: true for an error.
    static func isError(_ bytes: [UInt8], _ number: Int, slowest: inout Duration, mostCells: Int) -> Bool {
        let clock = ContinuousClock(), begin = clock.now
        defer { slowest = max(slowest, clock.now - begin) }
        do {
            let book = try WorkbookReader.read(bytes: bytes, name: "fuzz", limits: limits)
            var cells = 0, isOrdered = true
            for sheet in book.sheets {
                cells += sheet.cells.count
                var last = (-1, -1)
                for cell in sheet.cells {
                    isOrdered = isOrdered && (cell.row, cell.column) > last && cell.column < CellName.columns && cell.row < CellName.rows
                    last = (cell.row, cell.column)
                }
                // A value can be asked for all that it offers.
                for cell in sheet.cells.prefix(20) + sheet.cells.suffix(20) {
                    switch cell.value {
                    case .number(let value): _ = (value.description, value.roundedDecimal)
                    case .date(let date): _ = (date.description, date.day, date.millisecondsOfDay)
                    default: break
                    }
                }
            }
            #expect(isOrdered, "case \(number)")
            #expect(cells <= mostCells, "case \(number): \(cells) cells")
            return false
        } catch {
            let diagnostic = (error as? DiagnosticsError)?.diagnostics.first
            #expect(diagnostic.map { $0.id.hasPrefix("SHT") && $0.place?.file == "fuzz" && $0.hint != nil } == true, "case \(number): \(error)")
            return true
        }
    }
}

@Suite struct XLSFuzzTests {
    private static let seeds: [XLSBytes] = {
        let own = (try? SheetOracle.seeds.get()).map { [$0 + "xlwt.xls", $0 + "xlwt-small.xls"] } ?? []
        return (own + [SheetOracle.fixtures + "libreoffice1904.xls"]).compactMap { try? XLSBytes(Array(Data(contentsOf: URL(filePath: $0)))) }
    }()

    private static let kinds = [0x06, 0x0A, 0x22, 0x2F, 0x3C, 0x7D, 0x85, 0xBD, 0xD6, 0xE0, 0xE5, 0xFC, 0xFD, 0x203, 0x204, 0x205, 0x207, 0x208, 0x27E, 0x41E, 0x809]

    private func edge(_ random: inout SeededGenerator, _ old: Int) -> Int {
        [0, 1, 2, old + 1, max(0, old - 1), 8, 255, 256, 0x7FFF, 8224, 8228, 0xFFFE, 0xFFFF, Int.random(in: 0...0xFFFF, using: &random)].randomElement(using: &random)!
    }

    private func setWord(_ bytes: inout [UInt8], _ place: Int, _ value: Int) {
        guard place >= 0, place + 1 < bytes.count else { return }
        bytes[place] = UInt8(value & 0xFF)
        bytes[place + 1] = UInt8(value >> 8 & 0xFF)
    }

    private func word(_ bytes: [UInt8], _ place: Int) -> Int { place + 1 < bytes.count ? Int(bytes[place]) | Int(bytes[place + 1]) << 8 : 0 }

    /// One to four mutations of records; sheets' offsets stay right when lengths do.
    private func damagedStream(_ random: inout SeededGenerator, _ seed: XLSBytes) -> [UInt8] {
        var bytes = seed.stream
        for _ in 0..<Int.random(in: 1...4, using: &random) where bytes.count > 64 {
            // Half of the mutations hit the globals, where formats, texts and sheets are declared.
            let records = Bool.random(using: &random) ? seed.records : Array(seed.records.prefix(seed.records.count / 4 + 1))
            let head = records.randomElement(using: &random)!, count = word(bytes, head + 2)
            switch Int.random(in: 0..<9, using: &random) {
            case 0: setWord(&bytes, head, Self.kinds.randomElement(using: &random)!)
            case 1: setWord(&bytes, head + 2, edge(&random, count))
            case 2, 3, 4:
                let place = head + 4 + Int.random(in: 0..<max(1, min(count, 24)), using: &random)
                setWord(&bytes, place, edge(&random, word(bytes, place)))
            case 5: if head + 4 + count <= bytes.count { bytes.removeSubrange(head..<head + 4 + count) }
            case 6: if head + 4 + count <= bytes.count { bytes.insert(contentsOf: bytes[head..<head + 4 + count], at: head) }
            case 7: bytes.removeLast(Int.random(in: 1...bytes.count / 2, using: &random))
            default: if head < bytes.count { bytes[min(bytes.count - 1, head + Int.random(in: 0...40, using: &random))] = UInt8.random(in: 0...255, using: &random) }
            }
        }
        return bytes
    }

    /// What is damaged is read right before: the stream alone gives the same sheets as the file.
    @Test func theSeedsAreSound() throws {
        for seed in Self.seeds {
            let book = try WorkbookReader.read(bytes: seed.file, name: "seed"), bare = try WorkbookReader.read(bytes: seed.stream, name: "seed")
            #expect(book.sheets == bare.sheets && book.sheets.contains { $0.cells.count > 5 })
        }
    }

    @Test func damagedRecords() {
        #expect(Self.seeds.count == 3 && Self.seeds.allSatisfy { $0.records.count > 40 })
        var random = SeededGenerator(0xE0), errors = 0, slowest = Duration.zero
        for number in 0..<Fuzz.cases {
            let bytes = damagedStream(&random, Self.seeds.randomElement(using: &random)!)
            if Fuzz.isError(bytes, number, slowest: &slowest, mostCells: bytes.count / 6) { errors += 1 }
        }
        #expect(slowest < .seconds(5) && errors > Fuzz.cases / 10 && errors < Fuzz.cases)
        print("XLS records: \(Fuzz.cases) cases, \(errors) errors, slowest \(slowest)")
    }

    /// Header, allocation table and directory of the container.
    @Test func damagedContainers() {
        var random = SeededGenerator(0xE1), errors = 0, slowest = Duration.zero
        for number in 0..<Fuzz.cases {
            let seed = Self.seeds.randomElement(using: &random)!
            var bytes = seed.file
            func sector(_ at: Int) -> Int { 512 * (1 + word(bytes, at)) }
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let table = sector(76), folder = sector(48)
                let edges = [0, 1, 2, 0x10, 0x7F, 0xFFFF_FFFA, 0xFFFF_FFFC, 0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x7FFF_FFFF, Int.random(in: 0...300, using: &random)]
                let value = edges.randomElement(using: &random)!
                func set(_ place: Int) {
                    setWord(&bytes, place, value & 0xFFFF)
                    setWord(&bytes, place + 2, value >> 16)
                }
                switch Int.random(in: 0..<8, using: &random) {
                case 0: set(44 + 4 * Int.random(in: 0..<8, using: &random))
                case 1: set(76 + 4 * Int.random(in: 0..<6, using: &random))
                case 2, 3: set(table + 4 * Int.random(in: 0..<128, using: &random))
                case 4: set(folder + 128 * Int.random(in: 0..<4, using: &random) + [64, 68, 72, 76, 116, 120].randomElement(using: &random)!)
                case 5: if folder < bytes.count { bytes[min(bytes.count - 1, folder + Int.random(in: 0..<512, using: &random))] = UInt8.random(in: 0...255, using: &random) }
                case 6: bytes.removeLast(Int.random(in: 0..<bytes.count / 2, using: &random))
                default: bytes[Int.random(in: 24..<min(96, bytes.count), using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if bytes.count < 2048 { break }
            }
            if Fuzz.isError(bytes, number, slowest: &slowest, mostCells: seed.file.count / 6) { errors += 1 }
        }
        #expect(slowest < .seconds(5) && errors > Fuzz.cases / 10 && errors < Fuzz.cases)
        print("XLS containers: \(Fuzz.cases) cases, \(errors) errors, slowest \(slowest)")
    }
}
