import Foundation
import Testing

/// `gazette doctor`: a sound warehouse is good in every item; each kind of damage is named by the item that is about it.
@Suite(.serialized) struct DoctorTests {
    static let city = Result { () throws -> String in
        let path = try Command.workspace("doctor", from: "2026-10", to: "2026-10", scale: 20000)
        let load = try Command.gazette("load", "--workspace", path, "--quiet")
        try #require(load.status == 0, "\(load.errors)")
        let figures = try Command.gazette("mart", "figures", "2026-10", "--report", "SB-Y01", "--workspace", path, "--quiet")
        try #require(figures.status == 0, "\(figures.errors)")
        return path
    }

    struct Item {
        var state: String
        var findings: [String]
        var advice: String
    }

    static func doctor(_ path: String, environment: [String: String] = [:]) throws -> (status: Int32, items: [String: Item]) {
        let output = try Command.gazette("doctor", "--json", "--workspace", path, environment: environment)
        var items: [String: Item] = [:]
        for line in output.text.split(separator: "\n") {
            let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            items[try #require(record["item"] as? String)] = Item(
                state: try #require(record["state"] as? String), findings: try #require(record["findings"] as? [String]), advice: try #require(record["advice"] as? String))
        }
        return (output.status, items)
    }

    @Test func aSoundWarehouseIsGood() throws {
        let path = try Self.city.get(), (status, items) = try Self.doctor(path)
        let expected = [
            "connection", "logic", "permissions", "nullability", "lengths", "views", "integrity", "batches", "migrations", "mart", "figures", "dictionary", "definitions", "codes", "fonts",
            "disk", "tools",
        ]
        #expect(items.keys.sorted() == expected.sorted())
        for (name, item) in items { #expect(item.state == "good" || ["disk", "codes"].contains(name) && item.state == "attention", "\(name): \(item.findings)") }
        #expect(status == 0)
        let text = try Command.gazette("doctor", "--workspace", path).text
        #expect(text.contains("● 连接") && text.contains("2 of 2 databases, 17 of 17 detail files") && text.contains("17 batches in force"), "\(text)")
    }

    /// A month of which nothing is loaded has one item, and nothing else is looked at.
    @Test func aMonthThatIsNotLoadedIsSaid() throws {
        let doctor = try Command.gazette("doctor", "2026-12", "--workspace", try Self.city.get())
        #expect(doctor.status == 1 && doctor.text.contains("nothing of 2026-12 is loaded") && doctor.text.contains("→ load the month first: gazette load 2026-12"), "\(doctor.text)")
        #expect(doctor.text.hasSuffix("0 good, 0 need attention, 1 stop\n"), "\(doctor.text)")
        #expect(try Command.gazette("doctor", "2026-10", "--workspace", Self.city.get()).text.contains("17 of 17 detail files"))
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        var item: String
        var words: String
        /// Python with `w` (the warehouse folder), `city` and `sql(file, statement)`.
        var script: String
        var state = "stop"
        var testDescription: String { "\(item): \(words)" }
    }

    static let damages = [
        Damage(item: "connection", words: "mart.sqlite", script: "open(w + '/mart.sqlite', 'r+b').write(b'no database at all')"),
        Damage(item: "logic", words: "dim_district", script: "sql('mart.sqlite', 'DROP VIEW dim_district')"),
        Damage(item: "logic", words: "subject_persons", script: "sql('mart.sqlite', \"DROP VIEW subject_persons; CREATE VIEW subject_persons AS SELECT 1 AS one\")"),
        Damage(item: "logic", words: "trigger", script: "sql('catalog.sqlite', 'CREATE TRIGGER hidden AFTER INSERT ON contact BEGIN DELETE FROM slip; END')"),
        Damage(item: "permissions", words: "output", script: "import os, shutil\nshutil.rmtree(city + '/output', True); open(city + '/output', 'w').close(); os.chmod(city + '/output', 0o400)"),
        Damage(item: "nullability", words: "person", script: "sql(detail('pension'), 'UPDATE detail SET person = NULL WHERE line = (SELECT min(line) FROM detail)')"),
        Damage(item: "lengths", words: "19 characters", script: "sql(detail('pension'), \"UPDATE detail SET person = person || 'X' WHERE line = (SELECT min(line) FROM detail)\")"),
        Damage(item: "lengths", words: "more than 9 digits", script: "sql(detail('pension'), 'UPDATE detail SET base = 100000000000 WHERE line = (SELECT min(line) FROM detail)')"),
        Damage(item: "views", words: "does not work", script: "sql('mart.sqlite', 'DROP TABLE measure_source')"),
        Damage(item: "integrity", words: "pension/202610-1.sqlite", script: "f = open(detail('pension', True), 'r+b'); f.seek(16384 * 3); f.write(bytes(16384))"),
        Damage(item: "integrity", words: "code_event", script: "sql('catalog.sqlite', \"INSERT INTO code_event(request, event, person, reason, noted_at) VALUES (99, 'confirmed', '', '', '')\")"),
        Damage(item: "batches", words: "is missing", script: "import os\nos.remove(detail('pension', True))"),
        Damage(item: "batches", words: "were loaded", script: "sql(detail('pension'), 'DELETE FROM detail WHERE line = (SELECT max(line) FROM detail)')"),
        Damage(item: "batches", words: "the sum of base", script: "sql(detail('pension'), 'UPDATE detail SET base = base + 1 WHERE line = (SELECT max(line) FROM detail)')"),
        Damage(item: "batches", words: "belongs to no batch", script: "open(w + '/detail/pension/202610-7.sqlite', 'w').close()", state: "attention"),
        Damage(item: "migrations", words: "7 codes and mart", script: "sql('catalog.sqlite', \"DELETE FROM grdb_migrations WHERE identifier LIKE '7%'\")", state: "attention"),
        Damage(item: "migrations", words: "newer version", script: "sql('mart.sqlite', \"INSERT INTO grdb_migrations VALUES ('99 later')\")"),
        Damage(item: "mart", words: "in the catalogue", script: "sql('mart.sqlite', 'UPDATE fact SET value = value + 1 WHERE rowid = 5')"),
        Damage(item: "mart", words: "not in the mart", script: "sql('mart.sqlite', \"DELETE FROM fact WHERE batch LIKE 'fund-%'; DELETE FROM batch WHERE interface = 'fund'\")"),
        Damage(item: "figures", words: "SB-Y01 city 2026-10", script: "sql('mart.sqlite', 'UPDATE report SET is_current = 0')", state: "attention"),
        Damage(item: "dictionary", words: "catalog.batch.secret has no meaning", script: "sql('catalog.sqlite', 'ALTER TABLE batch ADD COLUMN secret TEXT')", state: "attention"),
        Damage(item: "dictionary", words: "catalog.slip is described but not there", script: "sql('catalog.sqlite', 'DROP TABLE slip')", state: "attention"),
        Damage(item: "definitions", words: "DEF", script: "open(city + '/ReportDefs/measures/fund.yaml', 'a').write('nonsense: [')"),
        Damage(item: "codes", words: "999999", script: "sql('catalog.sqlite', \"INSERT INTO summary SELECT batch, measure, part, '999999|11', 1, 0 FROM summary WHERE batch = 'pension-202610-1' AND measure = 'insured' LIMIT 1\")"),
        Damage(item: "fonts", words: "GazetteSong-Bold.ttf", script: "open(city + '/Fonts/GazetteSong-Bold.ttf', 'ab').write(b'x')"),
        Damage(item: "tools", words: "pg_restore", script: "open(city + '/exchange/202610/backup.dump', 'wb').write(b'PGDMP....')"),
    ]

    @Test(arguments: damages) func eachDamageIsNamed(_ damage: Damage) throws {
        let source = try Self.city.get(), path = try Command.folder("doctor-damage") + "/city"
        try FileManager.default.copyItem(atPath: source, toPath: path)
        for folder in ["ReportDefs", "Fonts"] { try FileManager.default.copyItem(atPath: Command.root + folder, toPath: "\(path)/\(folder)") }
        let settings = try String(contentsOfFile: path + "/gazette.yaml", encoding: .utf8)
        try settings.replacing(#/definitions: .*/#, with: "definitions: ReportDefs").replacing(#/fonts: .*/#, with: "fonts: Fonts").write(toFile: path + "/gazette.yaml", atomically: true, encoding: .utf8)
        let planted = try Command.run("/usr/bin/python3", ["-c", """
            import sqlite3, sys
            city = sys.argv[1]; w = city + '/warehouse'
            def detail(name, whole=False): return (w + '/' if whole else '') + f'detail/{name}/202610-1.sqlite'
            def sql(file, statement):
                c = sqlite3.connect(w + '/' + file); c.executescript('PRAGMA foreign_keys = OFF;' + statement); c.commit(); c.close()
            \(damage.script)
            """, path])
        try #require(planted.status == 0, "\(planted.errors)")
        let (status, items) = try Self.doctor(path, environment: damage.item == "tools" ? ["PATH": "/nowhere"] : [:])
        let item = try #require(items[damage.item])
        #expect(item.state == damage.state && item.findings.contains { $0.contains(damage.words) }, "\(item)")
        #expect(!item.advice.isEmpty)
        #expect(status == (items.values.contains { $0.state == "stop" } ? 1 : 0))
    }
}
