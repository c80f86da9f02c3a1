internal import Documents
internal import Quantities

extension StatusReport {
    /// The status as one page for screen and print, without a script or anything from outside: first what stands in the way, then
    /// the steps, what to do, the feeds.
    public var html: String { StatusPage(report: self).html }
}

/// The page of `gazette status`.
struct StatusPage {
    let report: StatusReport

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>\(escaped(report.period.printed)) 月度状态</title><style>
        \(Self.style)
        </style></head><body>
        <header><h1>\(escaped(report.period.printed))<span>月度状态</span></h1><p>\(escaped(report.office))　系统日期 \(report.today)</p></header>
        <p class="headline \(report.state)">\(shape(report.light))<span>\(escaped(report.headline))</span></p>
        <ol class="steps">
        \(report.steps.map(step).joined())</ol>
        <div class="columns"><section class="next"><h2>下一步</h2>
        \(next)</section>
        <aside>\(calendar)\(contacts)</aside></div>
        <h2>接口</h2>
        \(feeds)
        \(report.mark.isEmpty ? "" : "<p class=\"mark\">\(escaped(report.mark))</p>\n")</body></html>

        """
    }

    // MARK: Parts

    /// Told apart by shape as well as by colour; the word stands beside it for those who hear the page.
    private func shape(_ light: TrafficLight) -> String {
        let form = switch light {
        case .good: "<circle cx=\"8\" cy=\"8\" r=\"6.5\" fill=\"currentColor\"/><path d=\"M4.8 8.2l2.2 2.2 4.2-4.6\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.7\"/>"
        case .open: "<circle cx=\"8\" cy=\"8\" r=\"5.6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\"/>"
        case .attention: "<path d=\"M8 1.5l7 12.5H1z\" fill=\"currentColor\"/><path d=\"M8 6v4\" stroke=\"#fff\" stroke-width=\"1.7\"/><circle cx=\"8\" cy=\"12\" r=\"1\" fill=\"#fff\"/>"
        case .stop: "<rect x=\"1.5\" y=\"1.5\" width=\"13\" height=\"13\" rx=\"2\" fill=\"currentColor\"/><path d=\"M5 5l6 6M11 5l-6 6\" stroke=\"#fff\" stroke-width=\"1.7\"/>"
        }
        return "<svg class=\"\(light.rawValue)\" viewBox=\"0 0 16 16\" role=\"img\" aria-label=\"\(light.word)\">\(form)</svg>"
    }

    private func step(_ step: StatusReport.Step) -> String {
        "<li class=\"\(step.state)\"><h3>\(shape(step.light))\(escaped(step.name))</h3><b>\(escaped(step.figure))</b><p>\(escaped(step.detail))</p></li>\n"
    }

    private var next: String {
        if report.actions.isEmpty { return "<p class=\"none\">没有待办。</p>\n" }
        let items = report.actions.map { "<li>\(shape($0.light))<div>\(escaped($0.text))<code>\(escaped($0.command))</code></div></li>\n" }
        return "<ol>\n\(items.joined())</ol>\n"
    }

    private var calendar: String {
        let days = report.calendar.map { day -> String in
            let planned = day.date == day.planned ? "" : "<s>\(short(day.planned))</s>"
            return "<li class=\"\(day.state)\"><time>\(short(day.date))</time><span>\(escaped(day.name))\(planned)</span></li>\n"
        }
        let slips = report.slips.map { slip in
            "<p class=\"slip\">\(slip.days < 0 ? "提前" : "顺延") \(slip.days.magnitude) 天：\(escaped(slip.cause))<small>\(escaped([feedName(slip.interface), slip.person].filter { !$0.isEmpty }.joined(separator: "，")))</small></p>\n"
        }
        return "<h2>日程</h2>\n<ol class=\"days\">\n\(days.joined())</ol>\n\(slips.joined())"
    }

    private func feedName(_ interface: String) -> String { report.feeds.first { $0.interface == interface }?.name ?? interface }

    private func short(_ date: CalendarDate) -> String { "\(date.month) 月 \(date.day) 日" }

    private var contacts: String {
        let open = report.contacts.map { contact in
            "<li>\(shape(contact.isOverdue ? .stop : .attention))<div>\(escaped(contact.party))：\(escaped(contact.subject))<small>\(escaped(feedName(contact.interface)))\(contact.due.isEmpty ? "" : "，\(contact.isOverdue ? "已逾期" : "期限") \(contact.due)")</small></div></li>\n"
        }
        return "<h2>联系</h2>\n" + (open.isEmpty ? "<p class=\"none\">没有待答复的联系。</p>\n" : "<ol class=\"contacts\">\n\(open.joined())</ol>\n")
    }

    private var feeds: String {
        let rows = report.feeds.map { feed -> String in
            let change: String = if let now = feed.accepted, let before = feed.acceptedBefore { DocumentCell.difference(now - before, scale: 0).text } else { "—" }
            let sum = feed.sum.flatMap(BalanceReport.decimal)?.text() ?? ""
            let light = TrafficLight(rawValue: feed.state) ?? .open
            return """
                <tr class="\(feed.state)"><td>\(escaped(feed.name))</td><td class="light">\(shape(light))\(escaped(feed.word))</td><td>\(number(feed.rows))</td><td>\(number(feed.rejected))</td>\
                <td>\(number(feed.suspects))</td><td>\(change)</td><td class="of">\(escaped(feed.sumTitle))</td><td>\(sum)</td></tr>

