internal import Cubes
internal import Quantities
internal import ReportModel
public import Warehouse

/// 明细等于统计: the detail rows counted again, for every measure, part and member, distinct counts too.
public enum DetailBalance {
    public static func compare(_ feed: FeedMonth, recount: Recount, into sheet: inout BalanceSheet) {
        struct Cell: Hashable {
            var item: String
            var members: [String]
        }
        func cells(_ rows: [SummaryRow]) -> [Cell: Amount] {
            Dictionary(rows.map { (Cell(item: $0.part.isEmpty ? $0.measure : "\($0.measure){part: \($0.part)}", members: $0.members), Amount(unscaled: $0.value, scale: $0.scale)) }, uniquingKeysWith: { $1 })
        }
        let interface = feed.specification.id
        let counted = cells(recount.rows), kept = cells(feed.summary.rows)
        let all = Set(counted.keys).union(kept.keys).sorted { ($0.item, $0.members.joined(separator: "|")) < ($1.item, $1.members.joined(separator: "|")) }
        for cell in all {
            sheet.exact(
                interface, cell.item, placeText(feed.summary.dimensions, cell.members), left: counted[cell] ?? .zero, right: kept[cell] ?? .zero
            ) { feed.oldRules }
        }
        sheet.exact(interface, "rows", left: Amount(recount.rowCounts.values.reduce(0, +)), right: Amount(feed.record.batch.accepted))
    }
}
