internal import Scene

/// Measures figures at size 1 without asking the shaper for each: digits, separators, minus and dash come from a table.
struct FigureMeter {
    private let ascii: [Double]
    private let minus: Double
    private let dash: Double
    private let face: Face
    private let shaper: any TextShaper

    init(_ face: Face, shaper: any TextShaper) {
        self.face = face
        self.shaper = shaper
        ascii = (0..<128).map { byte in
            (0x20...0x7e).contains(byte) ? shaper.width(of: [UInt8(byte)], face: face, size: 1) : -1
        }
        minus = shaper.unitWidth("\u{2212}", face)
        dash = shaper.unitWidth("—", face)
    }

    func width(_ text: String) -> Double {
        if text.isEmpty { return 0 }
        if let sum = text.utf8.withContiguousStorageIfAvailable(sum), let sum { return sum }
        return shaper.unitWidth(text, face)
    }

    func width(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
        if bytes.isEmpty { return 0 }
        return sum(bytes) ?? shaper.width(of: bytes, face: face, size: 1)
    }

    /// Nil when there is a character that is not in the table.
    private func sum(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var sum = 0.0, index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 128 {
                guard ascii[Int(byte)] >= 0 else { return nil }
                sum += ascii[Int(byte)]
                index += 1
            } else if byte == 0xe2, index + 2 < bytes.count {
                switch (bytes[index + 1], bytes[index + 2]) {
                case (0x88, 0x92): sum += minus
                case (0x80, 0x94): sum += dash
                default: return nil
                }
                index += 3
            } else {
                return nil
            }
        }
        return sum
    }
}