                """
        }
        return """
            <table><thead><tr><th scope="col">接口</th><th scope="col">状态</th><th scope="col">收到</th><th scope="col">拒收</th><th scope="col">疑似</th><th scope="col">与上月相差</th><th scope="col" class="of">合计</th><th scope="col">元</th></tr></thead>
            <tbody>
            \(rows.joined())</tbody></table>
            """
    }

    /// Zero steps back.
    private func number(_ value: Int?) -> String {
        guard let value else { return "—" }
        return value == 0 ? "<i>0</i>" : DocumentCell.count(value).text
    }

    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }

    private static let style = """
        @page { size: A4 landscape; margin: 12mm; }
        * { box-sizing: border-box; }
        body { font: 14px/1.5 "Gazette Hei", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1c2530; background: #f4f6f8; max-width: 1180px; margin: 0 auto; padding: 20px 24px 40px; print-color-adjust: exact; }
        header { display: flex; justify-content: space-between; align-items: baseline; color: #5c6b78; }
        h1 { font: 600 25px/1.3 "Gazette Song", "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #1c2530; margin: 0; } h1 span { font-size: 17px; margin-left: .6em; color: #5c6b78; }
        h2 { font-size: 14px; font-weight: 600; margin: 22px 0 8px; color: #3b4a57; } header p, h3, ol { margin: 0; padding: 0; } ol { list-style: none; }
        svg { width: 16px; height: 16px; flex: none; vertical-align: -3px; } svg.good { color: #2f8577; } svg.open { color: #8494a2; } svg.attention { color: #b9770e; } svg.stop { color: #b03a2e; }
        .headline { display: flex; gap: 12px; align-items: center; font-size: 18px; font-weight: 600; margin: 12px 0 14px; padding: 11px 16px; border-radius: 6px; background: #e3f0ed; color: #1f5f55; }
        .headline svg { width: 22px; height: 22px; } .headline.stop { background: #f8e4e1; color: #8c2b21; } .headline.attention { background: #fbf0dc; color: #7d4f06; } .headline.open { background: #e6ebf0; color: #3b4a57; }
        .steps { display: grid; grid-template-columns: repeat(5, 1fr); gap: 10px; }
        .steps li { background: #fff; border-radius: 6px; padding: 10px 12px 9px; border-top: 4px solid #2f8577; min-height: 98px; break-inside: avoid; } .steps li.open { border-color: #c2ccd4; } .steps li.attention { border-color: #d9982f; } .steps li.stop { border-color: #b03a2e; background: #fdf4f3; }
        .steps h3 { display: flex; gap: 7px; align-items: center; font-size: 13px; font-weight: 500; color: #3b4a57; }
        .steps b { display: block; font-size: 21px; font-weight: 600; line-height: 1.35; font-variant-numeric: tabular-nums; } .steps .open b { color: #8494a2; }
        .steps p { margin: 0; font-size: 12px; line-height: 1.4; color: #5c6b78; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
        .columns { display: grid; grid-template-columns: 1fr 330px; gap: 24px; } .next li, .contacts li { display: flex; gap: 11px; background: #fff; padding: 9px 13px; margin-bottom: 6px; border-radius: 6px; break-inside: avoid; } .next svg, .contacts svg { margin-top: 3px; }
        code { display: block; font: 12.5px/1.5 ui-monospace, "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace; color: #1f4e79; background: #f1f5f9; border-radius: 4px; padding: 2px 8px; margin-top: 3px; user-select: all; overflow-wrap: anywhere; } .next div { flex: 1; min-width: 0; }
        .days { background: #fff; border-radius: 6px; padding: 10px 14px; } .days li { display: flex; gap: 12px; padding: 2px 0 2px 14px; border-left: 2px solid #d5dce2; position: relative; } .days li::before { content: ""; position: absolute; left: -5px; top: 9px; width: 8px; height: 8px; border-radius: 50%; background: #d5dce2; }
        .days time { width: 78px; flex: none; font-variant-numeric: tabular-nums; } .days .past { color: #8494a2; } .days .next, .days .today { font-weight: 600; } .days .next::before, .days .today::before { background: #1f4e79; } .days span { display: flex; flex-wrap: wrap; column-gap: 8px; align-items: baseline; } s { color: #8494a2; font-size: 12px; font-weight: 400; white-space: nowrap; }
        .slip { margin: 6px 0 0; padding: 8px 13px; background: #fbf0dc; border-radius: 6px; color: #7d4f06; } small { display: block; color: #5c6b78; font-size: 12px; } .none { color: #8494a2; margin: 0; background: #fff; border-radius: 6px; padding: 9px 13px; }
        table { width: 100%; border-collapse: collapse; background: #fff; border-radius: 6px; overflow: hidden; font-variant-numeric: tabular-nums; } th { font-weight: 500; font-size: 12px; color: #5c6b78; text-align: right; padding: 8px 12px; border-bottom: 1px solid #d5dce2; white-space: nowrap; }
        td { text-align: right; padding: 5px 12px; border-bottom: 1px solid #eef1f4; white-space: nowrap; } th:first-child, td:first-child, th:nth-child(2), td.light, .of { text-align: left; } td:first-child { white-space: normal; } td.of { color: #5c6b78; padding-left: 28px; } th.of { padding-left: 28px; } td svg { margin-right: 7px; } td i { font-style: normal; color: #b3bec7; }
        tr.stop td { background: #fdf4f3; } thead { display: table-header-group; } tr { break-inside: avoid; } .mark { color: #8494a2; text-align: center; }
        @media (max-width: 900px) { .steps { grid-template-columns: repeat(2, 1fr); } .columns { grid-template-columns: 1fr; } }
        """
}
