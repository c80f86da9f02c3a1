internal import Diagnostics
internal import Digests
internal import Foundation
internal import ReportModel
internal import Warehouse

/// What the databases stand on: definitions, typefaces, disk, tools.
extension Examination {
    func lint() -> DoctorReport.Item {
        var item = DoctorReport.Item("definitions", "定义")
        do {
            let (_, bag, files) = try DefinitionFolder.read(workspace.path(workspace.settings.definitions))
            let errors = bag.sorted.filter { $0.severity == .error }, warnings = bag.sorted.count { $0.severity == .warning }
            item.checked = "\(files) files: \(errors.count) errors, \(warnings) warnings"
            for error in errors { item.stop("\(error.place.map { "\($0.file):\($0.line): " } ?? "")\(error.message) [\(error.id)]", advice: "see: gazette lint") }
        } catch { item.stop(Self.reason(error), advice: "correct the setting 'definitions' of gazette.yaml") }
        return item
    }

    /// The typefaces are there, with the digests that their README lists.
    func fonts() -> DoctorReport.Item {
        var item = DoctorReport.Item("fonts", "字体")
        let folder = workspace.path(workspace.settings.fonts), advice = "restore the Fonts folder of the repository"
        let listed = (try? FileTree.read("\(folder)/README.md")).map(Self.digests) ?? []
        if listed.isEmpty { item.warn("\(folder)/README.md lists no digests", advice: advice) }
        for (file, digest) in listed {
            do {
                let found = try FileTree.digest(of: "\(folder)/\(file)").digest.hex
                if found != digest { item.stop("\(file) has the digest \(found.prefix(12))…, not \(digest.prefix(12))…", advice: advice) }
            } catch { item.stop(Self.reason(error), advice: advice) }
        }
        item.checked = "\(listed.count) typefaces against their digests"
        return item
    }

    /// Lines of a table that name a `.ttf` file and 64 hexadecimal digits.
    private static func digests(_ bytes: [UInt8]) -> [(file: String, digest: String)] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.split { " |`".contains($0) }.map(String.init)
            guard let file = words.first(where: { $0.hasSuffix(".ttf") }), let digest = words.first(where: { $0.count == 64 && $0.allSatisfy(\.isHexDigit) }) else { return nil }
            return (file, digest)
        }
    }

    /// A load builds its detail file beside the old one: as much again as the largest month must be free.
    func diskSpace() -> DoctorReport.Item {
        var item = DoctorReport.Item("disk", "磁盘空间")
        var space = statvfs()
        let folder = FileTree.exists(warehouse) ? warehouse : workspace.folder
        guard statvfs(folder, &space) == 0 else { return unexamined(item, "\(folder): \(String(cString: strerror(errno)))") }
        let free = Int(space.f_bavail) * Int(space.f_frsize)
        let months = Dictionary(grouping: details, by: \.period).mapValues { $0.reduce(0) { $0 + size($1) } }
        let need = max(200 << 20, 2 * (months.values.max() ?? 0))
        item.checked = "\(free >> 20) MB free, \(need >> 20) MB needed for a month"
        if free < need { item.stop("only \(free >> 20) MB are free on the disk of \(folder)", advice: "free some space before the next load") }
        else if free < 3 * need { item.warn("\(free >> 20) MB are free: less than three months of room", advice: "plan for more space") }
        return item
    }

    private func size(_ detail: DatabaseProbe.ExpectedDetail) -> Int {
        guard let path = detailPath(detail) else { return 0 }
        return ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
    }

    /// Programs that deliveries of the newest month ask for.
    func tools() -> DoctorReport.Item {
        var item = DoctorReport.Item("tools", "外部工具")
        let exchange = workspace.path(workspace.settings.exchange)
        let files = ((try? FileTree.files(below: exchange)) ?? []).filter { $0.contains("/") }
        let newest = files.compactMap { $0.split(separator: "/").first }.filter { $0.count == 6 && $0.allSatisfy(\.isNumber) }.max()
        let archives = files.filter { $0.split(separator: "/").first == newest && Self.begins("\(exchange)/\($0)", with: "PGDMP") }
        let path = Self.find("pg_restore")
        item.checked = archives.isEmpty ? "no delivery needs one\(path == nil ? "" : "; pg_restore is there")" : "\(archives.count) PostgreSQL archives, pg_restore \(path ?? "is missing")"
        if !archives.isEmpty && path == nil { item.stop("\(archives[0]) needs pg_restore", advice: "install PostgreSQL's client programs (Debian: postgresql-client)") }
        return item
    }

    private static func begins(_ path: String, with mark: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: mark.utf8.count)) == Data(mark.utf8)
    }

    private static func find(_ program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}
