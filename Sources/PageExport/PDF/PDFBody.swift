/// The objects of a PDF file, written one after another, and the table that finds them.
///
/// Small objects of which there are many (structure) are packed into compressed object streams.
final class PDFBody {
    private enum Place {
        case unused
        case offset(Int)
        /// In the object stream of this number, at this index.
        case packed(Int, Int)
    }

    private var file: [UInt8] = Array("%PDF-1.5\n%".utf8) + [0xe2, 0xe3, 0xcf, 0xd3, 0x0a]
    private var places: [Place] = [.unused]
    private let deflater = Deflater(level: 6)
    /// Structure packs well with little work.
    private let packDeflater = Deflater(level: 1)
    /// What an object is written into before it goes to the file.
    private let text = ByteBuffer()
    private let pack = ByteBuffer()
    private let packHead = ByteBuffer()
    private var packed: [Int] = []

    private static let packLimit = 256

    /// A number for an object that is written later.
    func reserve() -> Int {
        places.append(.unused)
        return places.count - 1
    }

    func write(_ number: Int, _ body: (ByteBuffer) -> Void) {
        begin(number)
        body(text)
        text.put("\nendobj\n")
        file.append(contentsOf: text.bytes)
    }

    /// A compressed stream; `entries` are further entries of its dictionary.
    func writeStream(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>, entries: (ByteBuffer) -> Void = { _ in }) {
        writeStream(number, packed: deflater.compress(bytes), entries: entries)
    }

    private func writeStream(_ number: Int, packed data: UnsafeBufferPointer<UInt8>, entries: (ByteBuffer) -> Void) {
        begin(number)
        text.put("<</Filter/FlateDecode/Length ")
        text.put(data.count)
        entries(text)
        text.put(">>stream\n")
        file.append(contentsOf: text.bytes)
        file.append(contentsOf: data)
        file += Array("\nendstream\nendobj\n".utf8)
    }

    /// An object that is no stream, packed with others.
    func packObject(_ number: Int, _ body: (ByteBuffer) -> Void) {
        packHead.put(number)
        packHead.put(byte: 0x20)
        packHead.put(pack.count)
        packHead.put(byte: 0x20)
        body(pack)
        pack.put(byte: 0x0a)
        packed.append(number)
        if packed.count == Self.packLimit { closePack() }
    }

    private func closePack() {
        if packed.isEmpty { return }
        let stream = reserve(), first = packHead.count
        for (index, number) in packed.enumerated() { places[number] = .packed(stream, index) }
        packHead.put(pack.bytes)
        let count = packed.count
        writeStream(stream, packed: packDeflater.compress(packHead.bytes)) {
            $0.put("/Type/ObjStm/N ")
            $0.put(count)
            $0.put("/First ")
            $0.put(first)
        }
        pack.clear()
        packHead.clear()
        packed.removeAll(keepingCapacity: true)
    }

    /// Closes the file, which cannot be written to after that, and answers it.
    func finish(catalog: Int, information: Int) -> [UInt8] {
        closePack()
        let table = reserve(), offset = file.count
        places[table] = .offset(offset)
        let rows = tableRows()
        writeStream(table, packed: packDeflater.compress(rows.bytes)) {
            $0.put("/DecodeParms<</Columns 8/Predictor 12>>/Type/XRef/W[1 5 2]/Size ")
            $0.put(places.count)
            $0.put("/Root ")
            $0.put(catalog)
            $0.put(" 0 R/Info ")
            $0.put(information)
            $0.put(" 0 R")
        }
        text.clear()
        text.put("startxref\n")
        text.put(offset)
        text.put("\n%%EOF\n")
        file.append(contentsOf: text.bytes)
        defer { file = [] }
        return file
    }

    /// One row an object, as its difference from the row above, which packs well.
    private func tableRows() -> ByteBuffer {
        let rows = ByteBuffer()
        var above: UInt64 = 0
        for place in places {
            let (kind, first, second): (UInt8, Int, Int) = switch place {
            case .unused: (0, 0, 0xffff)
            case .offset(let offset): (1, offset, 0)
            case .packed(let stream, let index): (2, stream, index)
            }
            let row = UInt64(kind) << 56 | UInt64(first & 0xff_ffff_ffff) << 16 | UInt64(second & 0xffff)
            rows.put(byte: 2)
            for shift: UInt64 in [56, 48, 40, 32, 24, 16, 8, 0] {
                rows.put(byte: UInt8(truncatingIfNeeded: row >> shift) &- UInt8(truncatingIfNeeded: above >> shift))
            }
            above = row
        }
        return rows
    }

    private func begin(_ number: Int) {
        places[number] = .offset(file.count)
        text.clear()
        text.put(number)
        text.put(" 0 obj\n")
    }
}
