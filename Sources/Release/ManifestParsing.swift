internal import Diagnostics
internal import Digests
internal import Quantities

extension ReleaseManifest {
    /// Reads the canonical text back, strictly: what it returns prints to exactly these bytes.
    ///
    /// - Parameter file: the name that stands in the diagnostics.
    /// - Throws: `DiagnosticsError` with every fault and its line (PUB040–PUB044); never fails otherwise, whatever the bytes are.
    public init(parsing bytes: [UInt8], file: String = ReleaseManifest.fileName) throws {
        var parser = ManifestParser(bytes: bytes, file: file)
        self = try parser.parse()
    }
}

/// One pass over the lines; collects all faults up to a limit.
private struct ManifestParser {
    typealias Keyword = ReleaseManifest.Keyword

    let bytes: [UInt8]
    let file: String
    var bag = DiagnosticBag()
    var lineNumber = 0
    var lastKeyword: Keyword?
    var lastFields: [String] = []
    var seen: Set<Keyword> = []

    var period: ReportingPeriod?
    var sequence: Int?
    var previous: SHA256Digest?
    var created: CalendarDate?
    var edition: ReleaseEdition?
    var content = ReleaseContent(artefacts: [])
    var environment: [ReleaseEnvironmentPart] = []
    var signatures: ReleaseSignatures?

    static let mostFaults = 50

    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    mutating func parse() throws -> ReleaseManifest {
        try requireFormat()
        var start = 0
        while start < bytes.count, bag.diagnostics.count < Self.mostFaults {
            lineNumber += 1
            let end = bytes[start...].firstIndex(of: 10)
            readLine(bytes[start..<(end ?? bytes.count)], startingAt: start)
            if end == nil { fault("PUB044", "the last line has no end: the file is cut off", hint: Self.takeIntactCopy) }
            start = (end ?? bytes.count) + 1
        }
        if bag.diagnostics.count < Self.mostFaults { requireAll() }
        try bag.throwIfErrors()
        guard let period, let sequence, let created, let edition, let signatures else {
            throw DiagnosticsError(Diagnostic("PUB042", .error, "the manifest is not complete", at: SourceRange(file: file), hint: Self.takeIntactCopy))
        }
        content.edition = edition
        let manifest = ReleaseManifest(
            period: period, sequence: sequence, previous: previous, created: created, content: content,
            environment: environment, signatures: signatures)
        try requireCanonical(manifest)
        return manifest
    }

    static let takeIntactCopy = "take the manifest from an intact copy of the release; it is never edited by hand"

    mutating func fault(_ id: String, _ message: String, hint: String? = nil) {
        bag.add(Diagnostic(id, .error, message, at: SourceRange(file: file, line: lineNumber), hint: hint ?? Self.takeIntactCopy))
    }

    /// The first line says what the file is; nothing else is looked at when it does not fit.
    private func requireFormat() throws {
        let place = SourceRange(file: file, line: 1)
        let first = bytes.prefix { $0 != 10 }
        let word = Array(Keyword.format.rawValue.utf8) + [9]
        guard first.starts(with: word) else {
            throw DiagnosticsError(Diagnostic(
                "PUB040", .error, "this is not a release manifest: the first line is not '\(Keyword.format.rawValue)' and a version", at: place,
                hint: "name the folder of a release, the one that holds \(ReleaseManifest.fileName)"))
        }
        guard first.dropFirst(word.count).elementsEqual(String(ReleaseManifest.formatVersion).utf8) else {
            throw DiagnosticsError(Diagnostic(
                "PUB041", .error, "the manifest has another format version than \(ReleaseManifest.formatVersion), the one this program reads", at: place,
                hint: "use the gazette version that wrote it; Docs/Publishing.md lists the format versions"))
        }
    }

    private mutating func readLine(_ line: ArraySlice<UInt8>, startingAt start: Int) {
        let parts = line.split(separator: 9, omittingEmptySubsequences: false)
        let word = String(decoding: parts[0].prefix(60), as: UTF8.self)
        guard parts[0].count <= 60, let keyword = Keyword(rawValue: word) else {
            let near = Suggestion.nearest(to: word, among: Keyword.allCases.map(\.rawValue))
            return fault("PUB041", "unknown word '\(printable(word))'", hint: near.map { "did you mean '\($0)'?" })
        }
        guard parts.count - 1 == keyword.fields.count else {
            return fault(
                "PUB041",
                "'\(word)' has \(parts.count - 1) fields, not \(keyword.fields.count): \(keyword.fields.joined(separator: ", "))")
        }
        var fields: [String] = []
        for (part, name) in zip(parts.dropFirst(), keyword.fields) {
            guard let field = ManifestField.unescaped(part) else {
                return fault("PUB043", "the field '\(name)' is not UTF-8 in canonical form (control characters as \\x.., backslash as \\\\)")
            }
            fields.append(field)
        }
        checkOrder(keyword, fields)
        take(keyword, fields, startingAt: start)
    }

