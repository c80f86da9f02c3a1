internal import Diagnostics

/// The fields of a row of text while it is delivered: places in the row, then pointers to UTF-8 bytes.
struct FieldList {
    struct Span {
        var start: Int
        var length: Int
        /// The bytes need their escapes resolved.
        var isEscaped: Bool
        var isNull: Bool
    }
    var spans: [Span] = []
    private(set) var faults: [DumpFault] = []
    private var pointers: [UnsafeRawBufferPointer] = []
    private let decoder: CharacterDecoder

    init(decoder: CharacterDecoder) { self.decoder = decoder }

    /// Calls `deliver` with the chosen fields; with all of them when their number is wrong. `unescape` writes a field without its escapes and gives its length.
    mutating func deliver(
        _ bytes: UnsafePointer<UInt8>, chosen wanted: [Int], expected: Int, number: Int, offset: Int,
        unescape: (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>) -> Int, to row: (DumpRow) throws -> Void
    ) throws {
        var chosen = wanted
        if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
        pointers.removeAll(keepingCapacity: true)
        if spans.count != expected {
            faults.append(DumpFault(field: 0, kind: .fieldCount))
            chosen = Array(spans.indices)
        }
        let longest = chosen.reduce(0) { $0 + ($1 < spans.count ? spans[$1].length : 0) }
        let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: longest + CharacterDecoder.room(longest) + 8 * chosen.count + 8)
        defer { scratch.deallocate() }
        var output = scratch
        for (field, index) in chosen.enumerated() {
            guard index < spans.count, !spans[index].isNull else {
                pointers.append(UnsafeRawBufferPointer(start: nil, count: 0))
                continue
            }
            let span = spans[index]
            var start = bytes + span.start, length = span.length
            if span.isEscaped {
                length = unescape(start, length, output)
                start = UnsafePointer(output)
                output += length
            }
            if !decoder.isPlain(start, length) {
                let result = decoder.decode(start, length, into: output)
                if !result.valid { faults.append(DumpFault(field: field, kind: .characters)) }
                (start, length) = (UnsafePointer(output), result.length)
                output += length
            }
            pointers.append(UnsafeRawBufferPointer(start: start, count: length))
        }
        try pointers.withUnsafeBufferPointer { try row(DumpRow(number: number, offset: offset, fields: $0, faults: faults)) }
    }
}
