internal import ReportModel

/// Tells when anything below the definitions changes. It compares names, sizes and times a few times a second: that works on
/// network drives and with editors that save by renaming, where notifications of the system do not.
public struct DefinitionWatch: Sendable {
    private let folder: String

    public init(_ workspace: Workspace) { folder = workspace.path(workspace.settings.definitions) }

    /// The state of all files; equal stamps mean equal definitions. Empty while the folder cannot be read.
    public var stamp: String { FileTree.stamps(below: folder).joined(separator: "\n") }
}