    private mutating func checkOrder(_ keyword: Keyword, _ fields: [String]) {
        defer { (lastKeyword, lastFields) = (keyword, fields) }
        let rank = Keyword.allCases.firstIndex(of: keyword)!
        if let lastKeyword {
            let lastRank = Keyword.allCases.firstIndex(of: lastKeyword)!
            if rank < lastRank {
                fault("PUB042", "'\(keyword.rawValue)' stands after '\(lastKeyword.rawValue)', not before it")
            } else if rank == lastRank, keyword.repeats, !ManifestField.keyPrecedes(lastFields, fields, fields: keyword.keyFields) {
                fault("PUB042", "this '\(keyword.rawValue)' line is a duplicate or not in byte order")
            }
        }
        if !seen.insert(keyword).inserted, !keyword.repeats { fault("PUB042", "'\(keyword.rawValue)' stands twice") }
    }

    private mutating func take(_ keyword: Keyword, _ fields: [String], startingAt start: Int) {
        switch keyword {
        case .format: break
        case .period: period = value(ReportingPeriod(fields[0]).flatMap { $0.description == fields[0] ? $0 : nil }, fields[0], "a month such as 2026-10")
        case .sequence: sequence = value(count(fields[0], from: 1), fields[0], "a whole number from 1 on")
        case .previous: previous = fields[0] == "none" ? nil : digest(fields[0])
        case .created: created = date(fields[0])
        case .edition: edition = value(ReleaseEdition(rawValue: fields[0]), fields[0], "an edition: 未签批")
        case .signatures: signatures = value(ReleaseSignatures(rawValue: fields[0]), fields[0], "'none'")
        case .seal: content.seal = digest(fields[2]).map { ReleaseSeal(file: fields[0], width: fields[1], digest: $0) }
        case .end:
            if digest(fields[0]).map({ $0 != SHA256Digest(of: bytes[..<start]) }) ?? false {
                fault("PUB044", "the digest of the lines above is another: the manifest was changed")
            }
        default: takeListed(keyword, fields)
        }
    }

    private mutating func takeListed(_ keyword: Keyword, _ fields: [String]) {
        switch keyword {
        case .artefact:
            if let problem = ArtefactPath.problem(fields[0]) { fault("PUB041", "the path '\(printable(fields[0]))' \(problem)") }
            let roles = ArtefactRole.allCases.map(\.rawValue).joined(separator: ", ")
            guard let role = value(ArtefactRole(rawValue: fields[1]), fields[1], "one of \(roles)"),
                let size = value(count(fields[4], from: 0), fields[4], "a size in bytes"), let digest = digest(fields[5])
            else { return }
            content.artefacts.append(
                ReleaseArtefact(path: fields[0], role: role, report: fields[2], scope: fields[3], size: size, digest: digest))
        case .input:
            guard let rows = value(count(fields[2], from: 0), fields[2], "a number of rows"), let digest = digest(fields[3]) else { return }
            content.inputs.append(ReleaseInput(batch: fields[0], file: fields[1], digest: digest, rows: rows))
        case .caliber:
            guard let from = date(fields[1]) else { return }
            content.calibers.append(ReleaseCaliber(id: fields[0], value: fields[2], effectiveFrom: from, basis: fields[3]))
        case .definition:
            if let digest = digest(fields[1]) { content.definitions.append(ReleaseDefinition(path: fields[0], digest: digest)) }
        case .font:
            if let digest = digest(fields[1]) { content.fonts.append(ReleaseFont(file: fields[0], digest: digest)) }
        default:
            environment.append(ReleaseEnvironmentPart(name: fields[0], version: fields[1]))
        }
    }

    private mutating func value<Value>(_ value: Value?, _ text: String, _ expected: String) -> Value? {
        if value == nil { fault("PUB041", "'\(printable(text))' is not \(expected)") }
        return value
    }

    private mutating func digest(_ text: String) -> SHA256Digest? {
        value(SHA256Digest(hex: text), text, "a SHA-256 digest of 64 lower-case hexadecimal digits")
    }

    private mutating func date(_ text: String) -> CalendarDate? { value(CalendarDate(text), text, "a day such as 2026-11-15") }

    private func count(_ text: String, from least: Int) -> Int? {
        guard let number = Int(text), number >= least, String(number) == text else { return nil }
        return number
    }

    private mutating func requireAll() {
        for keyword in Keyword.allCases where !keyword.isOptional && !seen.contains(keyword) {
            fault("PUB042", "the line '\(keyword.rawValue)' is missing")
        }
        var paths = PathSet()
        for artefact in content.artefacts {
            if let other = paths.insert(artefact.path) {
                bag.add(Diagnostic(
                    "PUB042", .error, "the paths '\(printable(artefact.path))' and '\(printable(other))' cannot stand side by side", at: SourceRange(file: file)))
            }
        }
    }

    /// The last word: the text that the manifest prints to is the text that was read.
    private func requireCanonical(_ manifest: ReleaseManifest) throws {
        let text = manifest.text
        guard text != bytes else { return }
        let common = zip(text, bytes).prefix { $0 == $1 }
        let line = common.count { $0.0 == 10 } + 1
        throw DiagnosticsError(Diagnostic(
            "PUB043", .error, "the line is not in canonical form", at: SourceRange(file: file, line: line), hint: Self.takeIntactCopy))
    }
}

/// Text for a message: at most 80 characters, control characters shown as `\x..`.
func printable(_ text: String) -> String {
    let shown = String(decoding: ManifestField.escaped(String(text.prefix(80))), as: UTF8.self)
    return text.count > 80 ? shown + "…" : shown
}
