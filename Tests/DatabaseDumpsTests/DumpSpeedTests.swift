import DatabaseDumps
import ExpWriter
import Foundation
import Testing

/// Reading speed and memory on a large written file: GAZETTE_DUMP_ROWS=1000000 swift test -c release --filter DumpSpeedTests
@Suite struct DumpSpeedTests {
    static let rows = ProcessInfo.processInfo.environment["GAZETTE_DUMP_ROWS"].flatMap { Int($0) } ?? 0

    @Test(.enabled(if: rows > 0)) func contributionDetail() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "speed-\(UUID().uuidString).dmp").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write(path)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as! Int
        for round in 1...3 {
            var sum = 0
            let begin = usage()
            let summary = try OracleExportReader(path: path).read(choose: { _ in .read }, row: { row in for field in row.fields { sum &+= field.count } })
            let used = usage().seconds - begin.seconds
            #expect(summary.tables[0].rows == Self.rows)
            print("round \(round): \(size >> 20) MB, \(Self.rows) rows, CPU \(used) s, \(Int(Double(size) / 1e6 / used)) MB/s, \(Int(Double(Self.rows) / used)) rows per CPU-second, text \(sum >> 20) MB, peak RSS \(usage().megabytes) MB")
        }
    }

    /// 13 columns like a month of contribution detail, names in GBK (合成数据).
    private func write(_ path: String) throws {
        FileManager.default.createFile(atPath: path, contents: nil)
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        var writer = ExpWriter()
        writer.drain = { handle.write(Data($0)) }
        let columns = ["ID", "PERSON", "NAME", "UNIT_CODE", "UNIT_NAME", "DISTRICT", "STATUS", "BASE", "UNIT_PAID", "PERSON_PAID", "MONTHS", "PAID_ON", "NOTE"].enumerated().map { index, name in
            [0, 7, 8, 9, 10].contains(index) ? ExpColumn(name, type: 2, length: 22) : index == 11 ? ExpColumn(name, type: 12, length: 7) : ExpColumn(name, type: 1, length: 60, charset: 852)
        }
        let names = ["张伟", "王秀英", "李億娜", "欧阳建国", "赵敏"].map { ExpText.encode($0, charset: 852)! }
        let units = (1...50).map { ExpText.encode("合成单位\(100_000 + $0)有限责任公司", charset: 852)! }
        writer.define("AC_DETAIL", columns: columns)
        writer.beginRows("AC_DETAIL", columns: columns)
        let paid = ExpValue.date(2026, 10, 15), district = Array("110105".utf8), status = Array("1".utf8)
        for row in 0..<Self.rows {
            let base = 5_000 + row % 25_000
            writer.row([
                ExpValue.number(String(row + 1)), Array("11010519900101\(1_000 + row % 9_000)".utf8), names[row % 5], Array("U\(100_000 + row % 50_000)".utf8), units[row % 50],
                district, status, ExpValue.number("\(base).25"), ExpValue.number("\(base / 6).04"), ExpValue.number("\(base / 12).02"), ExpValue.number("\(row % 400 + 1)"), paid,
                row % 3 == 0 ? Array("plain note".utf8) : nil,
            ])
        }
        writer.endRows()
        writer.end()
        handle.write(Data(writer.bytes))
        try handle.close()
    }

    private func usage() -> (seconds: Double, megabytes: Int) {
        var value = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &value)
        return (Double(value.ru_utime.tv_sec + value.ru_stime.tv_sec) + Double(value.ru_utime.tv_usec + value.ru_stime.tv_usec) / 1e6, Int(value.ru_maxrss) >> 10)
    }
}
