internal import Aggregation
internal import Cubes
internal import Quantities
internal import ReportModel
internal import Warehouse

/// What was delivered and is not loaded as it stands, by district and figure: the other side of a check table. Only rejected,
/// filtered and corrected rows come here.
///
/// Figures: the rows, each number column, and each measure as far as its conditions can be told from the row.
final class DistrictAccounts {
    typealias Kind = LoadRecord.DistrictFigure.Kind

    /// The column with the district; nil: the interface has none, and all rows go to the account without a district.
    private let districtColumn: Int?
    private let districts: [String]
    private let numberColumns: [Int]
    private let measures: RowMeasures
    private let names: [String]
    private let scales: [Int]
    private let isFaulty: UnsafeMutablePointer<Bool>
    /// Per kind, district and figure.
    private var values: [Int64]
    private var unreadable: [Int]

    init(_ plan: LoadPlan) throws {
        let specification = plan.specification, columns = specification.columns
        districtColumn = columns.firstIndex { if case .code(DistrictAccounts.table) = $0.type { true } else { false } }
        // The first account is that of rows whose district cannot be read.
        districts = [""] + (plan.ordinals.codes[DistrictAccounts.table] ?? [])
        numberColumns = columns.indices.filter { if case .number = columns[$0].type { true } else { false } }
        measures = try RowMeasures(
            specification: specification, measures: plan.catalogue.measures, ordinals: plan.ordinals, codeTables: plan.catalogue.codeTables,
            calibers: CaliberResolver(plan.catalogue.calibers), period: plan.period)
        names = ["rows"] + numberColumns.map { "sum \(columns[$0].name)" } + measures.figures.map { "measure \($0.measure)\($0.part.isEmpty ? "" : " \($0.part)")" }
        scales = [0] + numberColumns.map { if case .number(let format) = columns[$0].type { format.decimals } else { 0 } } + measures.figures.map(\.scale)
        values = [Int64](repeating: 0, count: Kind.allCases.count * districts.count * names.count)
        unreadable = [Int](repeating: 0, count: values.count)
        isFaulty = .allocate(capacity: max(1, columns.count))
        isFaulty.initialize(repeating: false, count: max(1, columns.count))
    }

    deinit { isFaulty.deallocate() }

    static let table = "district"

    /// Adds the row that the parser holds; `sign` −1 takes it off again (a corrected row: as received, less as loaded).
    func add(_ kind: Kind, _ parser: RowParser, sign: Int64 = 1) {
        let row = parser.view, isSplit = parser.isSplit
        for problem in parser.problems where problem.column >= 0 { isFaulty[problem.column] = true }
        defer { for problem in parser.problems where problem.column >= 0 { isFaulty[problem.column] = false } }
        var district = 0
        if isSplit, let column = districtColumn, !isFaulty[column], !row.isNull[column] { district = Int(row.numbers[column]) + 1 }
        let base = (rank(kind) * districts.count + district) * names.count
        values[base] &+= sign
        guard isSplit else {
            for index in 1..<names.count { unreadable[base + index] += 1 }
            return
        }
        for (index, column) in numberColumns.enumerated() {
            if isFaulty[column] { unreadable[base + 1 + index] += 1 } else if !row.isNull[column] { values[base + 1 + index] &+= sign &* row.numbers[column] }
        }
        let first = base + 1 + numberColumns.count
        measures.evaluate(row, isFaulty: isFaulty) { index, value in
            if let value { values[first + index] &+= sign &* value } else { unreadable[first + index] += 1 }
        }
    }

    private func rank(_ kind: Kind) -> Int {
        switch kind {
        case .rejected: 0
        case .filtered: 1
        case .corrected: 2
        }
    }

    /// In the order of kinds, districts and figures; figures that are nothing are left out.
    var figures: [LoadRecord.DistrictFigure] {
        values.indices.compactMap { index in
            if values[index] == 0 && unreadable[index] == 0 { return nil }
            let figure = index % names.count, district = index / names.count % districts.count
            return LoadRecord.DistrictFigure(
                kind: Kind.allCases[index / (names.count * districts.count)], district: districts[district], figure: names[figure], value: values[index],
                scale: scales[figure], unreadable: unreadable[index])
        }
    }
}
