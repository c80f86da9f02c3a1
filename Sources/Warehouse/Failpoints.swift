/// Lets a test fail or kill a command at each step of a change to the warehouse; in production reaching a step does nothing.
public struct Failpoints: Sendable {
    /// In the order in which they are first reached.
    public enum Step: String, Sendable, CaseIterable {
        case lockTaken = "lock taken"
        case leftoversRemoved = "leftovers removed"
        case detailBegun = "detail begun"
        case detailWritten = "detail written"
        case detailRenamed = "detail renamed"
        case folderSynced = "folder synced"
        case formerSuperseded = "former batch superseded"
        case batchInserted = "batch inserted"
        case cellsInserted = "cells inserted"
        case loadCommitted = "load committed"
        case recleanNoted = "reclean noted"
        case fileLinked = "file linked"
        case filesSynced = "files synced"
        case batchSwitched = "batch switched"
        case recleanDecided = "reclean decided"
        case switchCommitted = "switch committed"
        case sideRemoved = "side removed"
        case balancesBegun = "balances begun"
        case balancesWritten = "balances written"
        case balancesCommitted = "balances committed"
        case codeFilesKept = "code tables kept"
        case codeFilesCommitted = "kept code tables committed"
        case codeTableWriting = "code table being written"
        case codeTableWritten = "code table written"
        case codesDecided = "code requests decided"
        case codesCommitted = "code requests committed"
    }

    private let action: (@Sendable (Step) throws -> Void)?

    /// Does nothing at any step.
    public static let none = Failpoints(action: nil)

    /// `action` runs at every step that is reached; what it throws fails that step.
    public init(_ action: @escaping @Sendable (Step) throws -> Void) { self.action = action }

    private init(action: (@Sendable (Step) throws -> Void)?) { self.action = action }

    package func reach(_ step: Step) throws { try action?(step) }
}
