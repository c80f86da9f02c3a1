import Cubes
import DefinitionLoading
import Diagnostics
import Foundation
import GRDBSQLite
import Intake
import Quantities
import ReportModel
import Testing
import Warehouse

/// A specification as text, a folder of its own, and loads of files into it.
final class Feed {
    let folder: String
    let catalogue: Catalogue
    let warehouse: Warehouse

    static let codes = "code,name,short,parent,effective_from,effective_to,remark\n1,甲,,,,,\n2,乙,,,,,\n20,丙,,2,,,\n21,丁,,2,,2025-12-31,\n男,男,,,,,\n"
    static let calibers = """
        calibers:
          - id: lower
            name: 下限
            unit: 元/月
            values:
              - {from: 2025-01-01, value: 100, evidence: synthetic, basis: 合成}
              - {from: 2026-07-01, value: 200, evidence: synthetic, basis: 合成}
        """
    static let measures = "measures:\n  - {code: rows, name: 行数, unit: 人, interfaces: [f], count: rows}\n  - {code: amount, name: 金额, unit: 元, interfaces: [f], sum: amount}\n"

    /// Columns of most tests: key, code, amount.
    static let columns = """
        columns:
          - {name: key, title: 编号, type: text, length: 8}
          - {name: class, title: 类别, type: code, codes: class}
          - {name: amount, title: 金额, type: number, integer_digits: 6, decimals: 2, rounding: half-away}
        """

    init(_ name: String, _ rest: String = "", columns: String = Feed.columns, file: String = "F_{period}.TXT", measures: String = Feed.measures, codes: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gazette-intake-\(ProcessInfo.processInfo.processIdentifier)-\(name)").path()
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let interface = """
            interface: f
            feed: F
            name: 试
            version: 1
            effective: 2024-01-01
            owner: 试验处
            file: "\(file)"
            key: [key]
            dimensions: [class]
            \(columns)
            \(rest)

            """
        let files = [("interfaces/f.yaml", interface), ("codes/class.csv", Self.codes), ("calibers/c.yaml", Self.calibers), ("measures/m.yaml", measures)] + codes.sorted { $0.key < $1.key }.map { ("codes/\($0.key).csv", $0.value) }
        let (catalogue, bag) = CatalogueLoader.load(files: files.map { DefinitionFile(path: $0.0, bytes: Array($0.1.utf8), digest: "") })
        try #require(!bag.hasErrors, "\(bag.sorted)")
        self.catalogue = catalogue
        warehouse = try Warehouse(folder: folder + "/warehouse")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func load(_ files: [String: Data], period: String = "2026-10", decisions: [SuspectDecision] = []) throws -> FeedLoader.Result {
        let period = ReportingPeriod(period)!, specification = catalogue.interface("f", for: period)!
        for (name, data) in files { try data.write(to: URL(filePath: "\(folder)/\(name)")) }
        let delivery = try FileArrival.locate(specification, period: period, folder: folder, present: Array(files.keys), likely: [:]).get()
        return try FeedLoader(
            specification: delivery.specification, catalogue: catalogue, period: period, paths: delivery.paths, rejectsFolder: folder + "/rejects",
            warehouse: warehouse, decisions: decisions
        ).load(recipe: "r")
    }

    func load(_ text: String, period: String = "2026-10", decisions: [SuspectDecision] = []) throws -> FeedLoader.Result {
        try load(["F_\(period.filter { $0 != "-" }).TXT": Data(text.utf8)], period: period, decisions: decisions)
    }

    /// Entries of a reject file: line, column, bytes.
    func rejects(_ kind: String, stem: String = "F_202610") throws -> [(line: Int, column: String, row: Data)] {
        guard let data = FileManager.default.contents(atPath: "\(folder)/rejects/\(stem).\(kind).txt") else { return [] }
        return data.split(separator: 10).map { entry in
            let parts = entry.split(separator: 9, maxSplits: 3, omittingEmptySubsequences: false)
            return (Int(String(decoding: parts[0], as: UTF8.self))!, String(decoding: parts[1], as: UTF8.self), Data(parts[3]))
        }
    }

    /// All rows of the newest detail file as SQLite reads them, after its own integrity check.
    func detail(_ sql: String = "SELECT * FROM detail") throws -> [[String?]] {
        let folder = folder + "/warehouse/detail/f"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        // By sequence: 202610-10 comes after 202610-2.
        let file = try #require(names.max { ($0.count, $0) < ($1.count, $1) })
        var connection: OpaquePointer?, statement: OpaquePointer?
        try #require(sqlite3_open_v2("\(folder)/\(file)", &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK)
        defer { sqlite3_close_v2(connection) }
        var result: [[String?]] = []
        for query in ["PRAGMA integrity_check", sql] {
            try #require(sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK)
            result = []
            while sqlite3_step(statement) == SQLITE_ROW {
                result.append((0..<sqlite3_column_count(statement)).map { sqlite3_column_text(statement, $0).map { String(cString: $0) } })
            }
            sqlite3_finalize(statement)
            if query.hasPrefix("PRAGMA") { try #require(result == [["ok"]]) }
        }
        return result
    }

    /// The ids of the errors that the work throws.
    static func ids(_ work: () throws -> Void) -> [String] {
        do {
            try work()
            return []
        } catch let error as DiagnosticsError { return error.diagnostics.map(\.id) } catch { return ["\(error)"] }
    }

    static func gb(_ text: String) -> Data {
        text.data(using: String.Encoding(rawValue: 0x8000_0632))!
    }
}

extension LoadRecord {
    func count(_ name: String) -> Int { (errors + suspects + warnings + filters).first { $0.name == name }?.count ?? 0 }
    var amount: Int64 { sums.first { $0.column == "amount" }?.sum ?? 0 }
}

/// SplitMix64: the same seed gives the same tests.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
