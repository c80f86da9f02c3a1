internal import Diagnostics

/// The rows of one section: fields of a two-byte length and bytes, FF FE for null, 00 00 behind a row, FF FF behind the last.
///
/// Only lengths say where rows end; nothing is searched.
final class OracleRows {
    private let source: ByteSource
    private let columns: [OracleColumn]
    private let chosen: [Int]
    private let table: DumpTable
    private let trims: Bool
    private(set) var number: Int
    private(set) var faultCount = 0
    private(set) var faultyCharsets: Set<String> = []
    private var faults: [DumpFault] = []
    /// Offset behind the row's begin and length of every column; −1 is null.
    private let starts: UnsafeMutablePointer<Int>
    private let lengths: UnsafeMutablePointer<Int>
    private let limits: UnsafeMutablePointer<Int>
    private let fields: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>
    private var scratch: UnsafeMutablePointer<UInt8>
    private var scratchRoom = 1 << 16

    init(source: ByteSource, columns: [OracleColumn], chosen: [Int], table: DumpTable, trims: Bool, firstRow: Int) {
        self.source = source; self.columns = columns; self.chosen = chosen; self.table = table; self.trims = trims
        number = firstRow
        starts = .allocate(capacity: columns.count)
        lengths = .allocate(capacity: columns.count)
        limits = .allocate(capacity: columns.count)
        for (index, column) in columns.enumerated() { limits[index] = column.limit }
        fields = .allocate(capacity: max(1, chosen.count))
        fields.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0))
        scratch = .allocate(capacity: scratchRoom)
    }

    deinit {
        starts.deallocate()
        lengths.deallocate()
        limits.deallocate()
        fields.deallocate()
        scratch.deallocate()
    }

    func skipAll() throws {
        while let size = try nextRow() {
            number += 1
            source.start += size
        }
    }

    func readAll(_ deliver: (DumpRow) throws -> Void) throws {
        while let size = try nextRow() {
            number += 1
            decode()
            let list = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(fields)[..<chosen.count])
            try deliver(DumpRow(number: number, offset: source.position, fields: list, faults: faults))
            source.start += size
        }
    }

    // MARK: Structure

    private enum Scan {
        case row(Int)
        case end
        case needMore
        case damaged(Int, String)
    }

    /// Bytes of the next row, which is wholly in the buffer then; nil behind the last one.
    private func nextRow() throws -> Int? {
        while true {
            switch scan() {
            case .row(let size): return size
            case .end:
                source.start += 3
                return nil
            case .needMore:
                if try !source.more() {
                    throw DiagnosticsError(DumpDiagnostics.truncated(source.name, table: table.qualifiedName, row: number + 1, offset: source.position + source.available))
                }
            case .damaged(let offset, let reason):
                throw DiagnosticsError(DumpDiagnostics.corrupt(
                    source.name, table: table.qualifiedName, row: number + 1, offset: source.position + offset, reason: reason))
            }
        }
    }

    private func scan() -> Scan {
        let bytes = UnsafeRawPointer(source.base + source.start), available = source.available
        if available < 3 { return .needMore }
        var place = 0
        for index in 0..<columns.count {
            if place + 2 > available { return .needMore }
            let length = Int(bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self).littleEndian)
            if length > limits[index] {
                if length == 0xFFFF && index == 0 {
                    return bytes.load(fromByteOffset: 2, as: UInt8.self) == 10 ? .end : .damaged(2, "no line feed behind the rows of the table")
                }
                if length != 0xFFFE {
                    let column = table.columns[index]
                    return .damaged(place, "column \(column.name), a \(column.typeName), has the length \(length); \(limits[index]) is the most it can have")
                }
                place += 2
                lengths[index] = -1
            } else {
                starts[index] = place + 2
                lengths[index] = length
                place += 2 + length
            }
        }
        if place + 2 > available { return .needMore }
        let mark = Int(bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self))
        return mark == 0 ? .row(place + 2) : .damaged(place, "no end mark behind the last column")
    }

    // MARK: Values

    private func decode() {
        if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
        var room = 0
        for index in chosen where lengths[index] > 0 { room += lengths[index] }
        // Text grows to three times its bytes at most, NUMBER and DATE to a fixed length.
        room = CharacterDecoder.room(room) + chosen.count * 200
        if room > scratchRoom {
            scratch.deallocate()
            scratchRoom = room * 2
            scratch = .allocate(capacity: scratchRoom)
        }
        let bytes = UnsafePointer((source.base + source.start).assumingMemoryBound(to: UInt8.self))
        var output = scratch
        columns.withUnsafeBufferPointer { columns in
            for field in 0..<chosen.count {
                let index = chosen[field]
                let length = lengths[index]
                if length < 0 {
                    fields[field] = UnsafeRawBufferPointer(start: nil, count: 0)
                } else {
                    fields[field] = value(columns[index], bytes + starts[index], length, field, &output)
                }
            }
        }
    }

    @inline(__always)
    private func value(
        _ column: OracleColumn, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ field: Int, _ output: inout UnsafeMutablePointer<UInt8>
    ) -> UnsafeRawBufferPointer {
        let length: Int
        switch column.kind {
        case .text, .padded:
            return text(column, bytes, count, field, &output)
        case .number:
            length = OracleNumber.decode(bytes, count, into: output) ?? fault(.number, bytes, count, field, output)
        case .date:
            length = (count == 7 || count == 11 ? OracleDate.decode(bytes, count, into: output) : nil) ?? fault(.date, bytes, count, field, output)
        case .raw:
            length = hexadecimal(bytes, count, output)
        }
        let result = UnsafeRawBufferPointer(start: output, count: length)
        output += length
        return result
    }

    @inline(__always)
    private func text(
        _ column: OracleColumn, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ field: Int, _ output: inout UnsafeMutablePointer<UInt8>
    ) -> UnsafeRawBufferPointer {
        guard let decoder = column.decoder else { return UnsafeRawBufferPointer(start: bytes, count: count) }
        var start = bytes, length = count
        if !decoder.isPlain(bytes, count) {
            let result = decoder.decode(bytes, count, into: output)
            (start, length) = (UnsafePointer(output), result.length)
            output += length
            if !result.valid {
                faultCount += 1
                faultyCharsets.insert(decoder.charset.name)
                faults.append(DumpFault(field: field, kind: .characters))
            }
        }
        if column.kind == .padded && trims {
            while length > 0 && start[length - 1] == 0x20 { length -= 1 }
        }
        return UnsafeRawBufferPointer(start: start, count: length)
    }

    private func fault(_ kind: DumpFault.Kind, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ field: Int, _ output: UnsafeMutablePointer<UInt8>) -> Int {
        faultCount += 1
        faultyCharsets.insert(kind == .number ? "NUMBER" : "DATE")
        faults.append(DumpFault(field: field, kind: kind))
        output[0] = 0x30
        output[1] = 0x78
        return 2 + hexadecimal(bytes, count, output + 2)
    }

    private func hexadecimal(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>) -> Int {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }
        for index in 0..<count {
            output[2 * index] = digit(bytes[index] >> 4)
            output[2 * index + 1] = digit(bytes[index] & 15)
        }
        return 2 * count
    }
}
