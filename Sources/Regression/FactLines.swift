/// Builds a golden file: a heading, the names of the columns, then a fact per line; the first column is its key.
struct FactLines {
    private(set) var text: String

    init(_ kind: GoldenFile, columns: [String]) {
        text = FactLines.heading(kind) + "\n# " + columns.joined(separator: "\t") + "\n"
    }

    mutating func add(_ fields: [String]) {
        text += fields.map(FactLines.escaped).joined(separator: "\t")
        text += "\n"
    }

    /// The version changes when the format does; an old file then differs as a whole.
    static func heading(_ kind: GoldenFile) -> String { "# gazette \(kind.rawValue) 1" }

    /// Backslash, tab, line feed and carriage return as `\\`, `\t`, `\n`, `\r`.
    static func escaped(_ field: String) -> String {
        guard field.utf8.contains(where: { $0 == 9 || $0 == 10 || $0 == 13 || $0 == 92 }) else { return field }
        var result = ""
        for scalar in field.unicodeScalars {
            switch scalar {
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\\": result += "\\\\"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// The files of a case.
public enum GoldenFile: String, Sendable, CaseIterable, Comparable {
    case figures, layout, workbook, pages, caseFile = "case", environment

    public var fileName: String {
        switch self {
        case .figures, .layout, .workbook, .pages: rawValue + ".tsv"
        case .caseFile: "case.yaml"
        case .environment: "environment"
        }
    }

    public static func < (a: GoldenFile, b: GoldenFile) -> Bool { allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)! }
}

/// FNV-1a, 64 bits: tells runs of glyphs and paths apart in a line of text. Not a digest of contents that anybody could want to forge.
struct Fingerprint {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ value: Int64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            state ^= UInt64(truncatingIfNeeded: value >> Int64(shift)) & 255
            state &*= 0x100_0000_01b3
        }
    }
    var hex: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
