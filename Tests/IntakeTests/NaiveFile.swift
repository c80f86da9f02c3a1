import ExpWriter
import Foundation

/// What a file of text should give, found out the slow way: lines and fields as arrays of bytes, each field as a String of its own.
/// Knows the columns and the filter of `FeedFuzzTests` only.
struct NaiveFile {
    struct Row: Equatable {
        var line: Int
        /// Amount × 100.
        var amount: Int
    }
    var accepted: [Row] = []
    /// Line → the line as received.
    var rejected: [Int: Data] = [:]
    var filtered: [Int: Data] = [:]

    /// `isGB`: the file's encoding; otherwise UTF-8.
    init(_ bytes: [UInt8], isGB: Bool, delimiter: Character, allowsTrailing: Bool, hasHeader: Bool, trailer: String?) {
        var keys = Set<[UInt8]>()
        let mark = delimiter.asciiValue!
        for (number, received, line) in Self.lines(bytes) {
            if hasHeader && number == 1 { continue }
            if let trailer, line == Array(trailer.utf8) || line.starts(with: Array(trailer.utf8) + [mark]) { continue }
            var pieces = isGB ? Self.gbFields(line, mark) : line.split(separator: mark, omittingEmptySubsequences: false).map(Array.init)
            if allowsTrailing, pieces.count > 1, pieces.last == [] { pieces.removeLast() }
            guard pieces.count == 4 else {
                rejected[number] = received
                continue
            }
            let fields = pieces.map { Self.text($0, isGB) }, amount = fields[2].flatMap(Self.amount)
            if fields[1] == "20", let amount, amount < 0 {
                filtered[number] = received
                continue
            }
            guard let key = fields[0], let name = fields[3], (1...8).contains(key.unicodeScalars.count), name.unicodeScalars.count <= 4, !(key + name).utf8.contains(0),
                ["1", "20", "男"].contains(fields[1]), let amount, keys.insert(Array(key.utf8)).inserted
            else {
                rejected[number] = received
                continue
            }
            accepted.append(Row(line: number, amount: amount))
        }
    }

    /// Lines with their number: as received (without a mark and the line feed), and without a carriage return.
    private static func lines(_ bytes: [UInt8]) -> [(Int, Data, [UInt8])] {
        var pieces = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        if pieces.last == [] { pieces.removeLast() }
        return pieces.enumerated().compactMap { index, piece in
            var line = piece
            if index == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
            let received = Data(line)
            if line.last == 13 { line.removeLast() }
            return line.isEmpty && index == pieces.count - 1 ? nil : (index + 1, received, line)
        }
    }

    private static func text(_ bytes: [UInt8], _ isGB: Bool) -> String? {
        guard let converted = isGB ? ExpText.decode(bytes, charset: 854) : bytes else { return nil }
        return String(validating: converted, as: UTF8.self)
    }

    /// The first delimiter that is no second byte of a character ends a field; only behind a byte above 80 it may be one.
    private static func gbFields(_ line: [UInt8], _ mark: UInt8) -> [[UInt8]] {
        func isPart(_ field: ArraySlice<UInt8>) -> Bool {
            var rest = field
            while let lead = rest.first {
                let next = rest.dropFirst().first ?? mark, size = lead < 0x81 ? 1 : next >= 0x40 ? 2 : (0x30...0x39).contains(next) ? 4 : 1
                if size > rest.count { return true }
                rest = rest.dropFirst(size)
            }
            return false
        }
        var fields: [[UInt8]] = [], field: [UInt8] = []
        for byte in line {
            if byte == mark && !((field.last ?? 0) >= 0x81 && isPart(field[...])) {
                fields.append(field)
                field = []
            } else { field.append(byte) }
        }
        return fields + [field]
    }

    /// Six digits and two decimals, more decimals rounded half away from zero.
    private static func amount(_ text: String) -> Int? {
        guard let match = text.wholeMatch(of: #/(-?)([0-9]+)(?:\.([0-9]+))?/#) else { return nil }
        let whole = match.output.2.drop { $0 == "0" }, decimals = Array(match.output.3 ?? "") + ["0", "0", "0"]
        if whole.count > 6 { return nil }
        var value = (Int(whole) ?? 0) * 100 + Int(String(decimals[..<2]))!
        if decimals[2] >= "5" { value += 1 }
        return match.output.1.isEmpty ? value : -value
    }
}
