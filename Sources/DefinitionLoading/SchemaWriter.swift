internal import Quantities

/// Writes the shapes of one kind of file as a JSON Schema (draft 07, which editors know best).
struct SchemaWriter {
    let title: String
    let shapes: [MappingShape]
    let descriptions: KeyDescriptions

    func schema() -> JSONText {
        guard let root = shapes.first else { return .object([]) }
        var result: [(String, JSONText)] = [("$schema", .text("http://json-schema.org/draft-07/schema#")), ("title", .text(title))]
        result += mapping(root)
        let others = shapes.dropFirst().sorted { $0.name < $1.name }
        if !others.isEmpty { result.append(("definitions", .object(others.map { ($0.name, .object(mapping($0))) }))) }
        return .object(result)
    }

    // MARK: Mappings

    private func mapping(_ shape: MappingShape) -> [(String, JSONText)] {
        var result: [(String, JSONText)] = []
        if let item = descriptions.item(shape.name, "") { result.append(("description", .text(item.text))) }
        result.append(("type", .text("object")))
        let all = shape.cases.all
        var names: [String] = []
        for key in all where !names.contains(key.name) { names.append(key.name) }
        let properties = names.map { name in (name, property(name, all.filter { $0.name == name }.map(\.value), in: shape)) }
        result.append(("properties", .object(properties)))
        if shape.cases.branches.isEmpty {
            result += demands(shape.cases)
            result.append(("additionalProperties", .boolean(false)))
        } else {
            result += chain(shape.cases.branches[...], otherwise: shape.cases, shape)
        }
        return result
    }

    /// `if` the first branch's key is there, `then` its keys, `else` the other branches.
    private func chain(_ branches: ArraySlice<KeyCase.Branch>, otherwise: KeyCase, _ shape: MappingShape) -> [(String, JSONText)] {
        guard let branch = branches.first else { return closed(otherwise, shape) }
        var condition: [(String, JSONText)] = []
        if !branch.values.isEmpty { condition.append(("properties", .object([(branch.key, .object([("enum", .list(branch.values.map(scalar)))]))]))) }
        condition.append(("required", .list([.text(branch.key)])))
        let then = branch.then.branches.isEmpty ? closed(branch.then, shape) : chain(branch.then.branches[...], otherwise: branch.then, shape)
        return [
            ("if", .object(condition)), ("then", .object(then)),
            ("else", .object(chain(branches.dropFirst(), otherwise: otherwise, shape))),
        ]
    }

    /// The keys of one case and no others; a type stands here only where the cases differ in it.
    private func closed(_ cases: KeyCase, _ shape: MappingShape) -> [(String, JSONText)] {
        let all = shape.cases.all
        let properties = cases.keys.map { key -> (String, JSONText) in
            let isCommon = all.count { $0.name == key.name } == 1
            return (key.name, isCommon ? .boolean(true) : .object(value(key.value)))
        }
        return [("properties", .object(properties))] + demands(cases) + [("additionalProperties", .boolean(false))]
    }

    private func demands(_ cases: KeyCase) -> [(String, JSONText)] {
        var result: [(String, JSONText)] = []
        if !cases.required.isEmpty { result.append(("required", .list(cases.required.map { .text($0) }))) }
        for group in cases.alternatives {
            let options = JSONText.list(group.keys.map { .object([("required", .list([.text($0)]))]) })
            result.append((group.isExclusive ? "oneOf" : "anyOf", options))
        }
        return result
    }

    // MARK: Values

    private func property(_ name: String, _ values: [ValueShape], in shape: MappingShape) -> JSONText {
        let description = descriptions.item(shape.name, name).map { [("description", JSONText.text($0.text))] } ?? []
        guard values.count == 1 else { return .object(description) }
        // Draft 07 ignores what stands beside a reference.
        if case .mapping? = values[0].forms.first, values[0].forms.count == 1 { return .object(description + [("allOf", .list([.object(value(values[0]))]))]) }
        return .object(description + value(values[0]))
    }

    private func value(_ shape: ValueShape) -> [(String, JSONText)] {
        if shape.forms.count == 1 { return form(shape.forms[0]) }
        return [("anyOf", .list(shape.forms.map { .object(form($0)) }))]
    }

    private func form(_ form: ValueShape.Form) -> [(String, JSONText)] {
        switch form {
        case .scalar(let kind): scalar(kind)
        case .word(let word): [("const", .text(word))]
        case .list(let items, let isRequired):
            [("type", .text("array"))] + (isRequired ? [("minItems", .integer(1))] : []) + [("items", .object(value(items)))]
        case .mapping(let name): [("$ref", .text("#/definitions/\(name)"))]
        case .textMap: [("type", .text("object")), ("additionalProperties", .object(scalar(.text)))]
        }
    }

    private func scalar(_ text: String) -> JSONText { text == "true" || text == "false" ? .boolean(text == "true") : .text(text) }

    private func scalar(_ kind: KeyRecord.Kind) -> [(String, JSONText)] {
        func types(_ names: String...) -> (String, JSONText) { ("type", .list(names.map { .text($0) })) }
        func pattern(_ text: String) -> (String, JSONText) { ("pattern", .text(text)) }
        switch kind {
        case .integer(let range):
            return [types("integer", "string"), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)), pattern("^[0-9]+$")]
        case .number(let limit):
            let bounds: [(String, JSONText)] = limit.map { [("exclusiveMinimum", .integer(0)), ("exclusiveMaximum", .integer(Int($0)))] } ?? []
            return [types("number", "string")] + bounds + [pattern("^-?[0-9]+(\\.[0-9]+)?$")]
        case .amount: return [types("number", "string"), pattern("^-?[0-9]+(\\.[0-9]+)?$")]
        case .quantity:
            let units = Unit.all.map(\.name).joined(separator: "|")
            return [types("number", "string"), pattern("^-?[0-9]+(,[0-9]{3})*(\\.[0-9]+)?( ?(\(units)))?$")]
        case .date: return [("type", .text("string")), pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
        case .month: return [("type", .text("string")), pattern("^[0-9]{4}-[0-9]{2}$")]
        case .boolean: return [("type", .text("boolean"))]
        case .unit: return [("enum", .list(Unit.all.map { .text($0.name) }))]
        case .color: return [("type", .text("string")), pattern("^#[0-9a-fA-F]{6}$")]
        case .choice(let names): return [("enum", .list(names.map(scalar)))]
        case .formula: return [types("string", "number")]
        default: return [types("string", "number", "boolean")]
        }
    }
}
