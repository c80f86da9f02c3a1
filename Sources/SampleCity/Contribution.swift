/// The money columns of one person's row in one feed, in cents.
struct Contribution {
    var base = 0
    var due = (unit: 0, person: 0)
    var paid = (unit: 0, person: 0)
    var cleared = (unit: 0, person: 0)
    var owed = (unit: 0, person: 0)
    var backpay = 0
    var lateFee = 0
    var months = 0

    var hasDebt: Bool { owed.unit != 0 || owed.person != 0 || cleared.unit != 0 || cleared.person != 0 }
    var collected: Int { paid.unit + paid.person + cleared.unit + cleared.person + backpay }
}

/// How an insurance charges a person.
struct Rates {
    /// In 1/1000 of the base.
    var unit: Int
    var person: Int
    /// Fixed amount of the person in cents.
    var fixed = 0

    /// Rounded half away from zero to the cent.
    func due(base: Int) -> (unit: Int, person: Int) { ((base * unit + 500) / 1000, (base * person + 500) / 1000 + fixed) }
}

/// Which past months of a payer are unpaid, were cleared now, or are unpaid now: bit k stands for month k − 6.
struct PaymentState {
    var owed: UInt64
    var cleared: UInt64
    var isLate: Bool

    static let history = 6

    /// The state at the end of month `month`; late months of the six months before the first one count too.
    init(_ chance: Chance, payer: Int, month: Int) {
        var owed: UInt64 = 0, cleared: UInt64 = 0
        for k in -Self.history...month where chance.below(1000, .late, payer, k) < 32 {
            let lag = chance.below(100, .lag, payer, k)
            let bit = UInt64(1) << UInt64(k + Self.history)
            if lag >= 94 || k + 1 + lag % 4 > month { owed |= bit } else if k + 1 + lag % 4 == month { cleared |= bit }
        }
        self.owed = owed
        self.cleared = cleared
        isLate = chance.below(1000, .late, payer, month) < 32
    }
}
