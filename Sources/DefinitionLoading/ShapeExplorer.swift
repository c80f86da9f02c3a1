internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Finds out what the readers accept, by letting them read small documents and watching what they ask for.
///
/// Each mapping is first read empty, then with one key at a time, with each of its choices, until no key changes what else is
/// asked for. So the schema follows from the readers, and a new key needs no work here.
struct ShapeExplorer {
    /// Where a mapping stands in a document: the line that it is known by, and the document around it.
    private struct Hole {
        var line: Int
        var fill: (Value) -> Value
    }
    private typealias Entries = [(key: String, value: Value)]

    private let read: (Value, Reading) -> Void
    /// Texts that mean something special under a key: mapping name → key → words.
    private let words: (_ mapping: String, _ key: String) -> [String]
    private(set) var shapes: [MappingShape] = []
    private var names: [String: [String]] = [:]
    private var lastLine = 0

    init(words: @escaping (String, String) -> [String], read: @escaping (Value, Reading) -> Void) {
        self.words = words
        self.read = read
        let line = fresh()
        _ = explore(Hole(line: line) { $0 }, under: "")
    }

    // MARK: Mappings

    /// Name of the shape of the mapping in the hole; a mapping that was met before is not explored again.
    private mutating func explore(_ hole: Hole, under key: String) -> String {
        let trace = run(hole.fill(Self.mapping(hole.line, [])))
        var name = Self.name(trace.opened(hole.line))
        let asked = trace.asked(hole.line).map(\.key)
        if let known = names[name], known != asked { name += "-of-\(key)" }
        if names[name] != nil { return name }
        names[name] = asked
        let index = shapes.count
        shapes.append(MappingShape(name: name, cases: KeyCase()))
        let cases = keyCase(hole, name, given: [], settled: [])
        shapes[index].cases = cases
        return name
    }

    /// `a column` → `column`, `'page'` → `page`.
    private static func name(_ what: String) -> String {
        var words = what.split(separator: " ").map { $0.filter { $0 != "'" } }
        if words.count > 1, ["a", "an", "the"].contains(words[0]) { words.removeFirst() }
        return words.joined(separator: "-")
    }

    private mutating func keyCase(_ hole: Hole, _ name: String, given: Entries, settled: [String]) -> KeyCase {
        let base = run(hole.fill(Self.mapping(hole.line, given)))
        let asked = base.asked(hole.line)
        var result = KeyCase()
        for item in asked { result.keys.append(.init(name: item.key, value: shape(of: item, hole, name, given))) }
        let gaps = base.gaps(hole.line)
        var closers: [String: [String]] = [:]
        var settled = settled + given.map(\.key)
        let looked = base.looked(hole.line).filter { key in !asked.contains { $0.key == key } }
        for key in looked + asked.map(\.key) where !settled.contains(key) {
            let value = result.keys.first { $0.name == key }?.value ?? lookedAt(key, hole, name, given)
            var branches: [KeyCase.Branch] = []
            var seen: [(Signature, Int)] = []
            for candidate in candidates(value) {
                let trace = run(hole.fill(Self.mapping(hole.line, given + [(key, candidate.value)])))
                let signature = Signature(asked: Set(trace.asked(hole.line).map(\.key)), newGaps: trace.gaps(hole.line).filter { !gaps.contains($0) })
                if candidate.isSample, !looked.contains(key) {
                    for gap in gaps where !trace.gaps(hole.line).contains(gap) { closers[gap, default: []].append(key) }
                }
                if signature.asked == Set(asked.map(\.key)) && signature.newGaps.isEmpty { continue }
                if let text = candidate.text, let same = seen.first(where: { $0.0 == signature }), !branches[same.1].values.isEmpty {
                    branches[same.1].values.append(text)
                    continue
                }
                seen.append((signature, branches.count))
                let then = keyCase(hole, name, given: given + [(key, candidate.value)], settled: settled)
                branches.append(.init(key: key, values: candidate.text.map { [$0] } ?? [], then: then))
            }
            if !branches.isEmpty { settled.append(key) }
            result.branches += branches
        }
        for gap in gaps {
            guard let keys = closers[gap] else { continue }
            if keys.count == 1 { result.required.append(keys[0]) } else { result.alternatives.append((keys, isExclusive(keys, gap, result, hole, given))) }
        }
        for key in given.map(\.key) where asked.contains(where: { $0.key == key }) && !result.required.contains(key) { result.required.append(key) }
        return result
    }

