import Spreadsheets

/// A sound XLS file, the workbook's stream in it, and where the records of the stream begin.
struct XLSBytes {
    let file: [UInt8]
    let stream: [UInt8]
    let records: [Int]

    init(_ file: [UInt8]) throws {
        self.file = file
        var stream = try WorkbookReader.recordStream(bytes: file, name: "seed")
        var position = 0, records: [Int] = []
        while position + 4 <= stream.count {
            let kind = Int(stream[position]) | Int(stream[position + 1]) << 8, count = Int(stream[position + 2]) | Int(stream[position + 3]) << 8
            // Behind the last record there may be zeros.
            if kind == 0, count == 0 { break }
            records.append(position)
            position += 4 + count
        }
        stream.removeLast(stream.count - min(position, stream.count))
        self.stream = stream
        self.records = records
    }
}
