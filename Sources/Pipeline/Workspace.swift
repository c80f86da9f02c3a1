public import Diagnostics
internal import DefinitionLoading
internal import Foundation
public import Quantities
public import ReportModel
package import Warehouse

/// A folder with a month's data, warehouse, outputs and releases, described by its `gazette.yaml`.
public struct Workspace: Sendable {
    public let folder: String
    public let settings: WorkspaceSettings
    /// For tests: fails or kills a change of the warehouse at one of its steps.
    package var failpoints: Failpoints = .none

    /// Opens an existing workspace. Throws `WSP004` when there is none, or the diagnostics of `gazette.yaml`.
    public static func open(_ folder: String) throws -> Workspace {
        let file = "\(folder)/gazette.yaml"
        guard FileTree.exists(file) else { throw DiagnosticsError(WorkspaceDiagnostics.noWorkspace(folder)) }
        let (settings, bag) = WorkspaceSettingsLoader.load(path: file, bytes: try FileTree.read(file))
        try bag.throwIfErrors()
        guard let settings else { throw DiagnosticsError(WorkspaceDiagnostics.noWorkspace(folder)) }
        return Workspace(folder: folder, settings: settings)
    }

    /// Makes a workspace: the folder, its `gazette.yaml` and the empty folders that it names.
    public static func initialize(_ folder: String, definitions: String, fonts: String) throws -> Workspace {
        let file = "\(folder)/gazette.yaml"
        if FileTree.exists(file) { throw DiagnosticsError(WorkspaceDiagnostics.alreadyWorkspace(folder)) }
        for (path, name) in [(definitions, "ReportDefs"), (fonts, "Fonts")] where !FileTree.exists(path) {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound(
                "folder '\(path)'", hint: "give the \(name) folder of the repository with --\(name == "Fonts" ? "fonts" : "definitions")"))
        }
        try FileTree.makeFolder(folder)
        let text = """
            # 工作区设置。路径相对于本文件所在文件夹。
            office: 示例市社会保险基金管理中心
            city: 示例市
            definitions: \(relative(definitions, to: folder))
            fonts: \(relative(fonts, to: folder))
            exchange: exchange        # 接口数据交换文件夹：每月一个子文件夹
            warehouse: warehouse
            output: output
            releases: releases
            # 报告期与系统日期是设置，不取自时钟（R068）；子系统可单独设置，例如 养老保险: 2026-10
            periods:
              default: 2026-10
            system_date: 2026-11-15
            data_mark: 合成数据

            """
        try FileTree.write(Array(text.utf8), to: file)
        let workspace = try open(folder)
        for path in [workspace.settings.exchange, workspace.settings.output] { try FileTree.makeFolder(workspace.path(path)) }
        return workspace
    }

    /// An absolute path stays; a relative one starts at the workspace.
    public func path(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

    static func relative(_ path: String, to folder: String) -> String {
        let target = URL(filePath: path).standardizedFileURL.pathComponents
        let base = URL(filePath: folder).standardizedFileURL.pathComponents
        var common = 0
        while common < min(target.count, base.count), target[common] == base[common] { common += 1 }
        if common <= 1 { return target.joined(separator: "/").replacingOccurrences(of: "//", with: "/") }
        return (Array(repeating: "..", count: base.count - common) + target[common...]).joined(separator: "/")
    }

    func warehouse() throws -> Warehouse { try Warehouse(folder: path(settings.warehouse), failpoints: failpoints) }

    // MARK: Definitions

    /// The checked definitions; throws all their errors at once, with places as the user can open them.
    public func catalogue() throws -> Catalogue {
        let root = path(settings.definitions)
        let (catalogue, bag, _) = try DefinitionFolder.read(root)
        if bag.hasErrors { throw DiagnosticsError(diagnostics: bag.sorted.map { DefinitionFolder.prefixed($0, with: root) }) }
        return catalogue
    }

    /// The month to work on: the one given, else the subsystem's, else the default.
    public func period(_ given: ReportingPeriod?, subsystem: String = "default") throws -> ReportingPeriod {
        if let period = given ?? settings.period(for: subsystem) { return period }
        throw DiagnosticsError(WorkspaceDiagnostics.noPeriod())
    }
}
