public import Diagnostics
internal import Foundation
internal import Intake
public import Quantities
internal import ReportModel
internal import Warehouse

extension Workspace {
    /// Looks at the exchange folder of a month every `interval` seconds and loads by itself when the set is complete: every file
    /// that is expected has come, none is empty, repeated or misnamed, and none has changed for a while. A new delivery later on
    /// is loaded in the same way. A file is read when it is new or changed, not at every look. Returns after the first load with `once`, else never; `tell` gets a line when something changes.
    public func watch(
        _ given: ReportingPeriod?, interval: Int, once: Bool, progress: any ProgressListener = SilentProgress(), tell: (String) -> Void, loaded: (LoadReport) -> Void
    ) throws {
        let period = try period(given), catalogue = try catalogue()
        var said = "", failed: [ArrivedFile] = [], findings = FileFindings()
        while true {
            let arrivals = try self.arrivals(period, catalogue: catalogue, warehouse: try Warehouse(folder: path(settings.warehouse)), findings: &findings)
            let blocking = arrivals.filter(\.isBlocking), news = arrivals.filter { $0.state == .arrived || $0.state == .volume }
            let text = Self.summary(arrivals, blocking)
            if text != said { tell("\(period): \(text)") }
            said = text
            if blocking.isEmpty && news.isEmpty && once {
                tell("\(period): everything is loaded")
                return
            }
            let state = news.map { ArrivedFile(name: $0.name, bytes: $0.bytes, age: 0) }
            if blocking.isEmpty && !news.isEmpty && state != failed {
                do {
                    let report = try load([period], progress: progress)
                    loaded(report)
                    try report.throwProblems()
                    if once { return }
                } catch let error as DiagnosticsError {
                    if once { throw error }
                    // The same bytes would fail again: wait for another delivery.
                    failed = state
                    tell("\(period): the load failed; waiting for a new delivery\n\(error.description)")
                }
            }
            sleep(UInt32(max(1, interval)))
        }
    }

    private static func summary(_ arrivals: [Arrival], _ blocking: [Arrival]) -> String {
        let expected = arrivals.filter { $0.interface != nil }
        if blocking.isEmpty { return "complete, \(expected.count) files" }
        let list = blocking.map { "\($0.name) \($0.state.rawValue)\($0.detail.isEmpty ? "" : " (\($0.detail))")" }.joined(separator: ", ")
        return "\(expected.count - blocking.count) of \(expected.count) files arrived; \(list)"
    }
}
