import Foundation
import Testing

/// 图表支持库: what anybody reads with any tool is what the catalogue and the printed reports say.
@Suite(.serialized) struct MartTests {
    /// Two months, loaded and rendered once.
    static let city = Result { () throws -> String in
        let path = try Command.workspace("mart", from: "2026-09", to: "2026-10", scale: 5000)
        let load = try Command.gazette("load", "--workspace", path, "--quiet")
        try #require(load.status == 0, "\(load.errors)")
        let render = try Command.run(Command.binary, ["render", "2026-10", "--workspace", path, "--format", "figures", "--quiet", "--scope", "city", "--scope", "110105"])
        try #require(render.status == 0, "\(render.errors)")
        return path
    }

    /// Python's own SQLite; prints JSON lines.
    static func python(_ script: String, _ arguments: String...) throws -> Command.Output {
        try Command.run("/usr/bin/python3", ["-c", "import sqlite3, sys, json, time\nfrom decimal import Decimal\nfrom fractions import Fraction\n" + script] + arguments)
    }

    static func copy(_ path: String, _ name: String) throws -> String {
        let target = try Command.folder(name) + "/city"
        try FileManager.default.copyItem(atPath: path, toPath: target)
        return target
    }

    /// Cell by cell, and every exact text equals its scaled integer.
    @Test func factsEqualTheCatalogue() throws {
        let result = try Self.python("""
            m = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True); c = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/catalog.sqlite?mode=ro', uri=True)
            cells = 0
            for batch, period, dimensions in c.execute('SELECT id, period, dimensions FROM batch WHERE superseded_by IS NULL'):
                names = dimensions.split('|') if dimensions else []
                want = sorted((a, b, *d.split('|'), v, s) for a, b, d, v, s in c.execute('SELECT measure, part, members, value, scale FROM summary WHERE batch = ?', (batch,)))
                got = sorted(m.execute(f"SELECT measure, part, {', '.join(names)}, value, scale FROM fact WHERE batch = ? AND period = ?", (batch, period[:4] + '-' + period[4:])))
                assert want == [tuple(g) for g in got], batch
                cells += len(want)
            views = [n for n, in m.execute("SELECT name FROM sqlite_schema WHERE type = 'view' AND name LIKE 'subject_%'")]
            seen = 0
            for view in views:
                for amount, value, scale, unit in m.execute(f'SELECT amount, value, scale, unit FROM {view}'):
                    assert Decimal(amount) == Decimal(value).scaleb(-scale) and len(amount.partition('.')[2]) == scale and unit, (view, amount, value, scale)
                    seen += 1
            assert seen == cells > 5000, (seen, cells)
            unnamed = m.execute('SELECT count(*) FROM subject_persons WHERE district_name IS NULL OR measure_name IS NULL').fetchone()[0]
            assert unnamed == 0
            name = m.execute("SELECT DISTINCT district_name FROM subject_persons WHERE district = '110118'").fetchall()
            assert name == [('密云区',)], name
            print(cells)
            """, try Self.city.get())
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Figures of the mart against the figure files of the same rendering: state, exact value, printed text.
    @Test func figuresEqualWhatIsPrinted() throws {
        let path = try Self.city.get()
        let result = try Self.python("""
            import glob, csv, os
            m = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True)
            states = {'number': ('value', 'zero'), 'missing': ('missing',), 'not-applicable': ('not-applicable',), 'suppressed': ('suppressed',)}
            files = glob.glob(f'{sys.argv[1]}/output/2026-10/*/*.figures.tsv'); count = 0
            for file in files:
                report, scope, period = os.path.basename(file).split('.')[0].split('_')
                rows = {}
                for n, row, column, state, value, printed, unit, title, current in m.execute(
                        'SELECT table_number, row_code, column_code, state, value, printed, unit, row_title, is_current FROM report_figure WHERE report = ? AND scope = ? AND period = ?', (report, scope, '2026-10')):
                    rows[(n, row, column)] = (state, value, printed, unit); assert current == 1
                for line in csv.reader(open(file, encoding='utf-8'), delimiter='\\t', quoting=csv.QUOTE_NONE):
                    if len(line) < 7 or not line[0].startswith('table/'): continue
                    key, kind, exact, unit, _, _, printed = line[:7]
                    _, row, column = key.split('/')
                    if (1, row[1:], column[1:]) not in rows: continue
                    state, value, text, own = rows.pop((1, row[1:], column[1:]))
                    assert state in states[kind] and text == printed and own == unit, (file, line, state, text)
                    if kind == 'number':
                        assert Fraction(value) == Fraction(exact) and (Fraction(value) == 0) == (state == 'zero'), (file, line, value)
                    else: assert value is None
                    count += 1
                assert not [k for k in rows if k[0] == 1], (file, list(rows)[:3])
            assert len(files) > 15 and count > 3000, (len(files), count)
            sources = m.execute("SELECT batches FROM report_figure WHERE report = 'SB-Y01' AND state = 'value' AND scope = 'city' LIMIT 1").fetchone()[0]
            assert '202610' in sources, sources
            """, path)
        #expect(result.status == 0, "\(result.errors)")
    }

    /// A report's figures and a subject's cells in milliseconds.
    @Test func aReportQueryTakesAtMostTenMilliseconds() throws {
        let result = try Self.python("""
            m = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True)
            def median(sql):
                times = []
                for _ in range(9):
                    start = time.process_time(); rows = m.execute(sql).fetchall(); times.append(time.process_time() - start)
                assert rows, sql
                return sorted(times)[4] * 1000
            figures = median("SELECT * FROM report_figure WHERE report = 'SB-Z02' AND period = '2026-10' AND scope = 'city'")
            facts = median("SELECT district, district_name, sum(value) FROM subject_persons WHERE measure = 'insured' AND period = '2026-10' GROUP BY district")
            print(figures, facts)
            assert figures <= 10 and facts <= 10, (figures, facts)
            """, try Self.city.get())
        #expect(result.status == 0, "\(result.text)\(result.errors)")
    }

    /// A refresh that brings what changed leaves the same mart as one that makes everything anew, and says what it did.
    @Test func refreshAndRebuildAgree() throws {
        let path = try Self.copy(Self.city.get(), "mart-rebuild")
        let dump = """
            m = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True)
            for table, in m.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('structure_change', 'mart_info') AND name NOT LIKE 'grdb%' ORDER BY 1").fetchall():
                for row in sorted(map(repr, m.execute(f'SELECT * FROM "{table}"'))): print(table, row)
            """
        let file = path + "/exchange/202610/YL_202610.TXT"
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes.removeLast(bytes.count - bytes.lastIndex(of: 10, before: bytes.count - 1))
        try bytes.write(to: URL(filePath: file))
        let load = try Command.gazette("load", "2026-10", "--workspace", path, "--quiet")
        #expect(load.status == 0, "\(load.errors)")
        let refreshed = try Self.python(dump, path)
        #expect(refreshed.text.contains("pension-202610-2") && !refreshed.text.contains("batch ('pension-202610-1'"))
        #expect(refreshed.text.contains("'SB-Y01', '', '2026-10', 'city'"))
        let again = try Command.gazette("mart", "refresh", "--workspace", path)
        #expect(again.text.contains("0 batches added, 0 removed"), "\(again.text)")
        let rebuilt = try Command.gazette("mart", "rebuild", "--workspace", path)
        #expect(rebuilt.status == 0 && rebuilt.text.contains("34 batches added") && rebuilt.text.contains("structure made anew"), "\(rebuilt.text)\(rebuilt.errors)")
        #expect(try Self.python(dump, path).text == refreshed.text)
        // The figures were made from the batch that is gone: told, not hidden.
        let old = try Self.python("""
            m = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True)
            print(sorted(m.execute("SELECT report, is_current FROM report WHERE scope = 'city'")))
            """, path)
        #expect(old.text.contains("('SB-Y01', 0)"), "\(old.text)")
        #expect(try Command.gazette("mart", "figures", "2026-10", "--report", "SB-Y01", "--workspace", path).status == 0)
        let now = try Self.python("""
            m = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True)
            print(m.execute("SELECT is_current FROM report WHERE scope = 'city' AND report = 'SB-Y01'").fetchall())
            """, path)
        #expect(now.text == "[(1,)]\n", "\(now.text)")
    }

    /// A reader that is in the middle of a query keeps its state while a load commits.
    @Test func readersKeepTheirStateWhileALoadCommits() throws {
        let path = try Self.copy(Self.city.get(), "mart-readers")
        let file = path + "/exchange/202610/SY_202610.TXT"
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes.removeLast(bytes.count - bytes.lastIndex(of: 10, before: bytes.count - 1))
        try bytes.write(to: URL(filePath: file))
        let result = try Self.python("""
            import subprocess
            path, gazette = sys.argv[1:3]
            m = sqlite3.connect(f'{path}/warehouse/mart.sqlite', isolation_level=None)
            question = "SELECT (SELECT group_concat(id) FROM batch WHERE interface = 'unemployment' AND period = '2026-10'), (SELECT group_concat(DISTINCT batch) FROM fact WHERE interface = 'unemployment' AND period = '2026-10')"
            m.execute('BEGIN')
            before = m.execute(question).fetchone()
            load = subprocess.run([gazette, 'load', '2026-10', '--workspace', path, '--quiet'], capture_output=True, text=True)
            assert load.returncode == 0, load.stderr
            assert m.execute(question).fetchone() == before == ('unemployment-202610-1',) * 2, before
            m.execute('COMMIT')
            assert m.execute(question).fetchone() == ('unemployment-202610-2',) * 2
            """, path, Command.binary)
        #expect(result.status == 0, "\(result.errors)")
    }

    /// A report hides small counts: neither its cells nor the cells behind them stand in the mart.
    @Test func whatAReportHidesIsNotInTheMart() throws {
        let path = try Self.copy(Self.city.get(), "mart-hidden")
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: path + "/ReportDefs")
        let settings = try String(contentsOfFile: path + "/gazette.yaml", encoding: .utf8)
        try settings.replacing(#/definitions: .*/#, with: "definitions: ReportDefs").write(toFile: path + "/gazette.yaml", atomically: true, encoding: .utf8)
        let report = path + "/ReportDefs/reports/unemployment/S01.yaml"
        let text = try String(contentsOfFile: report, encoding: .utf8)
        let measure = "claimants"
        #expect(text.contains("{code: 1, title: 领取人数, unit: 人, value: claimants}"))
        try text.replacing(#/(?m)^table:$/#, with: "table:\n  suppress: {below: 1000, columns: [1]}", maxReplacements: 1).write(toFile: report, atomically: true, encoding: .utf8)
        let stored = try Command.gazette("mart", "figures", "2026-10", "--report", "SB-S01", "--workspace", path)
        try #require(stored.status == 0, "\(stored.errors)")
        let result = try Self.python("""
            m = sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True); measure = sys.argv[2]
            facts = m.execute('SELECT state, value FROM fact WHERE measure = ?', (measure,)).fetchall()
            assert facts and all(f == ('suppressed', None) for f in facts), facts[:3]
            assert m.execute('SELECT is_protected FROM measure WHERE code = ?', (measure,)).fetchone() == (1,)
            hidden = m.execute("SELECT value, scale, printed FROM report_figure WHERE report = 'SB-S01' AND state = 'suppressed'").fetchall()
            assert hidden and all(h == (None, None, '*') for h in hidden), hidden[:3]
            assert m.execute("SELECT count(*) FROM fact WHERE state = 'value'").fetchone()[0] > 1000
            """, path, measure)
        #expect(result.status == 0, "\(result.errors)")
        // Taken back, the values come back: the structure follows the definitions.
        try text.write(toFile: report, atomically: true, encoding: .utf8)
        #expect(try Command.gazette("mart", "refresh", "--workspace", path).text.contains("structure made anew"))
        let back = try Self.python("print(sqlite3.connect(f'file:{sys.argv[1]}/warehouse/mart.sqlite?mode=ro', uri=True).execute(\"SELECT count(*) FROM fact WHERE state <> 'value'\").fetchone()[0])", path)
        #expect(back.text == "0\n")
    }

    /// No table or column of the real databases is missing from the dictionary, none is described that is not there, none is without a meaning.
    @Test func theDictionaryIsTheDatabases() throws {
        let path = try Self.city.get(), folder = try Command.folder("dictionary")
        let made = try Command.gazette("mart", "dictionary", "--to", folder, "--workspace", path)
        try #require(made.status == 0, "\(made.errors)")
        let result = try Self.python("""
            import glob, re
            path, folder = sys.argv[1:3]
            def schema(file):
                c = sqlite3.connect(f'file:{file}?mode=ro', uri=True)
                names = [n for n, in c.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'")]
                return {n: [r[1] for r in c.execute(f'PRAGMA table_xinfo("{n}")')] for n in names}
            real = {'catalog.sqlite': schema(f'{path}/warehouse/catalog.sqlite'), 'mart.sqlite': schema(f'{path}/warehouse/mart.sqlite')}
            for file in sorted(glob.glob(f'{path}/warehouse/detail/*/*.sqlite')): real['detail/' + file.split('/')[-2]] = schema(file)
            told, database, name, columns = {}, None, None, 0
            for line in open(f'{folder}/数据字典.md', encoding='utf-8'):
                if m := re.match(r'## 库 (\\S+)', line): database = m[1]; told[database] = {}
                elif m := re.match(r'### (\\S+) (表|视图)', line): name = m[1]; told[database][name] = []
                elif name and line.startswith('| ') and not line.startswith('| 列 |') and not line.startswith('|---'):
                    cells = [c.strip() for c in line.strip().strip('|').split(' | ')]
                    told[database][name].append(cells[0].strip()); columns += 1
                    assert len(cells) >= 9 - 1 and cells[5].strip(), (database, name, line)
                    assert cells[3] in ('可空', '非空'), line
            assert told == real, [(d, n) for d in real for n in real[d] if told.get(d, {}).get(n) != real[d][n]][:5]
            assert columns > 300, columns
            html = open(f'{folder}/数据字典.html', encoding='utf-8').read()
            assert 'subject_persons' in html and 'SB-Y01' in html
            """, path, folder)
        #expect(result.status == 0, "\(result.errors)")

        // Pages and workbook hold the same tables and columns, and pass the judge of pages.
        #expect(made.text.split(separator: "\n").map { $0.split(separator: ".").last } == ["pdf", "xlsx", "html", "md"], "\(made.text)")
        let judged = try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_pdf.py", folder + "/数据字典.pdf"])
        #expect(judged.status == 0 && judged.text.contains(" 0 findings"), "\(judged.text)\(judged.errors)")
        let others = try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_dictionary.py", folder + "/数据字典"])
        #expect(others.status == 0 && others.text.contains(" 0 differences"), "\(others.text)\(others.errors)")
    }
}

extension Data {
    /// Place of the last byte of that value before `end`, and one behind it: where the last line begins.
    fileprivate func lastIndex(of byte: UInt8, before end: Int) -> Int { (self[..<end].lastIndex(of: byte) ?? -1) + 1 }
}
