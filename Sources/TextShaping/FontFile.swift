public import Scene

/// The file of a face in the font folder, and the family and weight that it must hold.
public struct FontFile: Sendable, Hashable {
    public var face: Face
    /// Name inside the font folder.
    public var fileName: String
    public var family: String
    public var isBold: Bool

    public init(_ face: Face) {
        self.face = face
        switch face {
        case .heiRegular: (fileName, family, isBold) = ("GazetteHei-Regular.ttf", "Gazette Hei", false)
        case .heiBold: (fileName, family, isBold) = ("GazetteHei-Bold.ttf", "Gazette Hei", true)
        case .songBold: (fileName, family, isBold) = ("GazetteSong-Bold.ttf", "Gazette Song", true)
        }
    }
}
