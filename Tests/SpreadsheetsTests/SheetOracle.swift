import Foundation
import Testing

import Spreadsheets

/// Workbooks as xlrd and openpyxl read them: independent oracles (Tests/Oracles/sheets.py).
enum SheetOracle {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()
    static let fixtures = root + "Tests/SpreadsheetsTests/Fixtures/"

    /// Workbooks written by xlwt and openpyxl, once a process.
    static let made: Result<String, any Error> = Result { try folder("make") }
    /// Small ones of all kinds of cells, to be damaged.
    static let seeds: Result<String, any Error> = Result { try folder("seeds") }

    struct Failure: Error, CustomStringConvertible { let description: String }

    private static func folder(_ command: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "gazette-sheets-\(command)-\(ProcessInfo.processInfo.processIdentifier)").path() + "/"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        _ = try run([command, path])
        return path
    }

    /// What the oracle says of a workbook, line by line.
    static func lines(_ path: String) throws -> [String] { try run(["dump", path]).split(separator: "\n").map(String.init) }

    private static func run(_ arguments: [String]) throws -> String {
        let python = root + ".venv/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else { throw Failure(description: "\(python) is missing: run 'make venv'") }
        let process = Process(), output = Pipe(), errors = Pipe()
        process.executableURL = URL(filePath: python)
        process.arguments = [root + "Tests/Oracles/sheets.py"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONIOENCODING": "utf-8"]) { $1 }
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let problem = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw Failure(description: "sheets.py failed:\n\(problem)") }
        return text
    }
}

/// The same lines from our reader.
enum SheetDump {
    static func lines(_ book: Workbook) -> [String] {
        var lines = ["book\t\(book.dateSystem.rawValue)"]
        for sheet in book.sheets {
            lines.append("sheet\t\(escaped(sheet.name))\t\(sheet.visibility.rawValue)")
            let merged = sheet.mergedRanges.sorted {
                ($0.firstRow, $0.firstColumn, $0.lastRow, $0.lastColumn) < ($1.firstRow, $1.firstColumn, $1.lastRow, $1.lastColumn)
            }
            lines += merged.map { "merge\t\($0)" }
            for rows in sheet.hiddenRows { lines += rows.map { "row\t\($0 + 1)\thidden" } }
            for columns in sheet.hiddenColumns { lines += columns.map { "column\t\(CellName.letters($0))\thidden" } }
            lines += sheet.cells.compactMap { cell in value(cell.value).map { "cell\t\(cell.name)\t\($0)" } }
        }
        return lines
    }

    private static func value(_ value: CellValue) -> String? {
        switch value {
        case .empty: nil
        case .number(let number): "number\t\(number.double)"
        case .date(let date): "date\t\(date.number.double)"
        case .text(let text): text.isEmpty ? nil : "text\t\(escaped(text))"
        case .boolean(let isTrue): "boolean\t\(isTrue ? 1 : 0)"
        case .error(let error): "error\t\(error)"
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar.value < 32 || scalar.value == 127 {
                result += "\\x" + String(0x10000 + scalar.value, radix: 16).dropFirst()
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The lines are the same; numbers by their binary value, dates within a fifth of a millisecond when `dates` are read as calendar days.
    static func agree(_ ours: String, _ theirs: String, datesAsDays: Bool) -> Bool {
        if ours == theirs { return true }
        let a = ours.split(separator: "\t", omittingEmptySubsequences: false), b = theirs.split(separator: "\t", omittingEmptySubsequences: false)
        guard a.count == 4, b.count == 4, a[0] == "cell", a[1] == b[1], a[2] == b[2], let x = Double(a[3]), let y = Double(b[3]) else { return false }
        return x == y || a[2] == "date" && datesAsDays && abs(x - y) < 1.3e-8
    }
}
