internal import Aggregation
internal import Cubes
public import Diagnostics
public import Quantities
public import ReportModel
internal import Warehouse

/// Single rows outside of a load: shown to people, and corrected by them.
public enum RowText {
    /// The fields of a row as text; nil when the bytes are no text in that encoding.
    public static func fields(_ row: [UInt8], of specification: InterfaceSpecification, encoding: InterfaceSpecification.Encoding) -> [String]? {
        guard let bytes = encoding == .gb18030 ? convert(row, from: .gb18030, to: .utf8) : row, var text = String(validating: bytes, as: UTF8.self) else { return nil }
        if specification.format != .text { return DumpLine.fields(row, delimiter: specification.delimiter) }
        let delimiter = Character(UnicodeScalar(specification.delimiter))
        if specification.allowsTrailingDelimiter, text.last == delimiter { text.removeLast() }
        return text.split(separator: delimiter, omittingEmptySubsequences: false).map(String.init)
    }

    /// The row of these fields in the file's encoding; nil when a text cannot be written in it.
    public static func row(_ fields: [String], of specification: InterfaceSpecification, encoding: InterfaceSpecification.Encoding) -> [UInt8]? {
        if specification.format != .text { return DumpLine.row(fields, delimiter: specification.delimiter) }
        let utf8 = Array(fields.joined(separator: String(Character(UnicodeScalar(specification.delimiter)))).utf8)
        return encoding == .gb18030 ? convert(utf8, from: .utf8, to: .gb18030) : utf8
    }

    private static func convert(_ bytes: [UInt8], from source: InterfaceSpecification.Encoding, to target: InterfaceSpecification.Encoding) -> [UInt8]? {
        guard let converter = try? TextConverter(from: source, to: target) else { return nil }
        return bytes.withUnsafeBytes { converter.convert($0) }
    }

    /// Why a row would be rejected: columns, with the error class or the rule in parentheses; empty when it would be loaded.
    /// `settled`: columns that are right as they are, and so are not named beside others of their rule.
    public static func faults(
        of row: [UInt8], _ specification: InterfaceSpecification, encoding: InterfaceSpecification.Encoding, catalogue: Catalogue, period: ReportingPeriod,
        settled: Set<String> = []
    ) throws -> [String] {
        let ordinals = CodeOrdinals(codeTables: catalogue.codeTables, period: period)
        let rules = try RulePlan(specification, period: period, ordinals: ordinals, codeTables: catalogue.codeTables, calibers: CaliberResolver(catalogue.calibers))
        let plans = try ColumnPlan.compile(specification, encoding: encoding, period: period, ordinals: ordinals)
        let parser = try RowParser(
            specification: specification, encoding: encoding, plans: plans, rules: rules, buffer: DetailRowBuffer(count: specification.columns.count))
        return row.withUnsafeBytes { bytes in
            switch parser.judge(received: bytes) {
            case .accepted: return []
            case .filtered: return ["filter-\(rules.filters[parser.filter])"]
            case .rejected:
                let classes = parser.problems.map { $0.column < 0 ? $0.errorClass.name : "\(specification.columns[$0.column].name) (\($0.errorClass.name))" }
                let violated = rules.rules.indices.filter { parser.violations & rules.errors & (1 << UInt64($0)) != 0 }.map { rules.rules[$0].id }
                return classes + specification.rules.filter { violated.contains($0.id) }.map { fault($0, settled: settled) }
            }
        }
    }

    /// `due_unit (rule due-unit: due_unit = base × 16% within 0.01)`
    private static func fault(_ rule: RowRule, settled: Set<String>) -> String {
        let all = rule.test.columns.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }, open = all.filter { !settled.contains($0) }
        return "\((open.isEmpty ? all : open).joined(separator: " or ")) (rule \(rule.id): \(rule.test.text))"
    }

    /// Middle of a personal number or account hidden: what may be shown in lists.
    public static func masked(_ text: String) -> String {
        if text.count < 10 { return text }
        return text.prefix(6) + String(repeating: "*", count: text.count - 9) + text.suffix(3)
    }
}
