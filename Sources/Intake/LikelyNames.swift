internal import Diagnostics

/// Which files that nobody expects are likely the missing ones under a wrong name.
enum LikelyNames {
    /// A file is offered to the missing one whose names it is nearest to, and to none when two are equally near; where several files
    /// are near to one, the nearest. `missing`: the names that each missing file may have. Returns a file for each, or nil.
    static func match(_ missing: [[String]], among free: [String]) -> [String?] {
        var result = [(file: String, distance: Int)?](repeating: nil, count: missing.count)
        for file in free {
            let distances = missing.map { names in names.compactMap { Suggestion.distance(from: $0, to: file) }.min() }
            guard let least = distances.compactMap({ $0 }).min(), distances.count(where: { $0 == least }) == 1, let index = distances.firstIndex(of: least) else { continue }
            if least < result[index]?.distance ?? .max { result[index] = (file, least) }
        }
        return result.map { $0?.file }
    }
}
