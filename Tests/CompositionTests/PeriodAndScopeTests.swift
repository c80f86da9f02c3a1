import Composition
import Diagnostics
import Quantities
import ReportModel
import Testing

/// A month and a scope that a user may choose.
@Suite struct PeriodAndScopeTests {
    typealias M = Miniature

    static let report: ReportDefinition = {
        var report = M.report(columns: FormulaTests.columns([("paid", .yuan, M.measure("paid"))]), rows: [FormulaTests.row("01", ["insurance": "110"])])
        report.parameters = [
            ParameterDefinition(name: "期", kind: .period, values: ["2026-01～2026-03", "2026-08", "2026-10～"], standard: nil, origin: M.here),
            ParameterDefinition(name: "范围", kind: .scope, values: ["city", "01"], standard: nil, origin: M.here),
        ]
        return report
    }()

    @Test(arguments: [
        ("2026-01", true), ("2026-03", true), ("2026-04", false), ("2025-12", false), ("2026-08", true), ("2026-09", false), ("2031-05", true), ("2026-10～", false), ("", false),
    ])
    func monthsAreOfferedInRanges(_ month: String, _ isOffered: Bool) { #expect(Self.report.parameters[0].offers(month) == isOffered) }

    @Test func theReportIsTheOneThatIsPublished() throws {
        let chosen = try Self.report.choosing(
            [Choice(parameter: "期", values: ["2026-08"]), Choice(parameter: "范围", values: ["city", "01"])], in: M.catalogue([Self.report]))
        #expect(chosen.choices.isEmpty && chosen.lookup == "SB-T01" && chosen.title == "试表")
    }

    @Test(arguments: [("期", ["2026-09"], "2026-01～2026-03, 2026-08, 2026-10～"), ("期", ["2026-08", "2026-10"], "2026-08"), ("范围", ["02"], "city, 01"), ("范围", [], "city, 01")])
    func whatIsNotOfferedIsRefused(_ name: String, _ values: [String], _ offered: String) throws {
        let error = try #require(throws: DiagnosticsError.self) { try Self.report.choosing([Choice(parameter: name, values: values)], in: M.catalogue([Self.report])) }
        #expect(error.diagnostics.contains { $0.id == "CMP021" && $0.hint?.contains(offered) == true }, "\(error)")
    }
}
