/// Results as text for people and as lines for machines.
public enum GoldenSummary {
    /// A block per case that is not equal: verdict, counts per file, causes, the first `limit` differences of each file; then one line of totals.
    public static func text(_ results: [GoldenResult], limit: Int = 10) -> String {
        var lines: [String] = []
        for result in results where result.verdict != .equal {
            lines.append("\(result.key): \(result.verdict.rawValue)\(counts(result))")
            if !result.changedInputs.isEmpty { lines.append("  inputs changed: \(result.changedInputs.joined(separator: ", "))") }
            if !result.changedEnvironment.isEmpty { lines.append("  environment changed: \(result.changedEnvironment.joined(separator: ", "))") }
            for file in GoldenFile.allCases {
                let differences = result.differences.filter { $0.file == file }
                for difference in differences.prefix(limit) { lines.append("  \(line(difference))") }
                if differences.count > limit { lines.append("  … and \(differences.count - limit) more in \(file.fileName)") }
            }
        }
        let totals = GoldenVerdict.allCases.compactMap { verdict -> String? in
            let count = results.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }
        lines.append("golden files: \(results.count) cases" + (totals.isEmpty ? "" : ": " + totals.joined(separator: ", ")))
        return lines.joined(separator: "\n") + "\n"
    }

    /// `case TAB verdict TAB file TAB kind TAB key TAB field TAB old TAB new`, a line per field that differs; equal cases have one line.
    public static func lines(_ results: [GoldenResult]) -> String {
        var text = ""
        for result in results {
            let head = [result.key.description, result.verdict.rawValue]
            if result.differences.isEmpty { text += (head + ["", "", "", "", "", ""]).joined(separator: "\t") + "\n" }
            for difference in result.differences {
                let middle = [difference.file.fileName, difference.kind.rawValue, difference.key]
                let fields = difference.fields.isEmpty ? [GoldenDifference.Field(name: "", old: "", new: "")] : difference.fields
                for field in fields { text += (head + middle + [field.name, field.old, field.new]).joined(separator: "\t") + "\n" }
            }
        }
        return text
    }

    private static func counts(_ result: GoldenResult) -> String {
        let parts = GoldenFile.allCases.compactMap { file -> String? in
            let count = result.differences.count { $0.file == file }
            return count == 0 ? nil : "\(count) in \(file.fileName)"
        }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    private static func line(_ difference: GoldenDifference) -> String {
        let fields = difference.fields.map { field -> String in
            switch difference.kind {
            case .added: "\(field.name) \(field.new)"
            case .removed: "\(field.name) \(field.old)"
            default: "\(field.name) \(field.old.isEmpty ? "(nothing)" : field.old) → \(field.new.isEmpty ? "(nothing)" : field.new)"
            }
        }
        return "\(difference.file.rawValue) \(difference.kind.rawValue) \(difference.key)\(fields.isEmpty ? "" : ": " + fields.joined(separator: "; "))"
    }
}
