import Cubes
import Quantities
import ReportModel
import Testing

@testable import Reconciliation

/// declared = loaded + rejected + filtered + corrected + explained + rounding + unexplained, and what may explain what.
@Suite struct ReconcilerTests {
    static let codes = ["110101", "110102", "110105"]

    static func declared(_ district: String, _ value: String, kind: CheckedFigure.Kind = .rows, unit: Unit = .person, step: String = "1", blocks: Bool = true) -> DeclaredFigure {
        let figure = CheckedFigure(kind: kind, unit: unit, decimals: 0, blocks: blocks, origin: CheckTableTests.place)
        return DeclaredFigure(
            definition: "f", role: .declared, interface: "pension", district: district, figure: figure, value: Amount(decimalText: value)!, step: Amount(decimalText: step)!,
            file: "HD_202610.XLS", place: "养老!B4")
    }

    static func entry(_ loaded: Int, rejected: Int = 0, filtered: Int = 0, corrected: Int = 0, unreadable: Int = 0) -> FeedAccount.Entry {
        FeedAccount.Entry(loaded: Amount(loaded), rejected: Amount(rejected), filtered: Amount(filtered), corrected: Amount(corrected), unreadable: unreadable)
    }

    static func account(_ districts: [String: FeedAccount.Entry], kind: CheckedFigure.Kind = .rows, scale: Int = 0, high: Int = 1, isDistinct: Bool = false) throws -> FeedAccount {
        var figure = FeedAccount.Figure()
        figure.districts = districts
        figure.total = try districts.sorted { $0.key < $1.key }.reduce(FeedAccount.Entry()) { try $0.added($1.value) }
        figure.scale = scale
        figure.high = Amount(high)
        figure.isDistinct = isDistinct
        var account = FeedAccount(interface: "pension", batch: "pension-202610-1")
        account.figures[kind.text] = figure
        return account
    }

    static func lines(_ figures: [DeclaredFigure], _ account: FeedAccount) throws -> [Reconciler.Line] {
        let lines = try Reconciler.lines(figures, account, districts: codes).lines
        for line in lines { try check(line) }
        return lines
    }

    /// The identity, for every line.
    static func check(_ line: Reconciler.Line) throws {
        let parts = [line.loaded, line.rejected, line.filtered, line.corrected, line.byUnreadable, line.withoutDistrict, line.rounding, line.unexplained]
        #expect(try parts.reduce(.zero) { try $0.adding($1) } == line.declared ?? .zero, "\(line)")
        #expect(line.rounding.magnitude <= line.tolerance)
    }

    @Test func agreedExplainedAndUnexplained() throws {
        let account = try Self.account(["110101": Self.entry(10), "110102": Self.entry(18, rejected: 1, filtered: 1), "110105": Self.entry(30)])
        let lines = try Self.lines([Self.declared("110101", "10"), Self.declared("110102", "20"), Self.declared("110105", "27", blocks: false), Self.declared("", "57")], account)
        #expect(lines.map(\.verdict) == [.agreed, .explained, .unexplained, .unexplained])
        #expect(lines.map(\.unexplained) == [0, 0, -3, -3].map { Amount($0) } && lines.map(\.blocks) == [true, true, false, true])
    }

    /// A table without a total gets one; one whose total is not its sum is told.
    @Test func totals() throws {
        let account = try Self.account(["110101": Self.entry(10), "110102": Self.entry(20), "110105": Self.entry(30)])
        let figures = zip(Self.codes, ["10", "20", "30"]).map { Self.declared($0, $1) }
        #expect(try Self.lines(figures, account).last.map { $0.district.isEmpty && $0.verdict == .agreed && $0.place.contains("各区县之和") } == true)
        let wrong = try Reconciler.lines(figures + [Self.declared("", "61")], account, districts: Self.codes)
        #expect(wrong.diagnostics.map(\.id) == ["REC013"] && wrong.lines.last?.unexplained == .one)
    }

    /// 万元 with two decimals agrees to fifty yuan, and the rest is shown as rounding; one cent more is not explained.
    @Test(arguments: [("123450", "0", "49.99"), ("123450.01", "0", "50.00"), ("123450.02", "-50.01", "0")])
    func roundingIsBoundedAndShown(_ loaded: String, _ unexplained: String, _ ignored: String) throws {
        let kind = CheckedFigure.Kind.sum("paid_unit")
        var account = try Self.account(["110101": Self.entry(0)], kind: kind, scale: 2)
        account.figures[kind.text]!.districts["110101"]!.loaded = Amount(decimalText: loaded)!
        let line = try Self.lines([Self.declared("110101", "123400.01", kind: kind, unit: .tenThousandYuan, step: "100")], account)[0]
        #expect(line.tolerance == Amount(50) && line.unexplained == Amount(decimalText: unexplained)!, "\(line)")
        #expect(unexplained == "0" ? line.rounding == (try line.declared!.subtracting(line.loaded)) : line.rounding.isZero)
        // Yuan to the cent: no tolerance at all.
        let exact = try Self.lines([Self.declared("110101", "123400.01", kind: kind, unit: .yuan, step: "0.01")], account)[0]
        #expect(exact.tolerance.isZero && exact.verdict == .unexplained)
    }

