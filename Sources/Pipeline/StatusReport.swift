internal import Documents
public import Quantities

/// Where a month stands: a light for each of its steps, figures, and what to do next.
public struct StatusReport: Sendable {
    public struct Step: Sendable {
        public var id: String
        public var name: String
        /// `good`, `open`, `attention`, `stop`
        public var state: String
        /// The one figure: `17/17`.
        public var figure: String
        public var detail: String
        var light: TrafficLight { TrafficLight(rawValue: state) ?? .open }
        init(_ id: String, _ name: String, _ light: TrafficLight, _ figure: String, _ detail: String) {
            self.id = id; self.name = name; state = light.rawValue; self.figure = figure; self.detail = detail
        }
    }
    /// What to do next, most urgent first.
    public struct Action: Sendable {
        public var state: String
        public var text: String
        public var command: String
        var light: TrafficLight { TrafficLight(rawValue: state) ?? .open }
        init(_ light: TrafficLight, _ text: String, _ command: String) { state = light.rawValue; self.text = text; self.command = command }
    }
    public struct Feed: Sendable {
        public var interface: String
        public var name: String
        public var state: String
        public var word: String
        public var rows: Int?
        public var accepted: Int?
        public var rejected: Int?
        public var suspects: Int?
        public var acceptedBefore: Int?
        /// Title and exact sum of the feed's first amount column.
        public var sumTitle: String
        public var sum: String?
        public var batch: String
    }
    public struct Contact: Sendable {
        public var number: Int
        public var interface: String
        public var party: String
        public var subject: String
        public var due: String
        public var isOverdue: Bool
    }
    public struct Slip: Sendable {
        public var days: Int
        public var cause: String
        public var interface: String
        public var person: String
    }
    public struct CalendarDay: Sendable {
        public var name: String
        public var planned: CalendarDate
        public var date: CalendarDate
        /// `past`, `today`, `next`, `later`
        public var state: String
    }
    public var period: ReportingPeriod
    public var today: CalendarDate
    public var office = ""
    public var mark = ""
    public var steps: [Step] = []
    public var actions: [Action] = []
    public var feeds: [Feed] = []
    public var contacts: [Contact] = []
    public var slips: [Slip] = []
    public var calendar: [CalendarDay] = []

    init(period: ReportingPeriod, today: CalendarDate) { self.period = period; self.today = today }

    var light: TrafficLight { steps.map(\.light).max() ?? .open }
    /// The worst state of all steps.
    public var state: String { light.rawValue }
    public var isBlocking: Bool { light == .stop }

    /// One sentence for the whole month.
    public var headline: String {
        let stops = steps.filter { $0.light == .stop }.map(\.name), waits = steps.filter { $0.light == .attention }.map(\.name), open = steps.filter { $0.light == .open }.map(\.name)
        if !stops.isEmpty { return "停止：\(stops.joined(separator: "、"))" }
        if !open.isEmpty { return "进行中：待做 \(open.joined(separator: "、"))\(waits.isEmpty ? "" : "；注意 \(waits.joined(separator: "、"))")" }
        return waits.isEmpty ? "全部完成" : "完成，注意：\(waits.joined(separator: "、"))"
    }

    /// For a terminal.
    public var text: String { document.console }

    var document: Document {
        var document = Document(title: "\(period.printed)　月度状态", head: [office, "系统日期 \(today)"], mark: mark)
        document.paragraph("\(light.symbol) \(headline)")
        document.heading("下一步")
        var next = DocumentTable(columns: [.init("", share: 4), .init("事项"), .init("命令")], empty: "没有待办")
        for action in actions { next.add([.light(action.light, ""), .text(action.text), .code(action.command)]) }
        document.table(next)
        document.heading("各步")
        var table = DocumentTable(columns: [.init("步骤"), .init("状态"), .figures("数"), .init("说明")])
        for step in steps { table.add([.text(step.name), .light(step.light, ""), .text(step.figure), .text(step.detail)]) }
        document.table(table)
        document.heading("接口")
        document.table(feedTable)
        if !contacts.isEmpty {
            document.heading("联系")
            var table = DocumentTable(columns: [.figures("号"), .init("接口"), .init("对方"), .init("事由"), .init("期限"), .init("状态")])
            for contact in contacts {
                table.add([.count(contact.number), .text(contact.interface), .text(contact.party), .text(contact.subject), .text(contact.due), .light(contact.isOverdue ? .stop : .attention, contact.isOverdue ? "逾期" : "待答复")])
            }
            document.table(table)
        }
        document.heading("日程")
        document.table(DocumentTable(columns: ["日期", "步骤", "原定"], texts: calendar.map { ["\($0.date)", $0.name, $0.date == $0.planned ? "" : "\($0.planned)"] }))
        for slip in slips { document.paragraph("顺延 \(slip.days) 天：\(slip.cause)（\(slip.person)\(slip.interface.isEmpty ? "" : "，\(slip.interface)")）") }
        return document
    }

    private var feedTable: DocumentTable {
        var table = DocumentTable(columns: [.init("接口"), .init("状态"), .figures("收到"), .figures("拒收"), .figures("疑似"), .figures("与上月"), .init("合计"), .figures("元")])
        func count(_ number: Int?) -> DocumentCell { number.map { .count($0) } ?? .notApplicable }
        for feed in feeds {
            let change: DocumentCell = if let now = feed.accepted, let before = feed.acceptedBefore { .difference(now - before, scale: 0) } else { .notApplicable }
            table.add([
                .text(feed.name), .light(TrafficLight(rawValue: feed.state) ?? .open, feed.word), count(feed.rows), count(feed.rejected), count(feed.suspects), change, .text(feed.sumTitle),
                feed.sum.flatMap(BalanceReport.decimal).map { .figure($0) } ?? .notApplicable,
            ])
        }
        return table
    }
}
