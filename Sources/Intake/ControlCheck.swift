internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Warehouse

/// Headers and trailers of one file: read, and held against what was counted.
struct ControlCheck {
    let specification: InterfaceSpecification
    let period: ReportingPeriod
    let path: String
    /// As the header and the trailer declare them: record, item, value × 10^scale.
    private var declared: [(record: ControlRecord, name: String, item: ControlRecord.Field, value: Int64)] = []
    private(set) var hasTrailer = false

    init(specification: InterfaceSpecification, period: ReportingPeriod, path: String) {
        self.specification = specification; self.period = period; self.path = path
    }

    /// Counted in one file; sums by column index of the specification's number columns.
    struct Counted {
        var accepted = 0
        var rejected = 0
        var filtered = 0
        var sums: [Int64]
        var rejectedSums: [Int64]
        var filteredSums: [Int64]
        var unreadable: [Int]
        init(columns: Int) {
            sums = [Int64](repeating: 0, count: columns)
            rejectedSums = sums
            filteredSums = sums
            unreadable = [Int](repeating: 0, count: columns)
        }
    }

    mutating func readHeader(_ line: UnsafeRawBufferPointer) throws {
        guard let header = specification.header else { return }
        try read(header, "header", line, 1)
    }

    mutating func readTrailer(_ line: UnsafeRawBufferPointer, _ number: Int) throws {
        guard let trailer = specification.trailer else { return }
        hasTrailer = true
        try read(trailer, "trailer", line, number)
    }

    private mutating func read(_ record: ControlRecord, _ name: String, _ line: UnsafeRawBufferPointer, _ number: Int) throws {
        func failure(_ reason: String) -> DiagnosticsError { DiagnosticsError(IntakeDiagnostics.badControl(path, line: number, name, reason)) }
        var fields = Self.fields(line, delimiter: specification.delimiter)
        if specification.allowsTrailingDelimiter, fields.last == "" { fields.removeLast() }
        if let marker = record.marker {
            guard fields.first == marker else { throw failure("it does not begin with '\(marker)'") }
            fields.removeFirst()
        }
        guard fields.count == record.fields.count else { throw failure("it has \(fields.count) fields, not \(record.fields.count)") }
        for (text, item) in zip(fields, record.fields) {
            switch item {
            case .ignored: break
            case .title(let name):
                let title = specification.columns.first { $0.name == name }?.title
                if text != name && text != title { throw failure("'\(text)' stands where column '\(title ?? name)' is expected") }
            case .period:
                if ReportingPeriod(text) != period { throw failure("it says period '\(text)', but the file is of \(period)") }
            case .rows:
                guard let value = Int64(text), value >= 0 else { throw failure("'\(text)' is no number of rows") }
                declared.append((record, name, item, value))
            case .sum(let column):
                guard let amount = Amount(decimalText: text), let decimal = try? amount.rounded(toScale: scale(column)), decimal.amount == amount,
                    let value = Int64(exactly: decimal.unscaled)
                else { throw failure("'\(text)' is no sum of '\(column)'") }
                declared.append((record, name, item, value))
            }
        }
    }

    /// Texts of a control line; bytes above 0x7F only matter in titles, which are compared in UTF-8 or not at all.
    private static func fields(_ line: UnsafeRawBufferPointer, delimiter: UInt8) -> [String] {
        let isUTF8 = FieldParsing.utf8Length(line) != nil
        let bytes = isUTF8 ? Array(line) : (try? TextConverter(from: .gb18030, to: .utf8))?.convert(line) ?? Array(line)
        return bytes.split(separator: delimiter, omittingEmptySubsequences: false).map { field in
            let text = String(decoding: field, as: UTF8.self)
            let start = text.firstIndex { $0 != " " } ?? text.endIndex, end = text.lastIndex { $0 != " " }
            return end.map { String(text[start...$0]) } ?? ""
        }
    }

    private func scale(_ name: String) -> Int {
        if case .number(let format)? = specification.columns.first(where: { $0.name == name })?.type { format.decimals } else { 0 }
    }

    /// Differences as diagnostics; `numberColumns` names the entries of the sums.
    func results(_ counted: Counted, numberColumns: [Int]) -> (results: [LoadRecord.ControlResult], problems: [Diagnostic]) {
        var results: [LoadRecord.ControlResult] = [], problems: [Diagnostic] = []
        let file = path.split(separator: "/").last.map(String.init) ?? path
        for entry in declared {
            var result: LoadRecord.ControlResult
            if case .sum(let column) = entry.item, let index = numberColumns.firstIndex(where: { specification.columns[$0].name == column }) {
                result = .init(
                    file: file, item: "\(entry.name) sum \(column)", declared: entry.value, loaded: counted.sums[index], rejected: counted.rejectedSums[index],
                    filtered: counted.filteredSums[index], scale: scale(column), unreadable: counted.unreadable[index])
            } else {
                result = .init(
                    file: file, item: "\(entry.name) rows", declared: entry.value, loaded: Int64(counted.accepted), rejected: Int64(counted.rejected),
                    filtered: Int64(counted.filtered), scale: 0, unreadable: 0)
            }
            results.append(result)
            if result.unexplained == 0 { continue }
            let severity: Diagnostic.Severity = entry.record.difference == .warning || result.unreadable > 0 ? .warning : .error
            problems.append(IntakeDiagnostics.controlDifference(path, result, severity))
        }
        return (results, problems)
    }
}
