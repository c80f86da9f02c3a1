/// Counts row codes on: 02, 03, …
struct RowNumbering {
    private var number = 0
    private var width = 2

    mutating func next() -> String {
        number += 1
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The next code; nil: on from the last one.
    mutating func start(at code: String?) {
        guard let code, let first = Int(code) else { return }
        number = first - 1
        width = code.count
    }

    mutating func follow(_ code: String) {
        guard let value = Int(code) else { return }
        number = value
        width = code.count
    }
}
