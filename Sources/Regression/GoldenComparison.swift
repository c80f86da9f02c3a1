/// One difference between what was accepted and what is now.
public struct GoldenDifference: Sendable, Hashable {
    public enum Kind: String, Sendable { case changed, added, removed, reordered, malformed, unreadable }
    public var file: GoldenFile
    public var kind: Kind
    /// `table/r02/c5`, `SB-Z02!C7`, `p1/table/r02c5/t1`; the file's name for a whole file.
    public var key: String
    /// Fields that differ, with the column's name; for added and removed facts all that are not empty.
    public var fields: [Field]

    public struct Field: Sendable, Hashable {
        public var name: String
        public var old: String
        public var new: String
        public init(name: String, old: String, new: String) { self.name = name; self.old = old; self.new = new }
    }
    public init(file: GoldenFile, kind: Kind, key: String, fields: [Field] = []) { self.file = file; self.kind = kind; self.key = key; self.fields = fields }
}

public enum GoldenVerdict: String, Sendable, CaseIterable {
    /// Every byte of figures, layout, workbook and page hashes.
    case equal
    case different
    /// Only pixels differ, and the environment does too: neither passed nor failed.
    case incomparable
    /// Nothing has been accepted for this case yet.
    case missing
    /// Accepted files of a case that is no longer made.
    case orphan
}

/// The outcome for one case.
public struct GoldenResult: Sendable, Hashable {
    public var key: GoldenKey
    public var verdict: GoldenVerdict
    /// Figures first, then layout, workbook, pages; in the order of the files. All of them.
    public var differences: [GoldenDifference]
    /// Which digests of the case differ: `data`, `definitions`, `calibers`. They say where a difference comes from; alone they are none.
    public var changedInputs: [String]
    /// Names of versions and digests that differ.
    public var changedEnvironment: [String]

    public init(key: GoldenKey, verdict: GoldenVerdict, differences: [GoldenDifference] = [], changedInputs: [String] = [], changedEnvironment: [String] = []) {
        self.key = key; self.verdict = verdict; self.differences = differences
        self.changedInputs = changedInputs; self.changedEnvironment = changedEnvironment
    }

    public var figuresChanged: Bool { differences.contains { $0.file == .figures } }
}

/// Compares what was accepted with what is now. Equality is equality of bytes; the tables are read only to name the differences,
/// so a defect in reading can hide a name, never a difference.
public enum GoldenComparison {
    /// Bytes of an accepted file; nil when it is missing or cannot be read.
    public typealias Accepted = [GoldenFile: [UInt8]]

    /// `accepted` empty: the case is missing.
    public static func compare(_ accepted: Accepted, with now: GoldenSnapshot) -> GoldenResult {
        var result = GoldenResult(key: now.key, verdict: .equal)
        if accepted.isEmpty {
            result.verdict = .missing
            return result
        }
        var pixelsOnly = true
        for file in [GoldenFile.figures, .layout, .workbook, .pages] {
            guard let old = accepted[file] else {
                result.differences.append(GoldenDifference(file: file, kind: .unreadable, key: file.fileName))
                pixelsOnly = false
                continue
            }
            let new = now.text(of: file)
            if old.elementsEqual(new.utf8) { continue }
            let differences = explain(file, String(decoding: old, as: UTF8.self), new)
            if file != .pages || !differences.allSatisfy(isPixelDifference) { pixelsOnly = false }
            result.differences += differences
        }
        compareCase(accepted, now, &result)
        compareEnvironment(accepted, now, &result)
        if result.differences.isEmpty { return result }
        let malformed = result.differences.contains { $0.kind == .malformed || $0.kind == .unreadable }
        result.verdict = pixelsOnly && !malformed && !result.changedEnvironment.isEmpty ? .incomparable : .different
        return result
    }

    /// The same page with the same size, but other pixels.
    private static func isPixelDifference(_ difference: GoldenDifference) -> Bool {
        difference.kind == .changed && difference.fields.map(\.name) == ["sha256"]
    }

