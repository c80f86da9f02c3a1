internal import Quantities

/// Up to five classes with about equally many members, bounds taken from the figures themselves; equal figures share a class.
struct TileClasses {
    static let most = 5
    /// The lowest figure of each class.
    private var floors: [Decimal] = []
    private let sorted: [Decimal]

    init(_ figures: [Decimal]) {
        sorted = figures.sorted { $0.amount < $1.amount }
        for index in 0..<Self.most where !sorted.isEmpty {
            let floor = sorted[index * sorted.count / Self.most]
            if floors.last != floor { floors.append(floor) }
        }
    }

    func number(of figure: Decimal) -> Int { (floors.lastIndex { $0.amount <= figure.amount } ?? 0) }

    /// `112～230`: each class ends where the next one begins, whose lowest figure is not of it (上组限不在内); the last one at the highest figure.
    var texts: [String] {
        floors.indices.map { index in
            let end = index + 1 < floors.count ? floors[index + 1] : sorted.last ?? floors[index]
            return end == floors[index] ? end.text() : "\(floors[index].text())～\(end.text())"
        }
    }
}
