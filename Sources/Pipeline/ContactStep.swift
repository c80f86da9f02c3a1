public import Diagnostics
public import Quantities
internal import ReportModel
internal import Warehouse

public struct ContactRequest: Sendable {
    public var period: ReportingPeriod?
    public var interface: String
    public var party: String
    public var channel: String
    public var subject: String
    public var due: CalendarDate?
    public var person: String
    /// Day of the contact; the system date of the workspace for nil.
    public var today: CalendarDate?
    public init(
        period: ReportingPeriod?, interface: String, party: String, channel: String, subject: String, due: CalendarDate?, person: String, today: CalendarDate? = nil
    ) {
        self.period = period; self.interface = interface; self.party = party; self.channel = channel
        self.subject = subject; self.due = due; self.person = person; self.today = today
    }
}

extension Workspace {
    /// Notes a talk with a provider; returns its number.
    public func addContact(_ request: ContactRequest) throws -> Int {
        let period = try period(request.period), catalogue = try catalogue(), today = request.today ?? settings.systemDate
        // A check table is asked for like a feed.
        if !catalogue.checks.contains(where: { $0.id == request.interface }) { try requireInterface(request.interface, catalogue) }
        try GivenTexts.require("a contact", ["--party": request.party, "--channel": request.channel, "--subject": request.subject, "--person": request.person])
        if let due = request.due, due < today { throw DiagnosticsError(WorkspaceDiagnostics.dueBefore(due.description, today: today.description)) }
        return Int(try Warehouse(folder: path(settings.warehouse)).add(ContactEntry(
            period: period, interface: request.interface, party: request.party, channel: request.channel, subject: request.subject, due: request.due,
            person: request.person, notedAt: Clock.now())))
    }

    /// Closes a contact that no delivery answers.
    public func closeContact(_ id: Int, answer: String) throws {
        try GivenTexts.require("the end of a contact", ["--answer": answer])
        if try Warehouse(folder: path(settings.warehouse)).closeContact(Int64(id), answer: "closed: \(answer)") { return }
        throw DiagnosticsError(WorkspaceDiagnostics.notFound("open contact number \(id)", hint: "see: gazette contact list"))
    }

    /// Contacts of a month, all months for nil; `today` decides what is overdue.
    public func listContacts(_ period: ReportingPeriod?, onlyOpen: Bool, today: CalendarDate? = nil) throws -> Listing {
        let today = today ?? settings.systemDate
        let rows = try Warehouse(folder: path(settings.warehouse)).contacts(period: period).filter { !onlyOpen || $0.answeredBy == nil }.map { contact in
            let state = contact.answeredBy ?? (contact.due.map { $0 < today ? "overdue" : "open" } ?? "open")
            return [
                String(contact.id), contact.period.description, contact.interface, contact.party, contact.channel, contact.subject, contact.due?.description ?? "",
                state, contact.person, contact.notedAt,
            ]
        }
        return Listing(columns: ["number", "period", "interface", "party", "channel", "subject", "due", "state", "person", "noted"], rows: rows, what: onlyOpen ? "open contacts" : "contacts")
    }
}
