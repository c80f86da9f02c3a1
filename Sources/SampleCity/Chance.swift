/// Reproducible chance: a 64-bit mix of the seed with numbers that name what is being decided.
struct Chance {
    let seed: UInt64

    /// Topics keep decisions about the same person apart.
    enum Topic: UInt64 {
        case unit = 1, district, industry, late, lag, wage, growth, leave, flexible, personClass, backpay, decimals, medical, injury, grade, payMonth, drawing, defect, unitType, maternity, fund
        case pension, arrears, assessment, hardship, project
    }

    @inline(__always)
    func bits(_ topic: Topic, _ a: Int, _ b: Int = 0) -> UInt64 {
        var x = seed &+ topic.rawValue &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(a)) &* 0xD1B5_4A32_D192_ED03 &+ UInt64(bitPattern: Int64(b)) &* 0x8CB9_2BA7_2F3D_8DD7
        x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
        return x ^ (x >> 31)
    }

    /// 0..<bound
    @inline(__always)
    func below(_ bound: Int, _ topic: Topic, _ a: Int, _ b: Int = 0) -> Int {
        Int(bits(topic, a, b).multipliedFullWidth(by: UInt64(bound)).high)
    }
}
