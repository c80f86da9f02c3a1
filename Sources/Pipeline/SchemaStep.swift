internal import DefinitionLoading
public import Diagnostics

/// The JSON Schema of one kind of definition file.
public struct SchemaFile: Sendable {
    /// `report`
    public var kind: String
    /// `report.schema.json`
    public var name: String
    /// Which files it is for: `reports/**/*.yaml`.
    public var files: String
    public var text: String

    public static let kinds = DefinitionSchema.Kind.allCases.map(\.rawValue)

    /// The schemas of the named kinds, or of all; throws `WSP012` for a kind that there is not.
    public static func make(_ kinds: [String]) throws -> [SchemaFile] {
        let wanted = try kinds.map { name in
            guard let kind = DefinitionSchema.Kind(rawValue: name) else {
                throw DiagnosticsError(WorkspaceDiagnostics.badArgument(
                    "there is no kind of definition '\(name)'", hint: "use one of: \(SchemaFile.kinds.joined(separator: ", "))"))
            }
            return kind
        }
        return (wanted.isEmpty ? DefinitionSchema.Kind.allCases : wanted).map {
            SchemaFile(kind: $0.rawValue, name: $0.fileName, files: $0.files, text: DefinitionSchema.json($0))
        }
    }

    /// Writes the schemas into a folder and returns their paths.
    public static func write(_ kinds: [String], to folder: String) throws -> [String] {
        try make(kinds).map { file in
            try FileTree.write(Array(file.text.utf8), to: "\(folder)/\(file.name)")
            return "\(folder)/\(file.name)"
        }
    }
}
