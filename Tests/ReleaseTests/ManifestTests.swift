import Diagnostics
import Digests
import Quantities
import Release
import ReleaseSamples
import Testing

@Suite struct ManifestTests {
    /// A manifest with every kind of line and awkward texts, its lists in no order.
    static let sample: ReleaseManifest = {
        let digest = SHA256Digest(of: "x".utf8)
        let day = CalendarDate(year: 2026, month: 1, day: 1)!
        return ReleaseManifest(
            period: SampleRelease.period, sequence: 12, previous: digest, created: CalendarDate(year: 2026, month: 11, day: 15)!,
            content: ReleaseContent(
                artefacts: [
                    ReleaseArtefact(path: "b/é.pdf", role: .pdf, report: "SB-Z01", scope: "全市", size: 10, digest: digest),
                    ReleaseArtefact(path: "a", role: .figures, report: "", scope: "", size: 0, digest: SHA256Digest(of: [])),
                ],
                inputs: [ReleaseInput(batch: "2", file: "C:\\接口\n.txt", digest: digest, rows: 0)],
                calibers: [
                    ReleaseCaliber(id: "K02", value: "1 元", effectiveFrom: day, basis: "\u{7f}\u{0}\t\\x09"),
                    ReleaseCaliber(id: "K01", value: "", effectiveFrom: day, basis: "𠮷"),
                ],
                definitions: [ReleaseDefinition(path: "z", digest: digest), ReleaseDefinition(path: "y", digest: digest)],
                fonts: [ReleaseFont(file: "f", digest: digest)]),
            environment: [ReleaseEnvironmentPart(name: "swift", version: "6.3"), ReleaseEnvironmentPart(name: "cairo", version: "")])
    }()

