/// A seeded generator (SplitMix64): the same forms on every machine.
struct Dice {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }

    /// 0 ..< limit
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
    mutating func from(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }
    /// True once in `n`.
    mutating func oneIn(_ n: Int) -> Bool { below(n) == 0 }
    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }

    private static let han = Array("社会保险费收缴情况企业职工基本养老失业工伤医疗单位个人缴费基数人数总额当期清欠合计区县年度最低工资待遇支付余额结转补贴收入利息转移委托投资期末欠缴跨省就业稳岗")
    mutating func words(_ range: ClosedRange<Int>) -> String { String((0..<from(range)).map { _ in pick(Self.han) }) }

    /// Whole digits below 10^digits, often much smaller.
    mutating func number(digits: Int) -> Int128 {
        var limit: Int128 = 1
        for _ in 0..<from(1...digits) { limit *= 10 }
        return Int128(next() >> 2) % limit
    }
}
