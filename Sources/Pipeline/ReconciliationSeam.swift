internal import Quantities
internal import Warehouse

extension Workspace {
    /// 对账 with check tables and self-check reports as the status page shows it; nil: it is not available, the page says 未对账.
    func reconciliation(_ period: ReportingPeriod, warehouse: Warehouse) throws -> StatusReport.Step? { nil }
}
