internal import Intake
public import ReportModel

/// What stands in the error files of a load: records of each class by district, rows by district, and a few rows to show.
///
/// A row with several faults stands in several files; it is one rejected row and several records.
public struct RejectTally: Sendable {
    public struct Sample: Sendable, Hashable {
        public var file: String
        /// Physical line of the interface file.
        public var line: Int
        public var column: String
        /// Masked; nil when the row does not have the columns of the specification.
        public var value: String?
        /// Masked.
        public var row: String
    }
    public struct Problem: Sendable, Hashable {
        /// As in the file's name: `column-count`, `rule-due-unit`, `suspect-base-limits`.
        public var name: String
        public var records = 0
        /// District code → records; rows whose district cannot be read are under `unknown`.
        public var districts: [String: Int] = [:]
        public var samples: [Sample] = []
    }

    /// In the order in which they were added.
    public private(set) var problems: [Problem] = []
    /// District code → rejected rows, each once; nothing under it for a feed without districts.
    public private(set) var rows: [String: Int] = [:]

    /// Stands for a district that cannot be read in the row.
    public static let unknown = ""
    /// So many rows of each class are shown; all are counted.
    public static let shown = 5

    private let specification: InterfaceSpecification
    private let districtColumn: Int?
    private let districts: Set<[UInt8]>
    /// Lines that were counted, of each interface file: a bit each.
    private var seen: [String: [UInt64]] = [:]

    /// `specification` as resolved for the month.
    public init(_ specification: InterfaceSpecification, districts: CodeTable?) {
        self.specification = specification
        districtColumn = specification.columns.firstIndex { if case .code("district") = $0.type { true } else { false } }
        self.districts = Set((districts?.members ?? []).map { Array($0.code.utf8) })
    }

    public var hasDistricts: Bool { districtColumn != nil }
    public func problem(_ name: String) -> Problem? { problems.first { $0.name == name } }

    /// Counts the records of an error file: physical line, column, class and row, with tabs between. `isRejected`: its rows were not loaded.
    /// Returns how many there are.
    @discardableResult
    public mutating func add(_ name: String, of file: String, encoding: InterfaceSpecification.Encoding, isRejected: Bool, bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if !problems.contains(where: { $0.name == name }) { problems.append(Problem(name: name)) }
        let place = problems.firstIndex { $0.name == name }!, mask = RowMask(specification, encoding: encoding)
        var start = 0, count = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            if let record = Self.parts(UnsafeBufferPointer(rebasing: bytes[start..<end])) {
                let district = district(record.row, encoding)
                count += 1
                problems[place].records += 1
                problems[place].districts[district, default: 0] += 1
                if isRejected, note(record.line, of: file) { rows[district, default: 0] += 1 }
                if problems[place].samples.count < Self.shown {
                    let row = Array(record.row)
                    problems[place].samples.append(Sample(
                        file: file, line: record.line, column: record.column, value: mask.value(record.column, of: row), row: mask.row(row, column: record.column)))
                }
            }
            start = end + 1
        }
        return count
    }

    private static func parts(_ record: UnsafeBufferPointer<UInt8>) -> (line: Int, column: String, row: UnsafeBufferPointer<UInt8>)? {
        guard let first = record.firstIndex(of: 9), let second = record[(first + 1)...].firstIndex(of: 9), let third = record[(second + 1)...].firstIndex(of: 9),
            let line = Int(String(decoding: record[..<first], as: UTF8.self)), line >= 0
        else { return nil }
        return (line, String(decoding: record[(first + 1)..<second], as: UTF8.self), UnsafeBufferPointer(rebasing: record[(third + 1)...]))
    }

    /// The district of a row that has all its columns and a code of the table; else unknown.
    private func district(_ row: UnsafeBufferPointer<UInt8>, _ encoding: InterfaceSpecification.Encoding) -> String {
        guard let districtColumn else { return Self.unknown }
        var fields = RowBytes.fields(row, delimiter: specification.delimiter, encoding: encoding)
        if specification.allowsTrailingDelimiter, fields.count == specification.columns.count + 1, fields.last?.isEmpty ?? false { fields.removeLast() }
        guard fields.count == specification.columns.count, districts.contains(Array(row[fields[districtColumn]])) else { return Self.unknown }
        return String(decoding: row[fields[districtColumn]], as: UTF8.self)
    }

    /// True when the line was not counted yet.
    private mutating func note(_ line: Int, of file: String) -> Bool {
        let word = line / 64, bit = UInt64(1) << UInt64(line % 64)
        var words = seen.removeValue(forKey: file) ?? []
        defer { seen[file] = words }
        if words.count <= word { words += [UInt64](repeating: 0, count: max(word + 1 - words.count, words.count)) }
        if words[word] & bit != 0 { return false }
        words[word] |= bit
        return true
    }
}
