public import Cubes
public import Diagnostics
public import Quantities
public import ReportModel

/// Sums and counts the measures of one interface file, row by row, in one pass.
///
/// Cells are a dense array over the leaf members of the specification's dimensions; conditions are small integer tests, each
/// evaluated once a row. Sums are checked for overflow.
public final class SummaryAccumulator {
    private let specification: InterfaceSpecification
    private let dimensions: [DimensionPlan]
    private let tests: UnsafeMutableBufferPointer<ConditionCode>
    private let sums: [SumPlan]
    private let sumCode: UnsafeMutableBufferPointer<(column: Int, conditions: UInt64)>
    private let steps: UnsafeMutableBufferPointer<(column: Int, stride: Int)>
    private let distincts: [DistinctPlan]
    private let counters: [DistinctCounter]
    private let cellCount: Int
    private let values: UnsafeMutablePointer<Int64>
    private let touched: UnsafeMutablePointer<Bool>
    private var hasOverflow = false

    /// `leaves`: the leaf codes of each code table, in the order that ordinals count (see `CodeOrdinals`).
    public init(
        specification: InterfaceSpecification, measures: [MeasureDefinition], ordinals: CodeOrdinals, codeTables: [CodeTable],
        calibers: CaliberResolver, period: ReportingPeriod
    ) throws {
        let compiler = MeasureCompiler(
            specification: specification, ordinals: ordinals, codeTables: codeTables, calibers: calibers, period: period)
        let plan = try compiler.compile(measures.filter { $0.interfaces.contains(specification.id) })
        self.specification = specification
        dimensions = plan.dimensions
        tests = .allocate(capacity: plan.tests.count)
        for (index, test) in plan.tests.enumerated() { tests.initializeElement(at: index, to: ConditionCode(test.test)) }
        sumCode = .allocate(capacity: plan.sums.count)
        for (index, sum) in plan.sums.enumerated() { sumCode.initializeElement(at: index, to: (sum.column, sum.conditions)) }
        steps = .allocate(capacity: plan.dimensions.count)
        for (index, dimension) in plan.dimensions.enumerated() { steps.initializeElement(at: index, to: (dimension.column, dimension.stride)) }
        sums = plan.sums
        distincts = plan.distincts
        cellCount = plan.dimensions.reduce(1) { $0 * $1.codes.count }
        let size = max(1, cellCount * plan.sums.count)
        values = .allocate(capacity: size)
        values.initialize(repeating: 0, count: size)
        touched = .allocate(capacity: max(1, cellCount))
        touched.initialize(repeating: false, count: max(1, cellCount))
        counters = plan.distincts.map { DistinctCounter(cells: $0.cellCount) }
    }

    deinit {
        tests.forEach { $0.deallocate() }
        tests.deallocate()
        sumCode.deallocate()
        steps.deallocate()
        values.deallocate()
        touched.deallocate()
    }

    /// Adds one accepted row.
    public func add(_ row: RowView) {
        var cell = 0
        for step in steps { cell += Int(row.numbers[step.column]) * step.stride }
        var holds: UInt64 = 0
        for index in 0..<tests.count where tests[index].holds(row) { holds |= 1 << UInt64(index) }
        touched[cell] = true
        let base = values + cell * sumCode.count
        for index in 0..<sumCode.count where sumCode[index].conditions & holds == sumCode[index].conditions {
            let column = sumCode[index].column
            let addend: Int64 = column < 0 ? 1 : row.isNull[column] ? 0 : row.numbers[column]
            if addend == 0 { continue }
            let (sum, overflow) = base[index].addingReportingOverflow(addend)
            base[index] = sum
            if overflow { hasOverflow = true }
        }
        for index in distincts.indices where distincts[index].conditions & holds == distincts[index].conditions {
            if row.isNull[distincts[index].column] { continue }
            var part = 0
            for split in distincts[index].by { part += Int(row.numbers[split.column]) * split.stride }
            counters[index].add(row.fields[distincts[index].column], cell: part)
        }
    }

    /// The summary cells, sorted; cells without any row and values that are zero are left out.
    public func rows() throws -> [SummaryRow] {
        if hasOverflow {
            throw DiagnosticsError(Diagnostic(
                "AGG003", .error, "a sum of \(specification.id) does not fit into 64 bits", at: specification.origin,
                hint: "check the amounts of the file: a total of more than 92 quadrillion is not plausible"))
        }
        var rows: [SummaryRow] = []
        for cell in 0..<cellCount where touched[cell] {
            let members = members(of: cell)
            for (index, sum) in sums.enumerated() {
                let value = values[cell * sums.count + index]
                if value != 0 { rows.append(SummaryRow(measure: sum.measure, part: sum.part, members: members, value: value, scale: sum.scale)) }
            }
        }
        for (index, plan) in distincts.enumerated() { rows += distinctRows(plan, counters[index]) }
        return rows.sorted()
    }

    private func members(of cell: Int) -> [String] {
        dimensions.map { $0.codes[cell / $0.stride % $0.codes.count] }
    }

    private func distinctRows(_ plan: DistinctPlan, _ counter: DistinctCounter) -> [SummaryRow] {
        func row(_ members: [String], _ value: Int64) -> SummaryRow { SummaryRow(measure: plan.measure, members: members, value: value, scale: 0) }
        var rows: [SummaryRow] = []
        if counter.distinctTotal > 0 { rows.append(row(dimensions.map { _ in "*" }, counter.distinctTotal)) }
        if plan.by.isEmpty { return rows }
        for cell in 0..<plan.cellCount where counter.count(cell: cell) > 0 {
            let members = dimensions.map { dimension in
                guard let split = plan.by.first(where: { $0.column == dimension.column }) else { return "*" }
                return dimension.codes[cell / split.stride % dimension.codes.count]
            }
            rows.append(row(members, counter.count(cell: cell)))
        }
        return rows
    }
}

/// The number that a parsed row carries for each code: position among the leaves in force of the column's code table.
public struct CodeOrdinals: Sendable {
    /// Code table id → leaf codes in order.
    public let codes: [String: [String]]

    /// Leaves in force on the last day of the period.
    public init(codeTables: [CodeTable], period: ReportingPeriod) {
        codes = Dictionary(codeTables.map { ($0.id, $0.leaves(on: period.lastDay).map(\.code)) }, uniquingKeysWith: { first, _ in first })
    }
}
