public import Cubes
internal import Digests
public import Quantities
public import ReportModel
public import Warehouse

/// What the mart looks like under a catalogue: its structure, and the reference tables that decode its cells.
public struct MartPlan: Sendable {
    public var structure: MartStructure
    public var structureDigest: String
    public var reference: [MartRows]
    public var referenceDigest: String
    /// Measures whose cells could give away what a report suppresses: their values are not in the mart.
    public var protected: Set<String>
    private var units: [String: String]

    /// `months`: the months of the table `period`.
    public init(_ catalogue: Catalogue, months: [ReportingPeriod]) {
        let dimensions = Set(catalogue.interfaces.flatMap(\.dimensions)).union(["insurance"]).sorted()
        protected = MeasureProtection.protectedMeasures(catalogue)
        units = Dictionary(catalogue.measures.map { ($0.code, $0.unit.name) }, uniquingKeysWith: { first, _ in first })
        structure = MartStructure(dimensions: dimensions, views: MartViews.views(catalogue, dimensions: dimensions))
        let shape = [structure.factColumns.joined(separator: ",")] + structure.views.map { "\($0.name) \($0.query)" } + protected.sorted() + units.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        structureDigest = SHA256Digest(of: Array(shape.joined(separator: "\n").utf8)).hex
        reference = ReferenceRows.rows(catalogue, dimensions: dimensions, months: months, protected: protected)
        let text = reference.flatMap { rows in ["\(rows.table) \(rows.columns)"] + rows.rows.map { "\($0)" } }
        referenceDigest = SHA256Digest(of: Array(text.joined(separator: "\n").utf8)).hex
    }

    /// Batch row and facts of a summary table.
    public func contents(of table: SummaryTable, loadedAt: String?) -> [MartRows] {
        let batch = table.batch
        var facts = MartRows("fact", columns: structure.factColumns)
        let places = structure.dimensions.map { name in table.dimensions.firstIndex(of: name) }
        let insurance = structure.dimensions.firstIndex(of: "insurance")
        for row in table.rows {
            var members: [MartValue] = places.map { $0.map { .text(row.members[$0]) } ?? .null }
            if let insurance, places[insurance] == nil { members[insurance] = .optional(table.insurance) }
            let isHidden = protected.contains(row.measure)
            let head: [MartValue] = [.text(batch.id), .text(table.interface), .text(table.period.description), .text(row.measure), .text(row.part)]
            facts.rows.append(head + members + [
                .text(isHidden ? "suppressed" : "value"), isHidden ? .null : .integer(row.value), .integer(Int64(row.scale)), .text(units[row.measure] ?? ""),
            ])
        }
        let head = MartRows(
            "batch", columns: ["id", "interface", "period", "file", "digest", "rows", "accepted", "rejected", "cells", "loaded_at"],
            rows: [[
                .text(batch.id), .text(table.interface), .text(table.period.description), .text(batch.file), .text(batch.digest), .integer(Int64(batch.rows)),
                .integer(Int64(batch.accepted)), .integer(Int64(batch.rejected)), .integer(Int64(table.rows.count)), .optional(loadedAt),
            ]])
        return [head, facts]
    }
}
