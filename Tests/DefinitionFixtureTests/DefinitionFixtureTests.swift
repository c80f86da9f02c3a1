import DefinitionLoading
import Diagnostics
import Foundation
import ReportModel
import Testing

/// Every mistake that the definition language knows, in a file beside the real definitions. `¦` stands before the place that
/// the diagnostic must point to and is taken out before reading.
@Suite struct DefinitionFixtureTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()

    /// The real definitions as loaded files.
    static let real: [DefinitionFile] = {
        let folder = root + "ReportDefs/"
        return FileManager.default.enumerator(atPath: folder)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") }.map {
            DefinitionFile(path: $0, bytes: [UInt8](FileManager.default.contents(atPath: folder + $0)!), digest: "")
        }
    }()

    struct Fixture: Sendable, CustomTestStringConvertible {
        var id: String
        var path: String
        var text: String
        var hint: String?
        var testDescription: String { "\(id) \(path)" }
    }

    static func report(_ columns: String = "", rows: String = "    - {code: \"01\", title: 行, slice: {insurance: \"110\"}}", rest: String = "") -> String {
        """
        report: SB-F01
        title: 试表
        subsystem: 试
        table:
          stub: {title: 项目}
          columns:
            - {code: 1, name: a, title: 甲, unit: 元, value: paid}
            - {code: 2, name: w, title: 万, unit: 万元, value: paid}
            - {code: 3, name: r, title: 率, unit: "%", value: 1栏 ÷ 2栏}
        \(columns)
          rows:
        \(rows)
        \(rest)
        """
    }
    /// A chart of a kind with what that kind does not show.
    static func chart(_ kind: String, _ key: String, second: String = "", hint: String? = nil) -> Fixture {
        let text = report(rest: "charts:\n  - {id: c, kind: \(kind), title: 图, unit: 元, categories: {rows: all}, \(key), series: [{name: s, column: 1}\(second)]}")
        return Fixture(id: "DEF019", path: "reports/f.yaml", text: text, hint: hint)
    }
    /// A total and the rows of a dimension under a name.
    static let districts = "    - {code: \"01\", title: 合计, style: total}\n    - {each: district, name: districts}"
    static func column(_ text: String) -> String { report("    - \(text)") }
    static func highlight(_ condition: String, rest: String = "") -> String { report("  highlight:\n    - {when: \(condition), columns: [w]\(rest)}") }
    static func chart(_ kind: String, _ series: String) -> String {
        report(rest: "charts:\n  - {id: c, title: 图, categories: {rows: all}, kind: \(kind), series: [\(series)]}\n")
    }

    /// An interface of source B beside the real definitions, which are of source A.
    static let backup = """
        interface: backup
        feed: BF
        name: 备份库
        source: B
        effective: 2024-01-01
        format: oracle-exp
        file: "BF_{period}.DMP"
        table: SI.AC20
        columns:
          - {name: a, title: a, type: number, source: AAC040}

        """

    static func specification(_ rest: String, columns: String = "") -> String {
        """
        interface: f
        feed: F
        name: f
        effective: 2024-01-01
        file: F.TXT
        columns:
          - {name: a, title: a, type: number}
          - {name: c, title: c, type: code, codes: gender}
        \(columns)
        \(rest)

        """
    }

    static func check(_ column: String = "{head: 数, figure: rows, unit: 人}", rest: String = "", file: String = "F_{period}.XLS") -> String {
        """
        check: f
        name: 试表
        file: "\(file)"
        sheets:
          - interface: pension
            table:
              district: 区县
              columns:
                - \(column)
        \(rest)

        """
    }

    /// Keys and series that a chart of a kind would not show.
    static let charts: [Fixture] = [
        chart("bars", "¦band: base.lower", hint: "remove it, or use kind lines"),
        chart("ranking", "¦starts_at_zero: false", hint: "remove it, or use kind lines, small-multiples"),
        chart("waterfall", "¦references: [{name: 下限, at: \"01\"}]", hint: "remove it, or use kind histogram"),
        chart("histogram", "¦target: {name: 时序进度, value: 时序进度()}", hint: "remove it, or use kind ranking"),
        chart("lines", "¦panels: all", hint: "remove it, or use kind small-multiples"),
        chart("pie", "¦category_note: {column: 1}"),
    ] + ["ranking", "pie", "ring", "histogram", "waterfall", "tile-map", "small-multiples"].map {
        chart($0, $0 == "small-multiples" ? "panels: all" : "decimals: 0", second: ", {¦name: t, column: 1}", hint: "remove it, or give it a chart of its own")
    }

    static let fixtures: [Fixture] = charts + [
        Fixture(id: "DEF003", path: "checks/f.yaml", text: check("{head: 数, figure: rows, unit: 人, ¦decimal: 2}"), hint: "did you mean 'decimals'?"),
        Fixture(id: "DEF005", path: "checks/f.yaml", text: check("{¦head: 数, figure: rows}"), hint: "unit"),
        Fixture(id: "DEF005", path: "checks/f.yaml", text: "check: f\nname: f\nfile: \"F_{period}.XLS\"\nsheets:\n  - {¦interface: pension}\n", hint: "table or cells"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: column("{code: 4, title: 折行, unit: 元, value: paid, overflow: ¦wrap}"), hint: "one of shrink, fail"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: report().replacing("{title: 项目}", with: "{title: 项目, overflow: ¦shrnk}"), hint: "did you mean 'shrink'?"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: report(rows: "    - {code: \"01\", title: 行, slice: {insurance: \"110\"}, keep: ¦togther}"), hint: "did you mean 'together'?"),
        Fixture(id: "DEF010", path: "checks/f.yaml", text: check("{head: 数, figure: ¦count, unit: 人}"), hint: "measure CODE"),
        Fixture(id: "DEF010", path: "checks/f.yaml", text: check("{head: 数, figure: rows, unit: ¦万圆}"), hint: "did you mean '万元'?"),
        Fixture(id: "DEF010", path: "checks/f.yaml", text: check("{head: 数, figure: rows, unit: 人, difference: ¦block}"), hint: "did you mean 'blocks'?"),
        Fixture(id: "DEF010", path: "checks/f.yaml", text: check(file: "¦F.XLS"), hint: "{period}"),
        Fixture(id: "DEF010", path: "checks/f.yaml", text: check(rest: "    cells:\n      - {cell: ¦25C, figure: rows, unit: 人}"), hint: "C25"),
        Fixture(id: "DEF010", path: "checks/f.yaml", text: check(rest: "role: ¦selfcheck"), hint: "did you mean 'self-check'?"),
        Fixture(id: "DEF011", path: "checks/f.yaml", text: check("{head: 数, figure: rows, unit: 人}\n        - {head: 总, figure: ¦rows, unit: 人}"), hint: "rename"),
        Fixture(id: "DEF011", path: "checks/zz.yaml", text: check().replacing("check: f", with: "¦check: self-check"), hint: "rename"),
        Fixture(id: "DEF012", path: "checks/f.yaml", text: check().replacing("- interface: pension", with: "- ¦interface: pensoin"), hint: "did you mean 'pension'?"),
        Fixture(id: "DEF012", path: "checks/f.yaml", text: check("{head: 数, figure: ¦sum bass, unit: 元}"), hint: "did you mean 'base'?"),
        Fixture(id: "DEF012", path: "checks/f.yaml", text: check("{head: 数, figure: ¦measure payrs, unit: 人}"), hint: "did you mean 'payers'?"),
        Fixture(id: "DEF012", path: "checks/f.yaml", text: check("{head: 数, figure: ¦measure paid person2, unit: 元}"), hint: "did you mean 'person'?"),
        Fixture(id: "DEF012", path: "checks/f.yaml", text: check(rest: "    cells:\n      - {cell: C25, district: \"110191\", figure: ¦rows, unit: 人}"), hint: "did you mean '110101'?"),
        Fixture(id: "DEF013", path: "checks/f.yaml", text: check("{head: 数, figure: ¦rows, unit: 万元}"), hint: "人"),
        Fixture(id: "DEF013", path: "checks/f.yaml", text: check("{head: 数, figure: ¦measure paid, unit: 人}"), hint: "元"),
        Fixture(id: "DEF013", path: "checks/f.yaml", text: check("{head: 数, figure: ¦sum base, unit: \"%\"}"), hint: "adds up"),
        Fixture(id: "DEF019", path: "checks/f.yaml", text: check("{head: 数, figure: ¦sum gender, unit: 元}"), hint: "number column"),
        Fixture(id: "DEF019", path: "checks/f.yaml", text: check("{head: 数, figure: ¦distinct unit, unit: 户}"), hint: "declare a measure"),
        Fixture(id: "DEF019", path: "checks/f.yaml", text: check(file: "F_{period}.TXT").replacing("- interface: pension", with: "- ¦sheet: 一\n    interface: pension"), hint: "leave out"),
        Fixture(id: "DEF001", path: "reports/f.yaml", text: "report: SB-F01\ntitle: [甲\nsubsystem¦: 试\n"),
        Fixture(id: "DEF002", path: "reports/f.yaml", text: "¦", hint: "UTF-8"),
        Fixture(id: "DEF003", path: "reports/f.yaml", text: report(rest: "¦relatons: []"), hint: "did you mean 'relations'?"),
        Fixture(id: "DEF003", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: paid, ¦decimal: 2}"), hint: "did you mean 'decimals'?"),
        Fixture(id: "DEF003", path: "reports/f.yaml", text: report(rest: "charts:\n  - {id: c, kind: bars, title: 图, unit: 元, categories: {¦row: all}, series: [{name: s, column: 1}]}"), hint: "did you mean 'rows'?"),
        Fixture(id: "DEF004", path: "reports/f.yaml", text: report(rest: "menu: ¦综合"), hint: "a list"),
        Fixture(id: "DEF004", path: "reports/f.yaml", text: column("{code: [¦4], title: 丁, unit: 元, value: paid}").replacing("[¦4]", with: "¦[4]"), hint: "a text"),
        Fixture(id: "DEF005", path: "reports/f.yaml", text: column("{¦code: 4, title: 丁, value: paid}"), hint: "unit"),
        Fixture(id: "DEF005", path: "calibers/f.yaml", text: "calibers:\n  - id: x\n    name: x\n    unit: 元\n    values:\n      - {¦from: 2020-01-01, value: 1}\n", hint: "evidence"),
        Fixture(id: "DEF006", path: "reports/f.yaml", text: "report: SB-F01\n¦title: 甲\ntitle: 乙\nsubsystem: 试\n", hint: "keep one"),
        Fixture(id: "DEF006", path: "reports/f.yaml", text: report(rows: "    - {code: \"01\", title: 行, cells: {¦2: 1栏, \"2\": 3栏}}"), hint: "keep one"),
        Fixture(id: "DEF007", path: "reports/f.yaml", text: "report: SB-F01\ntitle: &t ¦甲\nsubsystem: 试\ncharts: []\ntable: {stub: {title: 项}, columns: [{code: 1, title: a, unit: 元, value: paid}], rows: [{code: \"01\", title: x}]}\n".replacing("&t ¦", with: "¦&t "), hint: "repeat"),
        Fixture(id: "DEF008", path: "theme/f.yaml", text: "title_size: 17\n---\n¦title_size: 18\n", hint: "file of its own"),
        Fixture(id: "DEF009", path: "interfaces/f.yaml", text: "interface: f\nfeed: F\nname: f\neffective: 2024-01-01\nfile: F.TXT\ncolumns:\n  - {name: a, title: a, type: date, required: ¦yes}\n", hint: "write true"),
        Fixture(id: "DEF010", path: "interfaces/f.yaml", text: specification("rules:\n  - {id: r, name: r, check: ¦a = = 1}"), hint: "a test of a row"),
        Fixture(id: "DEF010", path: "interfaces/f.yaml", text: specification("rules:\n  - {id: r, name: r, check: a > 1, severity: ¦eror}"), hint: "did you mean 'error'?"),
        Fixture(id: "DEF010", path: "interfaces/f.yaml", text: specification("rules:\n  - {¦id: R_1, name: r, check: a > 1}"), hint: "small letters"),
        Fixture(id: "DEF010", path: "interfaces/f.yaml", text: specification("trailer: {marker: T, fields: [¦row]}"), hint: "sum COLUMN"),
        Fixture(id: "DEF012", path: "interfaces/f.yaml", text: specification("rules:\n  - {id: r, name: r, check: ¦bas > 1}"), hint: "column"),
        Fixture(id: "DEF012", path: "interfaces/f.yaml", text: specification("rules:\n  - {id: r, name: r, check: ¦a > 口径(base.lowr)}"), hint: "did you mean 'base.lower'?"),
        Fixture(id: "DEF012", path: "interfaces/f.yaml", text: specification("filters:\n  - {id: r, name: r, drop: ¦c in 7}"), hint: "code of gender"),
        Fixture(id: "DEF011", path: "interfaces/f.yaml", text: specification("rules:\n  - {id: r, name: r, check: a > 1}\n  - {¦id: r, name: r, check: a > 2}"), hint: "rename"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("rules:\n  - {id: r, name: r, check: ¦c > 1}"), hint: "use 'in'"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("", columns: "  - {¦name: d, title: d, type: date, from: 2025-07}"), hint: "add to 'versions'"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("versions:\n  - {¦version: 1, from: 2025-07, note: n}"), hint: "higher number"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("parts: [a]").replacing("file: F.TXT", with: "¦file: F.TXT"), hint: "{part}"),
        Fixture(id: "DEF005", path: "balances/f.yaml", text: "balances:\n  - {¦id: b, name: b}\n", hint: "kind"),
        Fixture(id: "DEF010", path: "balances/f.yaml", text: "balances:\n  - {id: b, name: b, kind: ¦month, limits: [{percent: 1, absolute: 1}]}\n", hint: "did you mean 'months'?"),
        Fixture(id: "DEF010", path: "balances/f.yaml", text: "balances:\n  - id: b\n    name: b\n    kind: months\n    limits: [{¦percent: -1, absolute: 1}]\n", hint: "0 on"),
        Fixture(id: "DEF005", path: "balances/f.yaml", text: "balances:\n  - id: b\n    name: b\n    kind: months\n    limits: [{¦percent: 1}]\n", hint: "absolute"),
        Fixture(id: "DEF012", path: "balances/f.yaml", text: "balances:\n  - {¦id: b, name: b, kind: parts, interfaces: [pensoin]}\n", hint: "did you mean 'pension'?"),
        Fixture(id: "DEF012", path: "balances/f.yaml", text: "balances:\n  - {id: b, name: b, kind: change, check: ¦insuredd = joined}\n", hint: "did you mean 'insured'?"),
        Fixture(id: "DEF011", path: "balances/zz.yaml", text: "balances:\n  - {¦id: members, name: b, kind: members}\n", hint: "rename"),
        Fixture(id: "DEF019", path: "balances/f.yaml", text: "balances:\n  - {id: b, name: b, kind: change, check: insured = ¦joined × left}\n", hint: "上月"),
        Fixture(id: "DEF003", path: "balances/f.yaml", text: "balances:\n  - {id: b, name: b, kind: parts, ¦limits: []}\n", hint: "keys here"),
        Fixture(id: "DEF005", path: "interfaces/f.yaml", text: specification("trailer: {¦fields: [rows]}"), hint: "marker"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: ¦万圆, value: paid}"), hint: "did you mean '万元'?"),
        Fixture(id: "DEF010", path: "calibers/f.yaml", text: "calibers:\n  - {id: x, name: x, unit: 元, values: [{from: ¦2020-02-30, value: 1, evidence: official}]}\n", hint: "2026-10-31"),
        Fixture(id: "DEF010", path: "measures/f.yaml", text: "measures:\n  - {code: x, name: x, unit: 人, interfaces: [pension], count: rows, where: [¦status is 1]}\n", hint: "status in 1, 2"),
        Fixture(id: "DEF010", path: "theme/f.yaml", text: "ink: ¦blue\n", hint: "#1f4e79"),
        Fixture(id: "DEF011", path: "reports/zz.yaml", text: report().replacing("report: SB-F01", with: "¦report: SB-Z02"), hint: "rename"),
        Fixture(id: "DEF011", path: "reports/f.yaml", text: column("{¦code: 1, title: 丁, unit: 元, value: paid}"), hint: "rename"),
        Fixture(id: "DEF011", path: "codes/f.csv", text: "code,name,short,parent,effective_from,effective_to,remark\n1,甲,,,,,\n¦1,乙,,,,,\n", hint: "rename"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: ¦piad}"), hint: "did you mean 'paid'?"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: 1栏 + ¦9栏}"), hint: "column"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元/月, value: ¦口径(base.lowr)}"), hint: "did you mean 'base.lower'?"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: \"¦Z09[01,1]\"}"), hint: "report"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: ¦积(paid)}"), hint: "function"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: report(rows: "    - {¦code: \"01\", title: 行, slice: {insurance: \"111\"}}"), hint: "did you mean '110'?"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: report(rows: "    - {¦code: \"01\", title: 行, notes: [n]}"), hint: "note"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: report(rest: "relations:\n  - ¦03行 = 01行\n"), hint: "row"),
        Fixture(id: "DEF012", path: "measures/f.yaml", text: "measures:\n  - {¦code: x, name: x, unit: 人, interfaces: [pensoin], count: rows}\n", hint: "did you mean 'pension'?"),
        Fixture(id: "DEF012", path: "measures/f.yaml", text: "measures:\n  - {code: x, name: x, unit: 人, interfaces: [pension], count: rows, where: [\"¦class in 77\"]}\n", hint: "code of person-class"),
        Fixture(id: "DEF012", path: "codes/f.csv", text: "code,name,short,parent,effective_from,effective_to,remark\n¦1,甲,,9,,,\n", hint: "parent"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: ¦1栏 + 2栏}"), hint: "同"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: \"%\", value: ¦3栏 − 上年同月(3栏)}"), hint: "百分点"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: ¦paid + payers}"), hint: "mixes"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: 1栏 + ¦5}"), hint: "write 5 元 or 5 万元"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 万元, value: ¦5}"), hint: "write 5 万元 or 5 元"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 人, value: \"sum(payers, ¦5)\"}"), hint: "write 5 人 or 5 万人"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: \"¦1栏 + 5 人\"}"), hint: "mixes"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: report(rows: "    - {code: \"01\", title: 行, value: paid − ¦5}"), hint: "write 5 元 or 5 万元"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: highlight("w栏 ≥ ¦1000"), hint: "write 1000 万元 or 1000 元"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: highlight("¦−5 ≤ payers"), hint: "write -5 人 or -5 万人"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: highlight("¦w栏 ≥ 50 人"), hint: "compares money"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: highlight("¦r栏 ≥ 5 百分点"), hint: "compares a rate"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: highlight("¦r栏 ≥ 5 %", rest: ", except_rows: [\"07\"]"), hint: "row"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: report(rest: "relations:\n  - 01行 ≥ ¦5\n"), hint: "write 5 元 or 5 万元"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: report(rest: "relations:\n  - {check: ¦1栏 ≤ 2栏, tolerance: 5 人}\n"), hint: "'tolerance' is in 人"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: report(rest: "relations:\n  - {check: ¦1栏 ≤ 2栏, exception: {reason: 因, amount: 5 %}}\n"), hint: "'amount' is in %"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: report(rest: "relations:\n  - {check: 1栏 ≤ 2栏, tolerance: ¦5 万圆}\n"), hint: "did you mean '5 万元'?"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: 1栏 + 5 ¦万圆}"), hint: "did you mean '万元'?"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: chart("bars, unit: 人", "{¦name: 甲, column: 1}"), hint: "let the chart be in 元 or 万元"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: chart("bars-and-line, unit: 元", "{name: 甲, column: 1}, {¦name: 率, column: r}"), hint: "give the line 'unit: %'"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: chart("ranking, unit: 万元, target: {name: 线, value: ¦100}", "{name: 甲, column: 1}"), hint: "with its unit"),
        Fixture(id: "DEF013", path: "reports/f.yaml", text: chart("ranking, unit: 万元, target: {name: 线, value: ¦时序进度()}", "{name: 甲, column: 1}"), hint: "let the value be in 元"),
        Fixture(
            id: "DEF013", path: "reports/f.yaml",
            text: report("    - {code: 4, title: 丁, unit: 万元, value: 字段(v)}", rows: "    - {records: t}", rest: "charts:\n  - {id: c, kind: bars, title: 图, unit: 元, categories: {records: t}, series: [{¦name: s, column: v}]}\n"),
            hint: "let the chart be in 万元"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: report(rest: "parameters:\n  - {name: 期, type: period, values: [2026-01～2026-06, ¦2026-13]}\n"), hint: "2025-01～2026-12"),
        Fixture(id: "DEF010", path: "reports/f.yaml", text: report(rest: "parameters:\n  - {name: 期, type: period, values: [¦2026-06～2026-01]}\n"), hint: "a range"),
        Fixture(id: "DEF019", path: "reports/f.yaml", text: report(rest: "parameters:\n  - {name: 期, type: period, values: [2026-01～], default: ¦2026-02}\n"), hint: "is the run's"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: report(rest: "parameters:\n  - {¦name: 范围, type: scope, values: [city, \"110191\"]}\n"), hint: "scope '110191'"),
        Fixture(id: "DEF019", path: "reports/f.yaml", text: report(rest: "parameters:\n  - {¦name: 范围, type: scope, values: [city, \"110105\"]}\n"), hint: "add district to 'scopes'"),
        Fixture(id: "DEF019", path: "reports/f.yaml", text: report(rest: "notes:\n  - {¦id: n, text: 注}\n"), hint: "nothing points to the note 'n'"),
        Fixture(id: "DEF014", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: 1栏 +¦ }"), hint: "7栏 ÷ 5栏"),
        Fixture(id: "DEF014", path: "reports/f.yaml", text: report(rest: "relations:\n  - 01行 ¦02行\n"), hint: "relation"),
        Fixture(id: "DEF014", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: \"¦累计(paid, due)\"}"), hint: "argument"),
        Fixture(id: "DEF015", path: "reports/f.yaml", text: column("{¦code: 4, title: 丁, unit: 元, value: 5栏}\n    - {code: 5, title: 戊, unit: 元, value: 4栏}"), hint: "break the circle"),
        Fixture(id: "DEF016", path: "codes/f.csv", text: "code,name,short,parent,effective_from,effective_to,remark\n¦1,甲\n", hint: "columns"),
        Fixture(id: "DEF017", path: "f.yaml", text: "¦a: 1\n", hint: "reports"),
        Fixture(id: "DEF018", path: "reports/f.yaml", text: report("    - {spanner: 空, ¦columns: []}"), hint: "empty"),
        Fixture(id: "DEF019", path: "reports/f.yaml", text: report(rows: districts, rest: "relations:\n  - {check: \"01行 ≥ ¦districts行\", columns: [1]}"), hint: "sum(districts行)"),
        Fixture(id: "DEF019", path: "reports/f.yaml", text: report(rows: districts, rest: "relations:\n  - {check: \"01行 = sum(02行, round(¦districts行, 2))\", columns: [1]}"), hint: "sum(districts行)"),
        Fixture(id: "DEF012", path: "reports/f.yaml", text: report(rows: districts, rest: "relations:\n  - {check: \"01行 = sum(¦distrits行)\", columns: [1]}"), hint: "'districts'"),
        Fixture(id: "DEF019", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: 元, value: ¦累计(owed)}"), hint: "without 累计"),
        Fixture(id: "DEF019", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: \"%\", value: ¦累计(3栏)}"), hint: "then divide"),
        Fixture(id: "DEF019", path: "measures/f.yaml", text: "measures:\n  - {¦code: x, name: x, unit: 元, interfaces: [pension], sum: unit}\n", hint: "number"),
        Fixture(id: "DEF019", path: "measures/f.yaml", text: "measures:\n  - {¦code: x, name: x, unit: 人, interfaces: [pension, backup], count: rows}\n", hint: "mixes source A (pension) with source B (backup)"),
        Fixture(id: "DEF019", path: "measures/zz.yaml", text: "measures:\n  - {¦code: insured, name: x, unit: 人, interfaces: [backup], count: rows}\n", hint: "kept apart"),
        Fixture(id: "DEF019", path: "interfaces/zz.yaml", text: specification("source: B").replacing("interface: f", with: "¦interface: pension"), hint: "an id of its own"),
        Fixture(id: "DEF010", path: "interfaces/f.yaml", text: specification("source: ¦C"), hint: "one of A, B"),
        Fixture(id: "DEF010", path: "interfaces/f.yaml", text: specification("format: ¦oracle-ex\ntable: T"), hint: "did you mean 'oracle-exp'?"),
        Fixture(id: "DEF005", path: "interfaces/f.yaml", text: specification("¦format: oracle-exp"), hint: "table"),
        Fixture(id: "DEF005", path: "interfaces/f.yaml", text: specification("alternatives:\n  - {¦format: csv}"), hint: "file"),
        Fixture(id: "DEF003", path: "interfaces/f.yaml", text: specification("alternatives:\n  - {format: sqlite, file: a.db, ¦tabel: T, table: T}"), hint: "did you mean 'table'?"),
        Fixture(id: "DEF011", path: "interfaces/f.yaml", text: specification("alternatives:\n  - {format: csv, ¦file: F.TXT}"), hint: "twice"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("¦table: T"), hint: "no tables"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("format: sqlite\ntable: T\n¦encoding: gbk"), hint: "always UTF-8"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("format: csv\n¦header: titles"), hint: "no form is text"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("", columns: "  - {¦name: d, title: d, type: date, source: D}"), hint: "no column names"),
        Fixture(id: "DEF019", path: "interfaces/f.yaml", text: specification("format: csv\nencoding: gbk\ndelimiter: \"¦|\""), hint: "semicolon"),
        Fixture(id: "DEF020", path: "reports/f.yaml", text: column("{code: 4, title: 丁, unit: \"%\", value: ¦1栏 ÷ 2栏 × 100}"), hint: "leave out"),
    ]

    @Test func theRealDefinitionsAreClean() {
        let (catalogue, bag) = CatalogueLoader.load(files: Self.real)
        #expect(bag.diagnostics.isEmpty, "\(bag.diagnostics)")
        #expect(catalogue.reports.map(\.code) == ["SB-C01", "SB-G01", "SB-J01", "SB-S01", "SB-Y01", "SB-Y02", "SB-Y02N", "SB-Y03", "SB-Z01", "SB-Z02", "SB-Z03", "SB-Z04", "SB-Z04N", "SB-Z05"])
        #expect(catalogue.checks.map(\.id) == ["check-table", "self-check"] && catalogue.interfaces.count == 17 && catalogue.calibers.count >= 4)
    }

    @Test(arguments: fixtures) func aMistakeIsFoundAtItsPlace(_ fixture: Fixture) throws {
        let lines = fixture.text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("¦") })
        let column = Array(lines[line]).firstIndex(of: "¦")! + 1
        let bytes = Array(fixture.text.replacing("¦", with: "").utf8)
        let backup = DefinitionFile(path: "interfaces/backup.yaml", bytes: Array(Self.backup.utf8), digest: "")
        let (_, bag) = CatalogueLoader.load(files: Self.real + [backup, DefinitionFile(path: fixture.path, bytes: bytes, digest: "")])
        let found = bag.diagnostics.filter { $0.id == fixture.id }
        let here = found.filter { $0.place?.file == fixture.path && $0.place?.line == line + 1 && $0.place?.column == column }
        #expect(!here.isEmpty, "expected \(fixture.id) at \(fixture.path):\(line + 1):\(column), found \(bag.diagnostics.map { "\($0.place.map(\.description) ?? "") \($0.id) \($0.message)" })")
        if let hint = fixture.hint, hint != "同" {
            #expect(here.contains { "\($0.message) \($0.hint ?? "")".contains(hint) }, "\(here)")
        }
        #expect(bag.diagnostics.allSatisfy { $0.hint != nil && $0.place != nil })
    }

    @Test func overflowAndKeepingAreRead() throws {
        let rows = "    - {code: \"01\", title: 行, slice: {insurance: \"110\"}, keep: together}\n    - {group: insurance, members: [\"210\"], keep: together, rows: [{title: 甲}]}"
        let text = Self.report("    - {code: 4, title: 缩, unit: 元, value: paid, overflow: shrink}", rows: rows)
            .replacing("{title: 项目}", with: "{title: 项目, overflow: fail}")
        let (catalogue, bag) = CatalogueLoader.load(files: Self.real + [DefinitionFile(path: "reports/f.yaml", bytes: Array(text.utf8), digest: "")])
        #expect(bag.diagnostics.isEmpty, "\(bag.diagnostics)")
        let table = try #require(catalogue.reports.first { $0.code == "SB-F01" }?.tables.first)
        #expect(table.stub.overflow == .fail)
        let overflow = table.columns.compactMap { if case .column(let column) = $0 { column } else { nil } }.map(\.overflow)
        #expect(overflow == [nil, nil, nil, .shrink])
        #expect(table.rows.map { if case .row(let row) = $0 { row.keepsTogether } else if case .group(let group) = $0 { group.keepsTogether } else { false } } == [true, true])
    }

    @Test func everyIdHasAFixtureAndADescription() throws {
        let source = try String(contentsOfFile: Self.root + "Sources/DefinitionLoading/DefinitionDiagnostics.swift", encoding: .utf8)
        let ids = Set(source.matches(of: #/"(DEF\d{3})"/#).map { String($0.output.1) })
        #expect(ids == Set(Self.fixtures.map(\.id)))
        let documented = try String(contentsOfFile: Self.root + "Docs/Diagnostics.md", encoding: .utf8)
        for case let name as String in FileManager.default.enumerator(atPath: Self.root + "Sources")! where name.hasSuffix(".swift") {
            for match in try String(contentsOfFile: Self.root + "Sources/" + name, encoding: .utf8).matches(of: #/"((?:DEF|CMP|REL|LAY|OUT|INT|AGG|WRH|WSP|PUB|BAL|HIS)\d{3})"/#) {
                #expect(documented.contains("| \(match.output.1) |") || documented.contains("`\(match.output.1)`"), "\(match.output.1) of \(name) is not described")
            }
        }
    }

    @Test(arguments: ["w栏 ≥ 1,000 万元", "w栏 ≥ 1000万元", "w栏 ≥ 0", "w栏 ≥ 2 × a栏", "r栏 ≥ 95 %", "r栏 ≥ 95%", "r栏 ≥ 95", "payers ≤ 50 人", "a栏 ÷ w栏 ≥ 0.5", "a栏 ÷ w栏 ≥ 95 %"])
    func aNumberWithItsUnitIsAccepted(_ condition: String) {
        let file = DefinitionFile(path: "reports/f.yaml", bytes: Array(Self.highlight("\"\(condition)\"").utf8), digest: "")
        let (_, bag) = CatalogueLoader.load(files: Self.real + [file])
        #expect(bag.diagnostics.isEmpty, "\(bag.diagnostics)")
    }

    @Test(arguments: [
        ("1,000 万元", "1000 万元"), ("1,234,567.5 元", "1234567.5 元"), ("1000万元", "1000 万元"), ("7,270 元/月", "7270 元/月"), ("7270元/人 × 2", "7270 元/人 × 2"),
        ("−10 百分点", "−10 百分点"), ("95％", "95 %"), ("3 户 + 2人次", "3 户 + 2 人次"), ("sum(1,200 元)", "sum(1200 元)"), ("sum(1, 200 元)", "sum(1, 200 元)"),
        ("100 元 ÷ 人", "100 元 ÷ 人"), ("round(x,100)", ""), ("1,000", ""), ("5 万圆", ""), ("99999999999999999999999999999999999999 亿元", ""),
    ])
    func numbersWithUnitsReadBack(_ text: String, _ printed: String) throws {
        let read = try? ExpressionParser.parse(text, at: SourceRange(file: "f", line: 1, column: 1)).description
        #expect((read ?? "") == printed)
    }

    /// One damaged line or character of a real file: never a crash, and every diagnostic has a file and a next step.
    @Test func damagedFilesNeverCrash() {
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6364136223846793005 &+ 1442695040888963407
            return Int(state >> 33) % max(1, bound)
        }
        for _ in 0..<300 {
            var files = Self.real
            let victim = next(files.count)
            var bytes = files[victim].bytes
            switch next(4) {
            case 0: bytes.remove(at: next(bytes.count))
            case 1: bytes.insert(UInt8(next(256)), at: next(bytes.count))
            case 2: bytes.swapAt(next(bytes.count), next(bytes.count))
            default:
                var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
                lines.insert(lines[next(lines.count)], at: next(lines.count))
                bytes = Array(lines.joined(separator: [10]))
            }
            files[victim].bytes = bytes
            let (_, bag) = CatalogueLoader.load(files: files)
            #expect(bag.diagnostics.allSatisfy { $0.place?.file.isEmpty == false && $0.hint != nil })
        }
    }

    @Test func formulasReadBackAsPrinted() throws {
        let place = SourceRange(file: "f", line: 1, column: 1)
        for text in ["([01,7] − [08,7]) ÷ [01,5]", "sum(02行:19行)", "sum(02行, 05行)", "上期Z01[01,1] + 上期[01,6]", "累计(base{insurance: 110, part: unit}) ÷ 累计(payers)",
            "3 × 上行(3栏)", "−paid × (1 − 0.5)", "缺省(7栏, 0)", "口径(base.lower) ÷ 字段(v1)", "1 − (2 − 3)", "1 ÷ (2 × 3)"] {
            let once = try ExpressionParser.parse(text, at: place).description
            #expect(try ExpressionParser.parse(once, at: place).description == once, "\(text)")
            #expect(once.filter { $0 != " " } == text.filter { $0 != " " })
        }
        var state: UInt64 = 7
        let alphabet = Array("01行栏[](){}+-−×÷:,.= paid累计口径上期 ~%")
        for _ in 0..<3000 {
            let text = String((0..<12).map { _ -> Character in
                state = state &* 6364136223846793005 &+ 1442695040888963407
                return alphabet[Int(state >> 33) % alphabet.count]
            })
            do { _ = try ExpressionParser.parse(text, at: place) } catch let error as DiagnosticsError {
                #expect(error.diagnostics.allSatisfy { ($0.place?.column ?? 0) >= 1 && ($0.place?.column ?? 99) <= text.count + 1 }, "\(text)")
            }
        }
    }
}