    private struct Signature: Equatable {
        var asked: Set<String>
        var newGaps: [String]
    }

    /// Do two keys of a group together leave the gap open?
    private mutating func isExclusive(_ keys: [String], _ gap: String, _ found: KeyCase, _ hole: Hole, _ given: Entries) -> Bool {
        let pair = keys.prefix(2).map { key in (key, sample(found.keys.first { $0.name == key }!.value)) }
        return run(hole.fill(Self.mapping(hole.line, given + pair))).gaps(hole.line).contains(gap)
    }

    // MARK: Values

    private mutating func shape(of item: KeyRecord.Asked, _ hole: Hole, _ name: String, _ given: Entries) -> ValueShape {
        let accepted = words(name, item.key).filter { accepts(scalar($0), item.key, hole, given) }.map { ValueShape.Form.word($0) }
        switch item.kind {
        case .value: return ValueShape(forms: accepted + forms(item.key, hole, given) { $0 })
        case .list(let isRequired): return ValueShape(forms: accepted + list(item.key, hole, given, isRequired: isRequired))
        case .texts: return ValueShape(forms: [.list(ValueShape(forms: [.scalar(.text)]), isRequired: false)])
        case .months: return ValueShape(forms: [.list(ValueShape(forms: [.scalar(.integer(1...12))]), isRequired: false)])
        case .colors: return ValueShape(forms: [.list(ValueShape(forms: [.scalar(.color)]), isRequired: true)])
        case .choices(let names): return ValueShape(forms: [.list(ValueShape(forms: [.scalar(.choice(names))]), isRequired: false)])
        case .textMap: return ValueShape(forms: [.textMap])
        default: return ValueShape(forms: accepted + [.scalar(item.kind)])
        }
    }

    /// Forms that a reader accepts which looks at the value itself, alone or as an item of a list.
    private mutating func forms(_ key: String, _ hole: Hole, _ given: Entries, wrap: @escaping (Value) -> Value) -> [ValueShape.Form] {
        var result: [ValueShape.Form] = []
        if accepts(scalar("probe"), key, hole, given, wrap: wrap) { result.append(.scalar(.text)) }
        let line = fresh()
        let document = { (inner: Value) in hole.fill(Self.mapping(hole.line, given + [(key, wrap(inner))])) }
        if run(document(Self.mapping(line, []))).hasOpened(line) {
            result.append(.mapping(explore(Hole(line: line, fill: document), under: key)))
        } else if accepts(Self.mapping(line, [("probe", scalar("probe"))]), key, hole, given, wrap: wrap) {
            result.append(.textMap)
        }
        return result + (wrap(scalar("")).kind == "a list" ? [] : list(key, hole, given, isRequired: false))
    }

    private mutating func list(_ key: String, _ hole: Hole, _ given: Entries, isRequired: Bool) -> [ValueShape.Form] {
        let line = fresh()
        let items = forms(key, hole, given) { .list([$0], Self.place(line, 0)) }
        return items.isEmpty ? [] : [.list(ValueShape(forms: items), isRequired: isRequired)]
    }

    /// Is there no complaint about the type of the value?
    private mutating func accepts(_ value: Value, _ key: String, _ hole: Hole, _ given: Entries, wrap: (Value) -> Value = { $0 }) -> Bool {
        let wrapped = wrap(value)
        let trace = run(hole.fill(Self.mapping(hole.line, given + [(key, wrapped)])))
        let places = [value.place.line, wrapped.place.line]
        return trace.asked(hole.line).contains { $0.key == key } && !trace.diagnostics.contains { diagnostic in
            guard diagnostic.id == "DEF004", let place = diagnostic.place else { return false }
            return places.contains(place.line) || place == Self.place(hole.line, given.count + 1)
        }
    }

