/// Which paths an artefact may have inside a release folder.
enum ArtefactPath {
    static let longestName = 200
    static let longestPath = 1000
    static let deepest = 16

    /// What is wrong with the path, as the end of a sentence; nil when it is fine.
    static func problem(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.utf8.count > longestPath { return "is longer than \(longestPath) bytes" }
        if path.utf8.contains(where: { ManifestField.isControl($0) || $0 == 92 }) { return "holds a control character or a backslash" }
        let names = path.utf8.split(separator: 47, omittingEmptySubsequences: false)
        if names.count > deepest { return "is deeper than \(deepest) folders" }
        for name in names {
            if name.isEmpty { return "starts or ends with '/' or holds '//'" }
            if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return "holds '.' or '..'" }
            if name.count > longestName { return "holds a name of more than \(longestName) bytes" }
        }
        for own in [ReleaseManifest.fileName, ReleaseManifest.digestFileName] where path.lowercased() == own {
            return "is the name of the release's own file \(own)"
        }
        return nil
    }
}

/// Paths that can stand in one folder tree: no path is equal to another (also not in another Unicode form or letter case, since some
/// file systems take them for the same), and no file is at the same time a folder of another.
struct PathSet {
    private var files: [String: String] = [:]
    private var folders: [String: String] = [:]

    /// Adds the path; returns the path it collides with, if there is one.
    mutating func insert(_ path: String) -> String? {
        let key = path.lowercased()
        if let other = files[key] ?? folders[key] { return other }
        var folder = ""
        for name in key.split(separator: "/").dropLast() {
            folder += folder.isEmpty ? String(name) : "/" + name
            if let other = files[folder] { return other }
            folders[folder] = folders[folder] ?? path
        }
        files[key] = path
        return nil
    }
}
