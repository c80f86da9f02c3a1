/// Lets a test fail or kill a publication at each of its steps; in production reaching a step does nothing.
public struct Failpoints: Sendable {
    /// The steps of a publication, in the order in which they are first reached.
    public enum Step: String, Sendable, CaseIterable {
        case lockTaken = "lock taken"
        case storeMaking = "store being made"
        case storeMade = "store made"
        case leftoversRemoved = "leftovers removed"
        case objectBegun = "object begun"
        case objectWriting = "object being written"
        case objectWritten = "object written"
        case objectSynced = "object synced"
        case objectInPlace = "object in place"
        case stageVerified = "stage verified"
        case intentLogging = "intent being logged"
        case intentLogged = "intent logged"
        case releaseBegun = "release begun"
        case artefactWriting = "artefact being written"
        case artefactWritten = "artefact written"
        case releaseWritten = "release written"
        case releaseSynced = "release synced"
        case releaseInPlace = "release in place"
        case releaseVerified = "release verified"
        case pointerPrepared = "pointer prepared"
        case pointerRenamed = "pointer renamed"
        case pointerSwapped = "pointer swapped"
        case servedVerified = "served copy verified"
        case doneLogging = "done being logged"
        case doneLogged = "done logged"
        case undoBegun = "undo begun"
        case undoPointerBack = "undo: pointer back"
        case undoReleaseRemoved = "undo: release removed"
    }

    private let action: (@Sendable (Step) throws -> Void)?

    /// Does nothing at any step.
    public static let none = Failpoints(action: nil)

    /// `action` runs at every step that is reached, several times for steps that repeat per file; what it throws fails that step.
    public init(_ action: @escaping @Sendable (Step) throws -> Void) { self.action = action }

    private init(action: (@Sendable (Step) throws -> Void)?) { self.action = action }

    func reach(_ step: Step) throws { try action?(step) }
}
