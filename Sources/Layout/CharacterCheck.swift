internal import Composition
internal import Diagnostics
internal import Scene

/// Finds characters that the faces do not contain, before anything is drawn: a page never shows a stand-in silently.
struct CharacterCheck {
    let report: BuiltReport
    let shaper: any TextShaper
    private var findings: [Diagnostic] = []
    /// More findings than this help nobody.
    private static let limit = 50

    /// Throws LAY004 for every missing character, with its place.
    static func run(_ report: BuiltReport, shaper: any TextShaper) throws {
        var check = CharacterCheck(report: report, shaper: shaper)
        check.checkFrame()
        for table in report.tables { check.check(table) }
        for chart in report.charts { check.check(chart) }
        if !check.findings.isEmpty { throw DiagnosticsError(diagnostics: check.findings) }
    }

    private init(report: BuiltReport, shaper: any TextShaper) {
        self.report = report
        self.shaper = shaper
    }

    private mutating func checkFrame() {
        let form = report.form
        check(report.title, .songBold, "title")
        check(report.scope.name, .songBold, "name of the scope")
        check(FormLayout.titleText(report), .heiBold, "title on following pages")
        for (text, place) in [
            (form.office, "编制单位"), (form.period, "报告期"), (form.formNumber, "表号"), (form.units, "计量单位"), (form.state, "state"),
            (form.dataMark ?? "", "data mark"), (form.provenanceCode, "provenance code"),
        ] { check(text, .heiRegular, place) }
        for text in form.signatures { check(text, .heiRegular, "signature line") }
        for (index, note) in report.notes.enumerated() { check(note.text, .heiRegular, "note \(index + 1)") }
        for relation in report.relations {
            check(relation.printed, .heiRegular, "relation \(relation.text)")
            check(relation.exception ?? "", .heiRegular, "exception of a relation")
        }
    }

    private mutating func check(_ table: BuiltTable) {
        check(table.title ?? "", .heiBold, "title of the table")
        check(table.stubTitle, .heiRegular, "head of the stub")
        check(table.codeTitle ?? "", .heiRegular, "head of the codes")
        for head in table.headerCells {
            for line in head.lines { check(line, .heiRegular, "head of column \(table.columns[head.column].code)") }
            check(head.unitLine ?? "", .heiRegular, "unit of column \(table.columns[head.column].code)")
        }
        for row in table.rows {
            let face: Face = row.style.isBold ? .heiBold : .heiRegular
            check(row.title, face, "title of row \(row.code)")
            check(row.code, .heiRegular, "code of row \(row.code)")
            if row.cells.arePlainNumbers { continue }
            for index in row.cells.indices where !Self.isPlain(row.cells[index].text) {
                check(row.cells[index].text, face, "row \(row.code), column \(table.columns[index].code)")
            }
        }
    }

    private mutating func check(_ chart: BuiltChart) {
        let place = "chart \(chart.id)"
        check(chart.number + chart.title, .heiBold, place)
        let labels = chart.categories.flatMap { [$0.label, $0.year ?? "", $0.note ?? ""] }
        let texts = [chart.unitText, chart.secondUnitText ?? ""] + labels + chart.series.map(\.name) + (chart.band?.lines ?? [])
        for text in texts { check(text, .heiRegular, place) }
    }

    private mutating func check(_ text: String, _ face: Face, _ place: String) {
        if Self.isPlain(text) || findings.count >= Self.limit { return }
        for character in shaper.missing(in: text.utf8, face: face) {
            findings.append(LayoutDiagnostics.missingCharacter(report, character, face: face, place: place, text: text))
        }
    }

    /// Printable ASCII, − and — are in every face.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            var index = 0
            while index < bytes.count {
                if (0x20...0x7e).contains(bytes[index]) { index += 1; continue }
                guard bytes[index] == 0xe2, index + 2 < bytes.count else { return false }
                let rest = (bytes[index + 1], bytes[index + 2])
                guard rest == (0x88, 0x92) || rest == (0x80, 0x94) else { return false }
                index += 3
            }
            return true
        } ?? false
    }
}
