/// Little-endian numbers. The caller has checked that the bytes are there.
extension [UInt8] {
    @inline(__always) func u16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }
    @inline(__always) func u32(_ at: Int) -> Int { u16(at) | u16(at + 2) << 16 }
    @inline(__always) func u64(_ at: Int) -> UInt64 { UInt64(u32(at)) | UInt64(u32(at + 4)) << 32 }
    @inline(__always) func double(_ at: Int) -> Double { Double(bitPattern: u64(at)) }

    /// `count` bytes at `at` lie within the array.
    @inline(__always) func has(_ count: Int, at: Int) -> Bool { at >= 0 && count >= 0 && at <= self.count && count <= self.count - at }

    func starts(with text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && text.withUTF8Buffer { $0.elementsEqual(self.prefix($0.count)) }
    }
}
