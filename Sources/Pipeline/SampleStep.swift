public import Diagnostics
public import Quantities
internal import ReportModel
internal import SampleCity

/// What the demo city is asked for.
public struct SampleRequest: Sendable {
    public var from: ReportingPeriod
    public var to: ReportingPeriod
    public var scale: Int
    public var seed: UInt64
    public var defects: Bool
    /// Plants a wrong figure in the check table.
    public var wrongFigure: Bool
    public init(from: ReportingPeriod, to: ReportingPeriod, scale: Int = 1000, seed: UInt64 = 7, defects: Bool = false, wrongFigure: Bool = false) {
        self.from = from; self.to = to; self.scale = scale; self.seed = seed; self.defects = defects; self.wrongFigure = wrongFigure
    }
}

public struct SampleResult: Sendable {
    public var files: Int
    public var rows: Int
    public var folder: String
    public var skippedMonths: Int
}

extension Workspace {
    /// Writes the demo city's interface files into the exchange folder.
    public func sample(_ request: SampleRequest, progress: any ProgressListener = SilentProgress()) throws -> SampleResult {
        let folder = path(settings.exchange)
        progress.receive(.step("sample \(request.from) … \(request.to)"))
        let options = SampleOptions(
            seed: request.seed, scale: request.scale, firstMonth: request.from.year * 100 + request.from.month,
            lastMonth: request.to.year * 100 + request.to.month, defects: request.defects, wrongFigure: request.wrongFigure, folder: folder)
        do {
            let summary = try SampleCity(options).writeAll { done, total in progress.receive(.progress(done: done, total: total, unit: "months")) }
            progress.receive(.finished("sample: \(summary.files) files, \(summary.rows) rows"))
            return SampleResult(files: summary.files, rows: summary.rows, folder: folder, skippedMonths: summary.skippedMonths)
        } catch let error as SampleOptionError {
            throw DiagnosticsError(WorkspaceDiagnostics.sampleOption(error.reason, hint: error.remedy))
        } catch let error as SampleError {
            throw DiagnosticsError(WorkspaceDiagnostics.unwritable(error.path, reason: error.reason))
        }
    }
}
