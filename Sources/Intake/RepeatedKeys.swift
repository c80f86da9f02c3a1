/// Tells in a second pass which rows stand again under a key of an earlier row. Only keys whose fingerprints occur more than once
/// in the delivery are kept, and those are compared themselves: two keys with one fingerprint are two keys.
final class RepeatedKeys {
    private let candidates: Set<UInt64>
    private let columns: [Int]
    private var seen = Set<[UInt8]>()

    /// `candidates`: fingerprints that occur more than once; `columns`: those of the key.
    init(candidates: Set<UInt64>, columns: [Int]) {
        self.candidates = candidates
        self.columns = columns
    }

    func mayRepeat(_ fields: UnsafeMutablePointer<UnsafeRawBufferPointer>) -> Bool {
        candidates.contains(LoadPass.fingerprint(fields, columns))
    }

    /// Notes the key of an accepted row; true when an earlier row has it.
    func isRepeated(_ fields: UnsafeMutablePointer<UnsafeRawBufferPointer>) -> Bool {
        guard mayRepeat(fields) else { return false }
        let key: [UInt8] = columns.reduce(into: []) { bytes, column in
            bytes += fields[column]
            bytes.append(0)
        }
        return !seen.insert(key).inserted
    }
}
