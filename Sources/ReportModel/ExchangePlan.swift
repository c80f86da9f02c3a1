public import Diagnostics
public import Quantities

/// What is expected in the exchange folder of a month, by when, and the days of the month that hang on it (`exchange.yaml`).
public struct ExchangePlan: Sendable {
    /// 月度日程, in order of the days.
    public var steps: [ExchangeStep]
    /// Feeds with rules of their own; the others follow the defaults.
    public var feeds: [ExchangeFeed]
    /// Day of the following month by which files are due.
    public var dueDay: Int
    /// Change of a file's size against last month, in percent, from which on it is out of line.
    public var volumePercent: Int
    /// Seconds without a change after which a file counts as wholly delivered.
    public var settleSeconds: Int
    /// Names of files beside the interface files that nobody needs to be told of.
    public var ignoredNames: [String]
    /// Name of the file in which the provider asks for codes; `{period}` is yyyymm.
    public var codeRequestFile = "BM_{period}.CSV"
    /// What a load does while code requests of its month are not settled.
    public var unsettledCodes = UnsettledCodes.warn
    public var origin: SourceRange

    public init(
        steps: [ExchangeStep] = [], feeds: [ExchangeFeed] = [], dueDay: Int = 5, volumePercent: Int = 30, settleSeconds: Int = 60,
        ignoredNames: [String] = [], origin: SourceRange = SourceRange(file: "exchange.yaml")
    ) {
        self.steps = steps; self.feeds = feeds; self.dueDay = dueDay; self.volumePercent = volumePercent
        self.settleSeconds = settleSeconds; self.ignoredNames = ignoredNames; self.origin = origin
    }

    public enum UnsettledCodes: String, Sendable, CaseIterable { case warn, block }

    public func codeRequestFile(for period: ReportingPeriod) -> String { codeRequestFile.replacing("{period}", with: period.compact) }

    /// The rules of one interface.
    public func feed(_ interface: String) -> ExchangeFeed {
        feeds.first { $0.interface == interface } ?? ExchangeFeed(interface: interface, origin: origin)
    }

    /// Is a file of this interface due for that month?
    public func expects(_ interface: String, in period: ReportingPeriod) -> Bool {
        let months = feed(interface).months
        return months.isEmpty || months.contains(period.month)
    }

    public func dueDate(_ interface: String, for period: ReportingPeriod) -> CalendarDate { Self.day(feed(interface).dueDay ?? dueDay, after: period) }

    /// Day `day` of the month after `period`; its last day when it is shorter.
    public static func day(_ day: Int, after period: ReportingPeriod) -> CalendarDate {
        let next = period.adding(months: 1)
        return CalendarDate(year: next.year, month: next.month, day: min(day, next.lastDay.day))!
    }
}

public struct ExchangeStep: Sendable, Hashable {
    public var id: String
    public var name: String
    /// Day of the month after the period.
    public var day: Int
    public init(id: String, name: String, day: Int) { self.id = id; self.name = name; self.day = day }
}

public struct ExchangeFeed: Sendable {
    public var interface: String
    /// Who delivers it.
    public var provider: String?
    public var dueDay: Int?
    public var volumePercent: Int?
    /// Months of the year in which it is due; empty: every month.
    public var months: [Int]
    public var origin: SourceRange
    public init(interface: String, provider: String? = nil, dueDay: Int? = nil, volumePercent: Int? = nil, months: [Int] = [], origin: SourceRange) {
        self.interface = interface; self.provider = provider; self.dueDay = dueDay; self.volumePercent = volumePercent
        self.months = months; self.origin = origin
    }
}
