internal import ReportModel

/// JSON Schemas of the definition files, for completion, explanations and errors in editors. They are made from the readers
/// themselves (`ShapeExplorer`); only the explanations are written by hand.
public enum DefinitionSchema {
    /// A kind of definition file that has a schema.
    public enum Kind: String, Sendable, CaseIterable {
        case report, measures, calibers, interface, check, balances, theme, exchange, workspace

        /// Which files it is for, below the definitions folder or the workspace.
        public var files: String {
            switch self {
            case .report: "reports/**/*.yaml"
            case .measures: "measures/*.yaml"
            case .calibers: "calibers/*.yaml"
            case .interface: "interfaces/*.yaml"
            case .balances: "balances/*.yaml"
            case .check: "checks/*.yaml"
            case .theme: "theme/*.yaml"
            case .exchange: "exchange.yaml"
            case .workspace: "gazette.yaml"
            }
        }

        /// `report.schema.json`
        public var fileName: String { "\(rawValue).schema.json" }
    }

    /// A key that the readers ask for.
    public struct Key: Sendable, Hashable {
        /// Name of its mapping in the schema: `column`.
        public var mapping: String
        public var name: String
        /// Nil: nobody described it.
        public var chinese: String?
        public var english: String?
    }

    /// The schema as JSON text; the same bytes every time.
    public static func json(_ kind: Kind) -> String {
        let writer = SchemaWriter(title: descriptions(kind).item(shapes(kind).first?.name ?? "", "")?.chinese ?? kind.rawValue, shapes: shapes(kind), descriptions: descriptions(kind))
        return writer.schema().written() + "\n"
    }

    /// Every key of every mapping, in the order of the readers.
    public static func keys(_ kind: Kind) -> [Key] {
        let descriptions = descriptions(kind)
        var result: [Key] = []
        for shape in shapes(kind) {
            for key in shape.cases.all where !result.contains(where: { $0.mapping == shape.name && $0.name == key.name }) {
                let item = descriptions.item(shape.name, key.name)
                result.append(Key(mapping: shape.name, name: key.name, chinese: item?.chinese, english: item?.english))
            }
        }
        return result
    }

    /// Descriptions that no reader asks for, as `mapping.key`: left over from a key that is gone, or misspelt.
    public static func strayDescriptions(_ kind: Kind) -> [String] {
        let shapes = shapes(kind)
        return descriptions(kind).items.filter { item in
            guard let shape = shapes.first(where: { $0.name == item.mapping }) else { return true }
            let found = shape.cases.all.filter { $0.name == item.key }
            if item.key.isEmpty { return false }
            return found.isEmpty || !item.words.allSatisfy { word in found.contains { $0.value.forms.contains(.word(word)) } }
        }.map { "\($0.mapping).\($0.key)" }
    }

    private static func shapes(_ kind: Kind) -> [MappingShape] {
        let descriptions = descriptions(kind)
        return ShapeExplorer(words: { descriptions.item($0, $1)?.words ?? [] }) { read($0, as: kind, $1) }.shapes
    }

    private static func read(_ root: Value, as kind: Kind, _ reading: Reading) {
        switch kind {
        case .report: _ = ReportReader.read(root, reading)
        case .measures: _ = MeasureReader.read(root, reading)
        case .calibers: _ = CaliberReader.read(root, reading)
        case .interface: _ = InterfaceReader.read(root, reading)
        case .balances: _ = BalanceReader.read(root, reading)
        case .check: _ = CheckReader.read(root, reading)
        case .theme:
            var theme = Theme()
            ThemeReader.read(root, into: &theme, reading)
        case .exchange: _ = ExchangeReader.read(root, reading)
        case .workspace: _ = WorkspaceSettingsLoader.read(root, reading)
        }
    }

    private static func descriptions(_ kind: Kind) -> KeyDescriptions {
        switch kind {
        case .report: .report
        case .measures: .measures
        case .calibers: .calibers
        case .interface: .interface
        case .balances: .balances
        case .check: .checks
        case .theme: .theme
        case .exchange: .exchange
        case .workspace: .workspace
        }
    }
}
