public import Diagnostics
internal import Documents
internal import Intake
public import Quantities
internal import ReportModel

extension Workspace {
    /// Writes 数据接口规范 of the interfaces (all for none) as PDF, workbook, web page and Markdown; returns the paths.
    public func documentInterfaces(_ ids: [String], period given: ReportingPeriod?, folder: String) throws -> [String] {
        let period = try period(given), catalogue = try catalogue()
        try ids.forEach { try requireInterface($0, catalogue) }
        let files = try DocumentFiles(self, theme: catalogue.theme)
        var paths: [String] = []
        for id in ids.isEmpty ? Set(catalogue.interfaces.map(\.id)).sorted() : ids {
            // The newest file of the interface in force, with all its versions.
            guard let specification = catalogue.interfaces.filter({ $0.id == id && $0.effective <= period.lastDay }).max(by: { $0.version < $1.version }) else { continue }
            let document = SpecificationDocument.document(specification, catalogue: catalogue, period: period, office: settings.office)
            paths += try files.write(document, to: "\(folder)/\(id)", as: [.pdf, .xlsx, .html, .markdown])
        }
        return paths
    }

    /// Interfaces in force with version, files and owner.
    public func listInterfaces(_ given: ReportingPeriod?) throws -> Listing {
        let period = try period(given), catalogue = try catalogue()
        let rows = Set(catalogue.interfaces.map(\.id)).sorted().compactMap { catalogue.interface($0, for: period) }.map { specification in
            [specification.id, specification.name, "version \(specification.version)", specification.source.rawValue, specification.forms.map { $0.fileNames(for: period).joined(separator: ",") }.joined(separator: " or "), specification.forms.map(\.format.rawValue).joined(separator: " or "), "\(specification.columns.count) columns", specification.owner]
        }
        return Listing(columns: ["interface", "name", "version", "source", "files", "format", "columns", "owner"], rows: rows, what: "interfaces in force in \(period)")
    }
}
