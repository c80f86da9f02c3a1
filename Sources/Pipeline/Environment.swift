internal import ReportModel
internal import Digests
internal import PageExport
internal import TextShaping
internal import WorkbookExport

/// The version of Gazette: in every manifest and in the metadata of every file (R053).
public let gazetteVersion = "0.1.0"

public struct EnvironmentEntry: Sendable, Hashable {
    public var name: String
    public var version: String
}

/// Version of Gazette and of the libraries that draw and write; they decide whether pixels and bytes can be compared.
public func environmentEntries() -> [EnvironmentEntry] {
    [EnvironmentEntry(name: "gazette", version: gazetteVersion)]
        + TextShaping.libraryVersions.map { EnvironmentEntry(name: $0.name, version: $0.version) }
        + PageExport.libraryVersions.map { EnvironmentEntry(name: $0.name, version: $0.version) }
        + WorkbookExport.libraryVersions.map { EnvironmentEntry(name: $0.name, version: $0.version) }
}

extension Workspace {
    /// File name and digest of the shipped typefaces.
    /// The bytes of one of the workspace's typefaces.
    public func font(_ file: String) throws -> [UInt8] { try FileTree.read(path("\(settings.fonts)/\(file)")) }

    func fontDigests() throws -> [(file: String, digest: SHA256Digest)] {
        let folder = path(settings.fonts)
        return try FileTree.files(below: folder).filter { $0.hasSuffix(".ttf") }.map { ($0, try FileTree.digest(of: "\(folder)/\($0)")) }
    }
}
