import Foundation
import Testing

/// Reports made from record tables: the render mixes of the benchmarks, small.
@Suite struct RecordsTests {
    private func city(_ name: String) throws -> String {
        let path = try Command.folder(name) + "/city"
        let made = try Command.gazette("init", path, "--definitions", Command.root + "ReportDefs", "--fonts", Command.root + "Fonts")
        try #require(made.status == 0, "\(made.errors)")
        return path
    }

    @Test func everyMixRendersWithItsFigures() throws {
        let city = try city("records-mixes"), data = city + "/data"
        let written = try Command.run("/usr/bin/python3", [Command.root + "Benchmarks/render/data.py", data])
        try #require(written.status == 0, "\(written.errors)")
        let expected = ["r17": (17, 34, 68), "c200": (200, 200, 200)]
        for (mix, counts) in expected.sorted(by: { $0.key < $1.key }) {
            let formats = mix == "r17" ? ["pdf", "xlsx", "chart-png"] : ["chart-png"]
            let run = try Command.run(
                Command.binary,
                ["records", Command.root + "Benchmarks/render/" + mix, "\(data)/\(mix)", "\(city)/out-\(mix)", "2026-04", "--workspace", city]
                    + formats.flatMap { ["--format", $0] })
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.text.contains("\(counts.0) reports, \(counts.1) pages, \(counts.2) files"), "\(run.text)")
        }
        let text = try Command.run("/usr/bin/pdftotext", ["-layout", "\(city)/out-r17/BM-R17/BM-R17_D01_2026-04.pdf", "-"])
        let first = try String(contentsOfFile: "\(data)/r17/D01/rows.tsv", encoding: .utf8).split(separator: "\n")[1].split(separator: "\t")
        for value in first.dropFirst(2) {
            let parts = value.drop { $0 == "-" }.split(separator: ".")
            #expect(text.text.contains(grouped(String(parts[0])) + (parts.count > 1 ? "." + parts[1] : "")), "\(value)")
        }
    }

    @Test func aBadRecordIsNamedByFileAndLine() throws {
        let city = try city("records-bad"), folder = city + "/data/D01"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "label\tkind\tv1\n甲\td\t1.5\n乙\td\t1,5\n".write(toFile: folder + "/rows.tsv", atomically: true, encoding: .utf8)
        let run = try Command.gazette("records", Command.root + "Benchmarks/render/r17", city + "/data", city + "/out", "2026-04", "--workspace", city)
        #expect(run.status == 1 && run.errors.contains("rows.tsv:3") && run.errors.contains("WSP013"), "\(run.errors)")
    }

    /// Cases are read by the workers that print them: what is wrong in one of them is said once, and the others are finished.
    @Test(arguments: ["1", "2", "3"]) func aBadCaseStopsNoOther(_ workers: String) throws {
        let city = try city("records-one-bad-\(workers)"), definitions = city + "/short", out = city + "/out/SB-L02"
        try FileManager.default.createDirectory(atPath: definitions + "/reports", withIntermediateDirectories: true)
        for form in ["L02", "L03"] {
            try "report: SB-\(form)\ntitle: 短表\nsubsystem: 样例\ntable: {stub: {title: 项}, columns: [{code: 1, title: 数, unit: 人, value: 字段(v1)}], rows: [{records: rows}]}\n"
                .write(toFile: "\(definitions)/reports/\(form).yaml", atomically: true, encoding: .utf8)
        }
        for (name, value) in ["D1": "1", "D2": "x", "D3": "3", "D4": "4"] {
            try FileManager.default.createDirectory(atPath: "\(city)/data/\(name)", withIntermediateDirectories: true)
            try "label\tkind\tv1\n甲\td\t\(value)\n".write(toFile: "\(city)/data/\(name)/rows.tsv", atomically: true, encoding: .utf8)
        }
        let run = try Command.gazette("records", definitions, city + "/data", city + "/out", "2026-04", "--workspace", city, "--workers", workers)
        #expect(run.status == 1 && run.errors.components(separatedBy: "WSP013").count == 2 && run.errors.contains("D2/rows.tsv:2"), "\(run.errors)")
        for name in ["D1", "D3", "D4"] {
            let text = try Command.run("/usr/bin/pdftotext", ["\(out)/SB-L02_\(name)_2026-04.pdf", "-"])
            #expect(text.text.contains("短表"), "\(name)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: out).allSatisfy { !$0.contains("D2") })
    }

    /// What a worker made before changes no report: the same bytes and the same order of files, with small counts too.
    @Test func reportsAreTheSameHoweverManyWorkersThereAre() throws {
        let city = try city("records-workers"), definitions = city + "/small", out = city + "/out"
        try FileManager.default.createDirectory(atPath: definitions + "/reports", withIntermediateDirectories: true)
        for form in ["L04", "L05"] {
            let text = """
                report: SB-\(form)
                title: 小数
                subsystem: 样例
                table:
                  stub: {title: 项}
                  suppress: {below: 5, columns: [all]}
                  columns: [{code: 1, name: all, title: 数, unit: 人, value: 字段(v1)}]
                  rows: [{records: rows}]
                relations: [{check: 1栏 ≥ 0}]

                """
            try text.write(toFile: "\(definitions)/reports/\(form).yaml", atomically: true, encoding: .utf8)
        }
        for name in ["D1", "D2", "D3"] {
            try FileManager.default.createDirectory(atPath: "\(city)/data/\(name)", withIntermediateDirectories: true)
            try "label\tkind\tv1\n甲\td\t3\n乙\td\t40\n丙\td\t2\n".write(toFile: "\(city)/data/\(name)/rows.tsv", atomically: true, encoding: .utf8)
        }
        let runs = try ["1", "2", "5"].map { workers in
            let run = try Command.gazette("records", definitions, city + "/data", out, "2026-04", "--workspace", city, "--json", "--workers", workers,
                "--format", "pdf", "--format", "xlsx", "--format", "figures", "--format", "provenance")
            try #require(run.status == 0, "\(run.errors)\(run.text)")
            return (text: run.text, files: try Command.files(below: out))
        }
        for run in runs.dropFirst() { #expect(run.text == runs[0].text && run.files == runs[0].files) }
        #expect(runs[0].files.count == 24)
    }

    /// Structure tags end at 20,000 rows, and an info says so.
    @Test(arguments: [20_000, 20_001]) func aLongTableHasNoTagsAndSaysSo(_ count: Int) throws {
        let city = try city("records-long-\(count)"), definitions = city + "/long", folder = city + "/data/D01"
        for path in [definitions + "/reports", folder] { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        let form = """
            report: SB-L01
            title: 长表
            subsystem: 样例
            table: {stub: {title: 项}, columns: [{code: 1, title: 数, unit: 人, value: 字段(v1)}], rows: [{records: rows}]}

            """
        try form.write(toFile: definitions + "/reports/L01.yaml", atomically: true, encoding: .utf8)
        let rows = (1...count).map { "甲\td\t\($0)\n" }.joined()
        try "label\tkind\tv1\n\(rows)".write(toFile: folder + "/rows.tsv", atomically: true, encoding: .utf8)
        let run = try Command.gazette("records", definitions, city + "/data", city + "/out", "2026-04", "--workspace", city)
        #expect(run.status == 0 && run.errors.contains("[WSP023]") == (count > 20_000), "\(run.errors)")
        let pdf = try Data(contentsOf: URL(filePath: city + "/out/SB-L01/SB-L01_D01_2026-04.pdf"))
        #expect((pdf.range(of: Data("/Marked true".utf8)) != nil) == (count <= 20_000))
    }

    private func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }
}