    /// The shape of a key that was only looked for so far: with it, the reader asks.
    private mutating func lookedAt(_ key: String, _ hole: Hole, _ name: String, _ given: Entries) -> ValueShape {
        for value in [scalar("1"), .list([scalar("1")], Self.place(fresh(), 0)), Self.mapping(fresh(), [])] {
            let trace = run(hole.fill(Self.mapping(hole.line, given + [(key, value)])))
            if let item = trace.asked(hole.line).first(where: { $0.key == key }), accepts(value, key, hole, given) {
                return shape(of: item, hole, name, given)
            }
        }
        return ValueShape(forms: [])
    }

    // MARK: Samples

    /// Values that may change what else is asked for: each choice and word, and one sample. Text is nil for the sample.
    private mutating func candidates(_ shape: ValueShape) -> [(value: Value, text: String?, isSample: Bool)] {
        var result: [(Value, String?, Bool)] = []
        for form in shape.forms {
            switch form {
            case .word(let word): result.append((scalar(word), word, false))
            case .scalar(.choice(let names)): result += names.enumerated().map { (scalar($1), $1, $0 == 0) }
            case .scalar(.boolean): result += ["true", "false"].enumerated().map { (scalar($1), $1, $0 == 0) }
            default: break
            }
        }
        return result.contains { $0.2 } ? result : result + [(sample(shape), nil, true)]
    }

    /// A value that the readers take without complaint.
    private mutating func sample(_ shape: ValueShape, depth: Int = 0) -> Value {
        let form = shape.forms.first { if case .word = $0 { false } else { true } } ?? shape.forms.first
        switch form {
        case .scalar(let kind)?: return scalar(Self.text(kind))
        case .word(let word)?: return scalar(word)
        case .list(let items, _)?: return .list([sample(items, depth: depth)], Self.place(fresh(), 0))
        case .textMap?: return Self.mapping(fresh(), [("probe", scalar("probe"))])
        case .mapping(let name)?:
            guard depth < 8, let cases = shapes.first(where: { $0.name == name })?.cases else { return Self.mapping(fresh(), []) }
            let wanted = cases.required + cases.alternatives.compactMap(\.keys.first)
            let entries = cases.keys.filter { wanted.contains($0.name) }.map { ($0.name, sample($0.value, depth: depth + 1)) }
            return Self.mapping(fresh(), entries)
        case nil: return scalar("probe")
        }
    }

    private static func text(_ kind: KeyRecord.Kind) -> String {
        switch kind {
        case .integer(let range): "\(range.lowerBound)"
        case .date: "2026-01-31"
        case .month: "2026-01"
        case .boolean: "true"
        case .unit: Unit.all[0].name
        case .color: "#1f4e79"
        case .choice(let names): names[0]
        default: "1"
        }
    }

    // MARK: Documents

    private mutating func fresh() -> Int {
        lastLine += 1
        return lastLine
    }

    private static func place(_ line: Int, _ column: Int) -> SourceRange { SourceRange(file: "probe", line: line, column: column) }
    private mutating func scalar(_ text: String) -> Value { .scalar(text, isPlain: true, Self.place(fresh(), 0)) }

    private static func mapping(_ line: Int, _ entries: Entries) -> Value {
        .map(entries.enumerated().map { Value.Entry(key: $1.key, place: place(line, $0 + 1), value: $1.value) }, place(line, 0))
    }

    private func run(_ document: Value) -> Trace {
        let reading = Reading()
        reading.record = KeyRecord()
        read(document, reading)
        return Trace(record: reading.record!, diagnostics: reading.bag.diagnostics)
    }

    /// What one reading showed.
    private struct Trace {
        var record: KeyRecord
        var diagnostics: [Diagnostic]

        func opened(_ line: Int) -> String { record.opened[line] ?? "" }
        func hasOpened(_ line: Int) -> Bool { record.opened[line] != nil }
        func asked(_ line: Int) -> [KeyRecord.Asked] { record.asked.filter { $0.mapping == line } }
        func looked(_ line: Int) -> [String] { record.looked.filter { $0.mapping == line }.map(\.key) }
        /// Missing keys of the mapping, by the hint of the message: it names the key alone.
        func gaps(_ line: Int) -> [String] {
            var result: [String] = []
            for diagnostic in diagnostics where diagnostic.id == "DEF005" && diagnostic.place?.line == line {
                if let hint = diagnostic.hint, !result.contains(hint) { result.append(hint) }
            }
            return result
        }
    }
}
