/// Names of sheets, as spreadsheets allow them: at most 31 UTF-16 units, none of `[]:*?/\'`, no control character, each once without
/// regard to case.
enum SheetName {
    static let longest = 31

    static func clean(_ name: String) -> String {
        let kept = name.unicodeScalars.map { scalar -> Character in
            "[]:*?/\\'".unicodeScalars.contains(scalar) || scalar.properties.generalCategory == .control ? "_" : Character(scalar)
        }
        let name = cut(String(kept), longest)
        // The name of a sheet that a spreadsheet makes for itself.
        return name.isEmpty ? "报表" : name.lowercased() == "history" ? name + "_" : name
    }

    /// With a number behind it when another sheet has the name.
    static func unique(_ name: String, among taken: [String]) -> String {
        let name = clean(name), used = Set(taken.map { $0.lowercased() })
        if !used.contains(name.lowercased()) { return name }
        var number = 2
        while true {
            let ending = " \(number)", candidate = cut(name, longest - ending.count) + ending
            if !used.contains(candidate.lowercased()) { return candidate }
            number += 1
        }
    }

    private static func cut(_ name: String, _ count: Int) -> String {
        var result = name
        while result.utf16.count > count { result.removeLast() }
        return result
    }
}
