public import Cubes
public import Diagnostics
internal import Quantities
internal import ReportModel

/// Holds declared figures against what was delivered: one line per feed, district and figure.
public enum Reconciler {
    public typealias Line = ReconciliationRecord.Line

    /// `declared`: figures of one definition for the account's interface; `districts`: codes in force, in order.
    public static func lines(_ declared: [DeclaredFigure], _ account: FeedAccount, districts: [String]) throws -> (lines: [Line], diagnostics: [Diagnostic]) {
        var lines: [Line] = [], diagnostics: [Diagnostic] = [], kinds: [CheckedFigure.Kind] = []
        for figure in declared where !kinds.contains(figure.figure.kind) { kinds.append(figure.figure.kind) }
        for kind in kinds {
            guard let figure = account.figures[kind.text] else { continue }
            var group = Group(declared.filter { $0.figure.kind == kind }, figure, account)
            lines += try group.lines(districts)
            diagnostics += group.diagnostics
        }
        return (lines, diagnostics)
    }

    /// One figure over all districts.
    private struct Group {
        let declared: [DeclaredFigure]
        let figure: FeedAccount.Figure
        let account: FeedAccount
        var diagnostics: [Diagnostic] = []

        init(_ declared: [DeclaredFigure], _ figure: FeedAccount.Figure, _ account: FeedAccount) {
            self.declared = declared
            self.figure = figure
            self.account = account
        }

        mutating func lines(_ districts: [String]) throws -> [Line] {
            let single = declared.filter { !$0.district.isEmpty }
            let whole = declared.first { $0.district.isEmpty }
            var lines: [Line] = []
            if let sample = single.first {
                for code in districts {
                    let entry = figure.districts[code] ?? .init(), item = single.first { $0.district == code }
                    // Nothing declared and nothing delivered: there is nothing to compare.
                    if item == nil, entry == FeedAccount.Entry() { continue }
                    lines.append(try line(item, like: sample, code, entry))
                }
                try spread(&lines)
            }
            let isWhole = single.count == lines.count && !single.isEmpty
            if var whole {
                if isWhole, !figure.isDistinct, let sum = try summed(single) {
                    try compare(whole, sum)
                    // The sum of figures as they are shown carries the rounding of all of them.
                    if whole.value == sum.value { whole.step = max(whole.step, sum.step) }
                }
                lines.append(try line(whole, like: whole, "", figure.total))
            } else if isWhole, !figure.isDistinct, let sum = try summed(single) {
                lines.append(try line(sum, like: sum, "", figure.total))
            }
            return lines
        }

        /// The total of a table that shows none.
        private func summed(_ items: [DeclaredFigure]) throws -> DeclaredFigure? {
            guard var result = items.first else { return nil }
            result.district = ""
            result.value = try items.reduce(Amount.zero) { try $0.adding($1.value) }
            result.step = try items.reduce(Amount.zero) { try $0.adding(tolerance($1)) }.multiplied(by: Amount(2))
            result.place = "各区县之和"
            return result
        }

        private mutating func compare(_ whole: DeclaredFigure, _ sum: DeclaredFigure) throws {
            let slack = try tolerance(whole).adding(tolerance(sum))
            if try sum.value.subtracting(whole.value).magnitude <= slack { return }
            diagnostics.append(ReconciliationDiagnostics.unequalTotal(
                "\(account.interface) \(whole.figure.kind.text)", total: whole.value.description, sum: sum.value.description, whole.place, file: whole.file, at: whole.figure.origin))
        }

        /// Half of the last place that is shown, unless the figure itself is no finer.
        private func tolerance(_ item: DeclaredFigure) throws -> Amount {
            item.step > Amount(unscaled: 1, scale: figure.scale) ? try item.step.multiplied(by: Amount(unscaled: 5, scale: 1)) : .zero
        }

        /// `like`: a figure of the same column, when this district has none.
        private func line(_ item: DeclaredFigure?, like sample: DeclaredFigure, _ district: String, _ entry: FeedAccount.Entry) throws -> Line {
            let sample = item ?? sample
            var line = Line(
                definition: sample.definition, role: sample.role.rawValue, interface: account.interface, batch: account.batch, district: district,
                figure: sample.figure.kind.text, unit: sample.figure.unit.name, blocks: sample.figure.blocks, place: item.map { "\($0.file) \($0.place)" } ?? sample.file,
                declared: item?.value, loaded: entry.loaded, rejected: entry.rejected, filtered: entry.filtered, corrected: entry.corrected, unreadable: entry.unreadable)
            let delivered = try entry.delivered
            guard let item else {
                line.unexplained = delivered.negated
                return line
            }
            line.tolerance = try tolerance(item)
            line.unexplained = try item.value.subtracting(delivered)
            try takeRounding(&line)
            let count = Amount(entry.unreadable)
            let low = try count.multiplied(by: min(.zero, figure.low)), high = try count.multiplied(by: max(.zero, figure.high))
            line.byUnreadable = max(low, min(high, line.unexplained))
            line.unexplained = try line.unexplained.subtracting(line.byUnreadable)
            try takeRounding(&line)
            return line
        }

        private func takeRounding(_ line: inout Line) throws {
            guard !line.unexplained.isZero, line.unexplained.magnitude <= line.tolerance else { return }
            line.rounding = try line.rounding.adding(line.unexplained)
            line.unexplained = .zero
        }

        /// Rows whose district cannot be read explain what is left of the districts, up to what there is of them; the smallest rests first,
        /// so that one wrong figure stands out.
        private func spread(_ lines: inout [Line]) throws {
            guard let lost = figure.districts[""], lost != FeedAccount.Entry() else { return }
            let count = Amount(lost.unreadable), known = try lost.delivered
            var high = try max(.zero, known).adding(count.multiplied(by: max(.zero, figure.high)))
            var low = try min(.zero, known).adding(count.multiplied(by: min(.zero, figure.low)))
            let order = lines.indices.filter { lines[$0].declared != nil && !lines[$0].unexplained.isZero }.sorted {
                (lines[$0].unexplained.magnitude, $0) < (lines[$1].unexplained.magnitude, $1)
            }
            for index in order {
                let rest = lines[index].unexplained, share = rest.isNegative ? max(low, rest) : min(high, rest)
                if share.isZero { continue }
                lines[index].withoutDistrict = share
                lines[index].unexplained = try rest.subtracting(share)
                if share.isNegative { low = try low.subtracting(share) } else { high = try high.subtracting(share) }
                try takeRounding(&lines[index])
            }
        }
    }
}
