internal import Intake
internal import Warehouse

extension StoredDecision {
    /// As the loader applies it.
    var applied: SuspectDecision {
        switch decision {
        case .accept: SuspectDecision(row: row, action: .accept)
        case .giveBack: SuspectDecision(row: row, action: .giveBack)
        case .fix: SuspectDecision(row: row, action: .fix(replacement ?? row))
        }
    }
}
