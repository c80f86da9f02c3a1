/// What to generate.
public struct SampleOptions: Sendable {
    public var seed: UInt64
    /// 1 : scale of the published totals; 1 is the whole city.
    public var scale: Int
    /// yyyymm; not before 202410.
    public var firstMonth: Int
    public var lastMonth: Int
    /// Plants bad rows of every kind beside the clean ones.
    public var defects: Bool
    /// Plants a wrong figure in the check table of the pension feed.
    public var wrongFigure: Bool
    public var folder: String

    public init(seed: UInt64, scale: Int, firstMonth: Int, lastMonth: Int, defects: Bool, wrongFigure: Bool = false, folder: String) {
        self.seed = seed; self.scale = scale; self.firstMonth = firstMonth; self.lastMonth = lastMonth
        self.defects = defects; self.wrongFigure = wrongFigure; self.folder = folder
    }

    /// The line in a month's manifest that tells what made it.
    var fingerprint: String { "generator 4, seed \(seed), scale \(scale), defects \(defects)\(wrongFigure ? ", wrong figure" : "")" }
}

public struct SampleSummary: Sendable {
    public var files = 0
    public var rows = 0
    /// Months that were there already, made with the same options.
    public var skippedMonths = 0
    public init() {}
}

/// The options make no sense.
public struct SampleOptionError: Error, Sendable {
    public var reason: String
    /// What to choose instead.
    public var remedy: String
}

/// A file could not be written.
public struct SampleError: Error, CustomStringConvertible, Sendable {
    public var path: String
    public var reason: String
    public var description: String { "\(path): \(reason)" }
}

/// Months counted from 2024-10, the first month of the demo city.
struct SampleMonth {
    let index: Int
    init?(yyyymm: Int) {
        guard (1...12).contains(yyyymm % 100) else { return nil }
        index = yyyymm / 100 * 12 + yyyymm % 100 - 1 - (2024 * 12 + 9)
    }
    init(index: Int) { self.index = index }
    var year: Int { (index + 2024 * 12 + 9) / 12 }
    var month: Int { (index + 2024 * 12 + 9) % 12 + 1 }
    var yyyymm: Int { year * 100 + month }
    /// The year whose base limits apply: from July to June.
    var contributionYear: Int { month >= 7 ? year : year - 1 }
}