    private static func compareCase(_ accepted: Accepted, _ now: GoldenSnapshot, _ result: inout GoldenResult) {
        guard let bytes = accepted[.caseFile] else {
            result.differences.append(GoldenDifference(file: .caseFile, kind: .unreadable, key: GoldenFile.caseFile.fileName))
            return
        }
        guard let old = CaseFile(String(decoding: bytes, as: UTF8.self)), old.acceptance != nil, old.key == now.key else {
            result.differences.append(GoldenDifference(file: .caseFile, kind: .malformed, key: GoldenFile.caseFile.fileName))
            return
        }
        if old.inputs.data != now.inputs.data { result.changedInputs.append("data") }
        if old.inputs.definitions != now.inputs.definitions { result.changedInputs.append("definitions") }
        if old.inputs.calibers != now.inputs.calibers { result.changedInputs.append("calibers") }
    }

    private static func compareEnvironment(_ accepted: Accepted, _ now: GoldenSnapshot, _ result: inout GoldenResult) {
        guard let bytes = accepted[.environment] else {
            result.differences.append(GoldenDifference(file: .environment, kind: .unreadable, key: GoldenFile.environment.fileName))
            return
        }
        let new = now.environment.text
        if bytes.elementsEqual(new.utf8) { return }
        let differences = explain(.environment, String(decoding: bytes, as: UTF8.self), new)
        result.differences += differences.filter { $0.kind == .malformed }
        result.changedEnvironment = differences.filter { $0.kind != .malformed }.map(\.key)
    }

    // MARK: Naming differences

    /// At least one difference: the bytes are known to differ.
    static func explain(_ file: GoldenFile, _ oldText: String, _ newText: String) -> [GoldenDifference] {
        let old: FactTable, new: FactTable
        do {
            old = try FactTable(oldText, kind: file)
        } catch {
            return [malformed(file, error, "accepted")]
        }
        do {
            new = try FactTable(newText, kind: file)
        } catch {
            return [malformed(file, error, "new")]
        }
        if old.columns != new.columns {
            return [GoldenDifference(file: file, kind: .malformed, key: file.fileName, fields: [
                GoldenDifference.Field(name: "columns", old: old.columns.joined(separator: " "), new: new.columns.joined(separator: " "))
            ])]
        }
        let names = Array(new.columns.dropFirst())
        var result: [GoldenDifference] = []
        for key in new.keys {
            guard let before = old.facts[key] else {
                result.append(GoldenDifference(file: file, kind: .added, key: key, fields: fields(names, [], new.facts[key]!)))
                continue
            }
            let changed = fields(names, before, new.facts[key]!)
            if !changed.isEmpty { result.append(GoldenDifference(file: file, kind: .changed, key: key, fields: changed)) }
        }
        for key in old.keys where new.facts[key] == nil {
            result.append(GoldenDifference(file: file, kind: .removed, key: key, fields: fields(names, old.facts[key]!, [])))
        }
        if result.isEmpty { result.append(GoldenDifference(file: file, kind: .reordered, key: file.fileName)) }
        return result
    }

    private static func malformed(_ file: GoldenFile, _ problem: FactTable.Problem, _ which: String) -> GoldenDifference {
        let reason = switch problem { case .malformed(let text): text }
        return GoldenDifference(file: file, kind: .malformed, key: file.fileName, fields: [
            GoldenDifference.Field(name: which, old: which == "accepted" ? reason : "", new: which == "accepted" ? "" : reason)
        ])
    }

    private static func fields(_ names: [String], _ old: [String], _ new: [String]) -> [GoldenDifference.Field] {
        names.indices.compactMap { index in
            let before = index < old.count ? old[index] : "", after = index < new.count ? new[index] : ""
            return before == after ? nil : GoldenDifference.Field(name: names[index], old: before, new: after)
        }
    }
}
