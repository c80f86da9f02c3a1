internal import Diagnostics
internal import Yams

/// Turns the bytes of a YAML file into a `Value`; refuses what the definition language does not have.
struct YAMLReader {
    let path: String

    func read(_ bytes: [UInt8], into bag: inout DiagnosticBag) -> Value? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            bag.add(DefinitionDiagnostics.notText("the file is not valid UTF-8", at: SourceRange(file: path, line: 1 + bytes.prefix(firstInvalid(bytes)).count { $0 == 10 })))
            return nil
        }
        do {
            // Scalars are texts here, whatever YAML would take them for; the other resolvers compile patterns at each start.
            let parser = try Parser(yaml: text, resolver: .basic)
            guard let root = try parser.nextRoot() else {
                bag.add(DefinitionDiagnostics.notText("the file holds no definition", at: SourceRange(file: path, line: 1, column: 1)))
                return nil
            }
            if let second = try parser.nextRoot() {
                bag.add(DefinitionDiagnostics.severalDocuments(at: place(second.mark)))
                return nil
            }
            return convert(root, into: &bag)
        } catch let error as YamlError {
            bag.add(diagnostic(error))
            return nil
        } catch {
            bag.add(DefinitionDiagnostics.syntax("\(error)", at: SourceRange(file: path, line: 1)))
            return nil
        }
    }

    private func convert(_ node: Node, into bag: inout DiagnosticBag) -> Value? {
        let place = place(node.mark)
        if node.anchor != nil { bag.add(DefinitionDiagnostics.anchor(at: place)) }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            if isPlain && (scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null") { return .null(place) }
            var start = place
            if scalar.style == .singleQuoted || scalar.style == .doubleQuoted { start.column += 1 }
            start.length = max(1, scalar.string.count)
            return .scalar(scalar.string, isPlain: isPlain, start)
        case .sequence(let sequence):
            return .list(sequence.compactMap { convert($0, into: &bag) }, place)
        case .mapping(let mapping):
            var entries: [Value.Entry] = []
            for (key, value) in mapping {
                guard case .scalar(let scalar) = key else {
                    bag.add(DefinitionDiagnostics.wrongType("key", expected: "a text", found: "a collection", at: self.place(key.mark)))
                    continue
                }
                var keyPlace = self.place(key.mark)
                keyPlace.length = max(1, scalar.string.count)
                if let value = convert(value, into: &bag) { entries.append(Value.Entry(key: scalar.string, place: keyPlace, value: value)) }
            }
            return .map(entries, place)
        case .alias:
            bag.add(DefinitionDiagnostics.anchor(at: place))
            return nil
        }
    }

    private func place(_ mark: Mark?) -> SourceRange { SourceRange(file: path, line: mark?.line ?? 1, column: mark?.column ?? 1) }

    private func diagnostic(_ error: YamlError) -> Diagnostic {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            if problem.contains("alias") { return DefinitionDiagnostics.anchor(at: place(mark)) }
            return DefinitionDiagnostics.syntax(problem, at: place(mark))
        case .duplicatedKeysInMapping(let keys, let context):
            return DefinitionDiagnostics.duplicateKey(keys.joined(separator: "', '"), at: place(context.mark))
        case .reader(let problem, _, _, _):
            return DefinitionDiagnostics.notText("the file holds a character that YAML refuses: \(problem)", at: SourceRange(file: path, line: 1))
        default:
            return DefinitionDiagnostics.syntax("\(error)", at: SourceRange(file: path, line: 1))
        }
    }

    /// Offset of the first byte that is not UTF-8.
    private func firstInvalid(_ bytes: [UInt8]) -> Int {
        var low = 0, high = bytes.count
        while low < high {
            let middle = (low + high + 1) / 2
            if validPrefix(bytes, middle) { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func validPrefix(_ bytes: [UInt8], _ count: Int) -> Bool {
        for cut in 0..<4 where count - cut >= 0 {
            if String(validating: bytes[..<(count - cut)], as: UTF8.self) != nil { return true }
        }
        return false
    }
}