    @Test func printsWhatItReads() throws {
        let text = Self.sample.text
        let read = try ReleaseManifest(parsing: text)
        #expect(read.text == text)
        #expect(read.content.artefacts.map(\.path) == ["a", "b/é.pdf"])
        #expect(read.content.calibers.last?.basis == "\u{7f}\u{0}\t\\x09")
        #expect(read.content.inputs == Self.sample.content.inputs)
        #expect(read.digest == SHA256Digest(of: text))
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("gazette-release-manifest\t1\nperiod\t2026-10\nsequence\t12\nprevious\t"))
        #expect(String(decoding: text, as: UTF8.self).contains("\nsignatures\tnone\nend\t"))
    }

    /// Order of lists does not matter to the text; sequence, day and environment do not matter to the content.
    @Test func contentDigestIsOfContent() {
        var other = Self.sample
        other.content.artefacts.reverse()
        other.content.calibers.reverse()
        #expect(other.text == Self.sample.text)
        other.sequence = 1
        other.previous = nil
        other.environment = []
        #expect(other.contentDigest == Self.sample.contentDigest && other.digest != Self.sample.digest)
        other.content.calibers[0].value = "2 元"
        #expect(other.contentDigest != Self.sample.contentDigest)
        other = Self.sample
        other.period = other.period.previous
        #expect(other.contentDigest != Self.sample.contentDigest)
    }

    /// A seal is content: the line is there or not, and once.
    @Test func aSealStandsInTheManifest() throws {
        var sealed = Self.sample
        sealed.content.seal = ReleaseSeal(file: "公章.png", width: "42", digest: SHA256Digest(of: "seal".utf8))
        #expect(try ReleaseManifest(parsing: sealed.text).content.seal == sealed.content.seal)
        #expect(try ReleaseManifest(parsing: Self.sample.text).content.seal == nil)
        #expect(sealed.contentDigest != Self.sample.contentDigest)
        let text = String(decoding: sealed.text, as: UTF8.self), line = "seal\t公章.png\t42\t\(SHA256Digest(of: "seal".utf8).hex)\n"
        #expect(text.contains("\n\(line)environment\t"))
        #expect(throws: DiagnosticsError.self) { try ReleaseManifest(parsing: Array(text.replacing(line, with: line + line).utf8)) }
        #expect(throws: DiagnosticsError.self) { try ReleaseManifest(parsing: Array(text.replacing("公章", with: "印章").utf8)) }
    }

    /// One edit of the sample's text each → the id and the line of the first diagnostic.
    @Test(arguments: [
        ("gazette-release-manifest\t1\n", "gazette-release-manifest\t2\n", "PUB041", 1),
        ("gazette-release-manifest", "gazette-release", "PUB040", 1),
        ("period\t2026-10", "period\t2026-13", "PUB041", 2),
        ("period\t2026-10", "period\t202610", "PUB041", 2),
        ("sequence\t12", "sequence\t012", "PUB041", 3),
        ("sequence\t12", "sequence\t99999999999999999999", "PUB041", 3),
        ("sequence\t12", "sequence\t-1", "PUB041", 3),
        ("previous\t", "previous\tA", "PUB041", 4),
        ("created\t2026-11-15", "created\t2026-02-30", "PUB041", 5),
        ("created\t2026-11-15\n", "", "PUB042", 17),
        ("created\t2026-11-15\n", "created\t2026-11-15\ncreated\t2026-11-15\n", "PUB042", 6),
        ("edition\t未签批", "edition\t正式版", "PUB041", 6),
        ("edition\t未签批", "editon\t未签批", "PUB041", 6),
        ("edition\t未签批", "edition\t未签批\t", "PUB041", 6),
        ("artefact\ta\t", "artefact\t../a\t", "PUB041", 7),
        ("artefact\ta\t", "artefact\t/a\t", "PUB041", 7),
        ("artefact\ta\t", "artefact\tManifest.txt\t", "PUB041", 7),
        ("artefact\ta\t", "artefact\tc\t", "PUB042", 8),
        ("artefact\ta\t", "artefact\tb\t", "PUB042", 0),
        ("\tfigures\t", "\tFigures\t", "PUB041", 7),
        ("b/é.pdf", "b\té.pdf", "PUB041", 8),
        ("C:\\\\", "C:\\", "PUB043", 9),
        ("\\x0a", "\\x0A", "PUB043", 9),
        ("\\x0a", "\\x41", "PUB043", 9),
        ("\\x0a.txt", "\r.txt", "PUB043", 9),
        ("caliber\tK02", "caliber\tK00", "PUB042", 11),
        ("caliber\tK02", "caliber\tK01", "PUB042", 11),
        ("font\tf", "font\tg", "PUB044", 18),
        ("signatures\tnone", "signatures\tsome", "PUB041", 17),
        ("signatures\tnone\n", "", "PUB044", 17),
    ]) func faultsHaveTheirLine(old: String, new: String, id: String, line: Int) throws {
        let text = String(decoding: Self.sample.text, as: UTF8.self)
        let place = try #require(text.firstRange(of: old), "\(old)")
        let error = try #require(throws: DiagnosticsError.self) {
            try ReleaseManifest(parsing: Array(text.replacingCharacters(place, new).utf8), file: "m")
        }
        #expect(error.diagnostics.contains { $0.id == id && $0.place?.line == line && $0.place?.file == "m" }, "\(error)")
        #expect(error.diagnostics.allSatisfy { $0.hint != nil || $0.id == "PUB042" })
    }

    /// Whatever the bytes are: a value that prints to exactly them, or diagnostics with a place. Every single byte removed,
    /// doubled or replaced, and many random edits and random texts made of the format's own words.
    @Test func noBytesCrash() {
        let text = Self.sample.text
        var state: UInt64 = 42
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(below))
        }
        func check(_ bytes: [UInt8]) {
            do {
                #expect(try ReleaseManifest(parsing: bytes).text == bytes)
            } catch {
                let diagnostics = (error as? DiagnosticsError)?.diagnostics ?? []
                #expect(!diagnostics.isEmpty && diagnostics.allSatisfy { $0.place != nil })
            }
        }
        for position in text.indices {
            var removed = text
            removed.remove(at: position)
            check(removed)
        }
        for _ in 0..<1_500 {
            var bytes = text
            for _ in 0...random(4) {
                let position = random(bytes.count)
                switch random(4) {
                case 0: bytes[position] = UInt8(random(256))
                case 1: bytes.insert([9, 10, 92, 0, 255][random(5)], at: position)
                case 2: bytes.removeSubrange(position..<min(bytes.count, position + random(80)))
                default: bytes.insert(contentsOf: text[position % text.count..<min(text.count, position % text.count + random(200))], at: position)
                }
                if bytes.isEmpty { bytes = [10] }
            }
            check(bytes)
        }
        let words = ["gazette-release-manifest\t1\n", "artefact", "\t", "\n", "end", "caliber", "none", "\\x", "\u{0}", "2026-10", "未签批"]
        for _ in 0..<1_500 {
            check(Array((words[random(3) / 2] + (0..<random(30)).map { _ in words[random(words.count)] }.joined()).utf8))
        }
        check([])
        check((0..<100_000).map { _ in UInt8(random(256)) })
        check(Array(text.prefix(27)) + [UInt8](repeating: 10, count: 100_000))
    }
}

extension String {
    func replacingCharacters(_ range: Range<String.Index>, _ new: String) -> String {
        String(self[..<range.lowerBound]) + new + self[range.upperBound...]
    }
}
