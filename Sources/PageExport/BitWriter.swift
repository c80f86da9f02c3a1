/// Writes bits from the lowest on, as deflate wants them, into memory that is large enough.
struct BitWriter {
    private(set) var end: UnsafeMutableRawPointer
    private var held: UInt64 = 0
    private var heldCount: UInt64 = 0

    init(_ start: UnsafeMutableRawPointer) { end = start }

    /// The low `count` bits of `bits`, at most 56; the others must be 0. Writes up to 8 bytes past the end.
    @inline(__always)
    mutating func put(_ bits: UInt64, count: UInt64) {
        held |= bits &<< heldCount
        heldCount &+= count
        end.storeBytes(of: held.littleEndian, as: UInt64.self)
        end += Int(heldCount &>> 3)
        held &>>= heldCount & ~7
        heldCount &= 7
    }

    /// Zeros up to the end of the byte.
    mutating func fillByte() { put(0, count: (8 - heldCount) & 7) }
}
