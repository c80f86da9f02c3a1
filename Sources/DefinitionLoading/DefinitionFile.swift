/// A definition file as it was read: path below the definitions folder, bytes, and the digest of the bytes.
public struct DefinitionFile: Sendable {
    public var path: String
    public var bytes: [UInt8]
    /// SHA-256, hex; only carried along into the catalogue.
    public var digest: String
    public init(path: String, bytes: [UInt8], digest: String) { self.path = path; self.bytes = bytes; self.digest = digest }
}
