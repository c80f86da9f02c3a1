internal import Glibc
internal import Warehouse

/// Suspects of a running load, in an unnamed temporary file: memory does not grow with their number.
final class SuspectSpool {
    private var file: UnsafeMutablePointer<FILE>?
    private let ruleNames: [String]
    private(set) var hasFailed = false

    init(ruleNames: [String]) { self.ruleNames = ruleNames }

    deinit { if let file { fclose(file) } }

    func add(line: Int64, rules: UInt64, row: UnsafeRawBufferPointer) {
        if file == nil { file = tmpfile() }
        guard let file else {
            hasFailed = true
            return
        }
        var head: (Int64, UInt64, Int64) = (line, rules, Int64(row.count))
        if fwrite(&head, 24, 1, file) != 1 || (row.count > 0 && fwrite(row.baseAddress, row.count, 1, file) != 1) { hasFailed = true }
    }

    func rewindToStart() {
        if let file, fseek(file, 0, SEEK_SET) != 0 { hasFailed = true }
    }

    func next() -> SuspectRow? {
        var head: (Int64, UInt64, Int64) = (0, 0, 0)
        guard let file, fread(&head, 24, 1, file) == 1 else { return nil }
        var row = [UInt8](repeating: 0, count: Int(head.2))
        if head.2 > 0, fread(&row, row.count, 1, file) != 1 { hasFailed = true }
        let names = ruleNames.indices.filter { head.1 & (1 << UInt64($0)) != 0 }.map { ruleNames[$0] }
        return SuspectRow(line: head.0, rules: names.joined(separator: ","), row: row)
    }
}
