public import Quantities

/// A talk with a provider about a feed: what was asked, until when, and the delivery that answered it.
public struct ContactEntry: Sendable, Hashable {
    public var id: Int64
    public var period: ReportingPeriod
    public var interface: String
    /// Who was spoken to.
    public var party: String
    /// 电话, 邮件, 现场 …
    public var channel: String
    public var subject: String
    /// Last day for the answer.
    public var due: CalendarDate?
    /// Who noted it.
    public var person: String
    public var notedAt: String
    /// The batch of the new delivery, or a text such as `closed: …`; nil while it is open.
    public var answeredBy: String?

    public init(
        id: Int64 = 0, period: ReportingPeriod, interface: String, party: String, channel: String, subject: String, due: CalendarDate?, person: String,
        notedAt: String, answeredBy: String? = nil
    ) {
        self.id = id; self.period = period; self.interface = interface; self.party = party; self.channel = channel
        self.subject = subject; self.due = due; self.person = person; self.notedAt = notedAt; self.answeredBy = answeredBy
    }
}

/// 所有时间顺延: the later days of a month's calendar move, with the cause.
public struct SlipEntry: Sendable, Hashable {
    public var period: ReportingPeriod
    public var days: Int
    public var cause: String
    /// The feed that caused it; empty when it was none.
    public var interface: String
    public var person: String
    public var notedAt: String
    public init(period: ReportingPeriod, days: Int, cause: String, interface: String, person: String, notedAt: String) {
        self.period = period; self.days = days; self.cause = cause; self.interface = interface; self.person = person; self.notedAt = notedAt
    }
}