    /// An unreadable amount explains a difference only in the direction and to the size that the column allows.
    @Test func unreadableRowsExplainWithinBounds() throws {
        let kind = CheckedFigure.Kind.sum("base")
        let account = try Self.account(["110101": Self.entry(100, unreadable: 2), "110102": Self.entry(100, unreadable: 2), "110105": Self.entry(100)], kind: kind, high: 1000)
        let lines = try Self.lines([("110101", "1900"), ("110102", "2101"), ("110105", "101")].map { Self.declared($0.0, $0.1, kind: kind) }, account)
        #expect(lines[0].byUnreadable == Amount(1800) && lines[0].verdict == .explained)
        #expect(lines[1].byUnreadable == Amount(2000) && lines[1].unexplained == .one)
        #expect(lines[2].unexplained == .one)
        let less = try Self.lines([Self.declared("110101", "99", kind: kind)], account)[0]
        #expect(less.unexplained == Amount(-1) && less.byUnreadable.isZero)
    }

    /// Rows without a district explain as many rows as there are of them, the small rests first: one wrong figure stands out exactly.
    @Test func rowsWithoutDistrictExplainUpToTheirNumber() throws {
        let account = try Self.account(["110101": Self.entry(10), "110102": Self.entry(20), "110105": Self.entry(30), "": Self.entry(0, rejected: 3)])
        func lines(_ values: [String]) throws -> [Reconciler.Line] { try Self.lines(zip(Self.codes, values).map { Self.declared($0, $1) }, account) }
        let good = try lines(["11", "22", "30"])
        #expect(good.allSatisfy { $0.unexplained.isZero } && good.prefix(3).map(\.withoutDistrict) == [1, 2, 0].map { Amount($0) })
        #expect(good.last?.rejected == Amount(3) && good.last?.declared == Amount(63))
        let wrong = try lines(["11", "1022", "30"])
        #expect(wrong.map(\.unexplained) == [0, 1000, 0, 1000].map { Amount($0) })
        // Fewer than the rows that are there: nothing explains it.
        #expect(try lines(["9", "20", "30"]).map(\.unexplained) == [-1, 0, 0, -4].map { Amount($0) })
    }

    /// Delivered, and nothing declared: that is not zero.
    @Test func undeclaredDistricts() throws {
        let account = try Self.account(["110101": Self.entry(10), "110102": Self.entry(20, rejected: 1)])
        let lines = try Self.lines([Self.declared("110101", "10")], account)
        #expect(lines.map(\.verdict) == [.agreed, .undeclared] && lines[1].unexplained == Amount(-21) && lines[1].declared == nil)
        #expect(lines.count == 2)
    }

    /// Distinct values of districts do not add up, and a rejected row adds one or none.
    @Test func distinctCounts() throws {
        let kind = CheckedFigure.Kind.measure("units", part: nil)
        let account = try Self.account(["110101": Self.entry(5, unreadable: 2), "110102": Self.entry(5), "110105": Self.entry(5)], kind: kind, isDistinct: true)
        let lines = try Self.lines(zip(Self.codes, ["7", "6", "5"]).map { Self.declared($0, $1, kind: kind) }, account)
        #expect(lines.map(\.verdict) == [.explained, .unexplained, .agreed] && lines.count == 3)
    }

    /// Any figures whatever: the identity holds, and nothing is explained beyond what there is.
    @Test func theIdentityHoldsForRandomFigures() throws {
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<500 {
            var districts: [String: FeedAccount.Entry] = [:]
            for code in Self.codes + [""] where next(5) > 0 {
                districts[code] = Self.entry(code.isEmpty ? 0 : next(1000), rejected: next(20), filtered: next(5), corrected: next(9) - 4, unreadable: next(3))
            }
            let account = try Self.account(districts, high: next(50))
            let figures = (Self.codes + [""]).filter { _ in next(6) > 0 }.map { Self.declared($0, "\(next(1100))", step: ["1", "10", "100"][next(3)]) }
            for line in try Self.lines(figures, account) where line.declared != nil {
                #expect(line.byUnreadable >= .zero && line.byUnreadable <= Amount(line.unreadable * 50))
            }
        }
    }
}
