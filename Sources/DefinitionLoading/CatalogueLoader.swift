public import Diagnostics
public import ReportModel

/// Reads all files of a definitions folder into one checked catalogue.
///
/// The folder of a file says what it holds: `reports/…`, `calibers/…`, `measures/…`, `interfaces/…`, `checks/…`, `codes/…csv`, `balances/…`, `theme/…`;
/// `exchange.yaml` and `layout-suppressions.yaml` stand beside them.
public enum CatalogueLoader {
    public static func load(files: [DefinitionFile]) -> (catalogue: Catalogue, diagnostics: DiagnosticBag) {
        let reading = Reading()
        var catalogue = Catalogue()
        for file in files.sorted(by: { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }) {
            read(file, into: &catalogue, reading)
            catalogue.sources.append(.init(path: file.path, digest: file.digest))
        }
        catalogue.reports.sort { $0.code < $1.code }
        checkNames(catalogue, reading)
        ReferenceCheck(catalogue, reading).run()
        UnitCheck(catalogue, reading).run()
        CheckTableCheck(catalogue, reading).run()
        return (catalogue, DiagnosticBag(reading.bag.sorted))
    }

    private static func read(_ file: DefinitionFile, into catalogue: inout Catalogue, _ reading: Reading) {
        let folder = file.path.split(separator: "/").first.map(String.init) ?? ""
        if folder == "codes", file.path.hasSuffix(".csv") {
            if let table = CodeTableReader.read(file, reading) { catalogue.codeTables.append(table) }
            return
        }
        if file.path == "exchange.yaml" {
            if let root = YAMLReader(path: file.path).read(file.bytes, into: &reading.bag), let plan = ExchangeReader.read(root, reading) { catalogue.exchange = plan }
            return
        }
        if file.path == SuppressionReader.path {
            if let root = YAMLReader(path: file.path).read(file.bytes, into: &reading.bag) { catalogue.suppressions = SuppressionReader.read(root, reading) }
            return
        }
        guard ["reports", "calibers", "measures", "interfaces", "checks", "balances", "theme"].contains(folder), file.path.hasSuffix(".yaml") else {
            reading.add(DefinitionDiagnostics.unknownFile(at: SourceRange(file: file.path, line: 1, column: 1)))
            return
        }
        guard let root = YAMLReader(path: file.path).read(file.bytes, into: &reading.bag) else { return }
        switch folder {
        case "reports": if let report = ReportReader.read(root, reading) { catalogue.reports.append(report) }
        case "calibers": catalogue.calibers += CaliberReader.read(root, reading)
        case "measures": catalogue.measures += MeasureReader.read(root, reading)
        case "balances": catalogue.balances += BalanceReader.read(root, reading)
        case "interfaces": if let specification = InterfaceReader.read(root, reading) { catalogue.interfaces.append(specification) }
        case "checks": if let check = CheckReader.read(root, reading) { catalogue.checks.append(check) }
        default: ThemeReader.read(root, into: &catalogue.theme, reading)
        }
    }

    private static func checkNames(_ catalogue: Catalogue, _ reading: Reading) {
        func check<T>(_ what: String, _ items: [T], _ name: (T) -> String, _ origin: (T) -> SourceRange) {
            var first: [String: SourceRange] = [:]
            for item in items {
                if let earlier = first[name(item)] { reading.add(DefinitionDiagnostics.duplicate(what, name(item), first: earlier, at: origin(item))) }
                else { first[name(item)] = origin(item) }
            }
        }
        check("report", catalogue.reports, \.shortCode, \.origin)
        check("caliber", catalogue.calibers, \.id, \.origin)
        check("interface", catalogue.interfaces, { "\($0.id) version \($0.version)" }, \.origin)
        check("balance", catalogue.balances, \.id, \.origin)
        check("check table", catalogue.checks, \.id, \.origin)
        check("file of a check table", catalogue.checks, \.filePattern, \.origin)
        check("measure", catalogue.measures.flatMap { m in m.interfaces.map { (m, $0) } }, { "\($0.0.code) of \($0.1)" }, \.0.origin)
        for report in catalogue.reports { check("note", report.notes.filter { $0.id != nil }, { $0.id! }, \.origin) }
        for item in catalogue.suppressions where !catalogue.reports.contains(where: { $0.code == item.report }) {
            let nearest = Suggestion.nearest(to: item.report, among: catalogue.reports.map(\.code))
            reading.add(DefinitionDiagnostics.unknown("report", item.report, nearest: nearest, at: item.origin))
        }
        for report in catalogue.reports { check("chart", report.charts, \.id, \.origin) }
    }
}
