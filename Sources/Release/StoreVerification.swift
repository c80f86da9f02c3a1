public import Diagnostics

/// What a verification of a whole store found.
public struct StoreVerification: Sendable {
    /// One per release folder, in order.
    public var releases: [ReleaseVerification] = []
    /// Objects whose content was read and compared.
    public var objectsRead = 0
    /// Everything found, releases included; infos and warnings do not make a store unsound.
    public var diagnostics = DiagnosticBag()

    public var isIntact: Bool { !diagnostics.hasErrors }
}
