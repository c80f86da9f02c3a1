/// Which hidden figures can have another value than their own, as far as the reader can tell.
///
/// The reader knows the relations, and that no figure falls below its floor. A figure has leeway when a vector of whole numbers
/// that is not zero there keeps every relation and, added to the true figures, keeps every figure above its floor. The vectors are
/// elementary ones of the relations' kernel: first those that move nothing that stands at its floor, then the rays of the cone
/// that is left when such figures may only rise, by the simplex method. Where figures add up over places, one is found wherever
/// there is one; elsewhere one may be missed, and a figure more is hidden than need be.
struct Leeway {
    /// How far each figure may fall; all may rise.
    private let room: [Int]
    /// The relations, reduced: in each row one basic figure, zero in all other rows and positive in its own.
    private var rows: [[Int]]
    private var basic: [Int] = []
    /// Figures for which a vector was found.
    private(set) var isFree: [Bool]
    /// Coefficients grew too large to go on.
    private var isExhausted = false

    /// `relations`: Σ coefficient × figure does not change.
    init(room: [Int], relations: [[(figure: Int, coefficient: Int)]]) {
        self.room = room
        isFree = Array(repeating: false, count: room.count)
        rows = relations.map { terms in
            var row = [Int](repeating: 0, count: room.count)
            for term in terms { row[term.figure] += term.coefficient }
            return row
        }
        // Those that may fall come first: the rows that are left speak of figures at their floor alone.
        for figure in room.indices where !isAtFloor(figure) { reduce(figure) }
        for figure in room.indices where isAtFloor(figure) { reduce(figure) }
        rows.removeSubrange(basic.count...)
        let isBasic = Set(basic)
        for figure in room.indices where !isAtFloor(figure) && !isBasic.contains(figure) { take(direction(figure)) }
        for figure in room.indices {
            if !isFree[figure] { move(figure, by: 1) }
            if !isFree[figure] && !isAtFloor(figure) { move(figure, by: -1) }
        }
    }

    private func isAtFloor(_ figure: Int) -> Bool { room[figure] == 0 }

    private mutating func reduce(_ figure: Int) {
        guard !isExhausted, let found = rows.indices.dropFirst(basic.count).first(where: { rows[$0][figure] != 0 }) else { return }
        rows.swapAt(found, basic.count)
        basic.append(figure)
        pivot(basic.count - 1, figure)
    }

    /// Bland's rule: every step starts and stays at the true figures, and none comes twice.
    private mutating func move(_ target: Int, by sign: Int) {
        var own = basic.firstIndex(of: target)
        if own == nil && !isAtFloor(target) { return }
        while !isExhausted {
            let entering = own.map { row in room.indices.first { isAtFloor($0) && $0 != target && rows[row][$0] * sign < 0 } } ?? target
            guard let entering else { return }
            let blocking = rows.indices.filter { isAtFloor(basic[$0]) && rows[$0][entering] > 0 }
            guard let leaving = blocking.min(by: { basic[$0] < basic[$1] }) else { return take(direction(entering)) }
            basic[leaving] = entering
            pivot(leaving, entering)
            if entering == target { own = leaving }
        }
    }

    /// The vector that moves this figure and, of the others, basic ones only.
    private func direction(_ figure: Int) -> [Int]? {
        // Of each basic figure that moves: by how much, over the length of this one.
        var moved: [(figure: Int, shift: Int, length: Int)] = []
        var length = 1
        for (row, own) in zip(rows, basic) where row[figure] != 0 {
            let common = Self.divisor(row[own], row[figure])
            moved.append((own, -row[figure] / common, row[own] / common))
            length *= row[own] / common / Self.divisor(length, row[own] / common)
            if length > Self.limit { return nil }
        }
        var vector = [Int](repeating: 0, count: room.count)
        vector[figure] = length
        for part in moved { vector[part.figure] = part.shift * (length / part.length) }
        return vector
    }

    private mutating func take(_ vector: [Int]?) {
        guard !isExhausted, let vector, [1, -1].contains(where: { sign in vector.indices.allSatisfy { vector[$0] * sign >= -room[$0] } }) else { return }
        for figure in vector.indices where vector[figure] != 0 { isFree[figure] = true }
    }

    // MARK: Whole numbers

    private static let limit = 1 << 30

    /// Makes the figure basic in the row: all other rows lose it.
    private mutating func pivot(_ place: Int, _ figure: Int) {
        if rows[place][figure] < 0 { for column in room.indices { rows[place][column].negate() } }
        let row = rows[place], support = room.indices.filter { row[$0] != 0 }
        for other in rows.indices where other != place && rows[other][figure] != 0 {
            let divisor = Self.divisor(row[figure], rows[other][figure])
            let own = row[figure] / divisor, factor = rows[other][figure] / divisor
            if own != 1 { for column in room.indices { rows[other][column] *= own } }
            for column in support { rows[other][column] -= row[column] * factor }
            if own != 1 {
                let common = rows[other].reduce(0) { Self.divisor($0, $1) }
                if common > 1 { for column in room.indices { rows[other][column] /= common } }
            }
            if (own == 1 ? support : Array(room.indices)).contains(where: { rows[other][$0].magnitude > Self.limit }) { isExhausted = true; return }
        }
    }

    private static func divisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a.magnitude, b.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        return Int(a)
    }
}
