internal import Diagnostics
internal import ReportModel

/// `exchange.yaml`: the files that are expected each month; see Docs/Interfaces.md.
enum ExchangeReader {
    static func read(_ root: Value, _ reading: Reading) -> ExchangePlan? {
        guard var map = MapReader(root, "the exchange plan", reading) else { return nil }
        var plan = ExchangePlan(origin: map.start)
        plan.dueDay = map.integer("due_day", in: 1...31) ?? plan.dueDay
        plan.volumePercent = map.integer("volume_percent", in: 1...1000) ?? plan.volumePercent
        plan.settleSeconds = map.integer("settle_seconds", in: 0...86_400) ?? plan.settleSeconds
        plan.ignoredNames = map.texts("ignore")
        plan.codeRequestFile = map.text("code_requests") ?? plan.codeRequestFile
        plan.unsettledCodes = map.choice("unsettled_codes", ExchangePlan.UnsettledCodes.self) ?? plan.unsettledCodes
        plan.steps = (map.list("steps") ?? []).compactMap { step($0, reading) }
        plan.feeds = (map.list("feeds") ?? []).compactMap { feed($0, reading) }
        map.finish()
        for (index, feed) in plan.feeds.enumerated() {
            if let first = plan.feeds[..<index].first(where: { $0.interface == feed.interface }) {
                reading.add(DefinitionDiagnostics.duplicate("feed", feed.interface, first: first.origin, at: feed.origin))
            }
        }
        return plan
    }

    private static func step(_ value: Value, _ reading: Reading) -> ExchangeStep? {
        guard var map = MapReader(value, "a step", reading) else { return nil }
        let id = map.requiredText("id"), name = map.requiredText("name")
        if !map.has("day") { reading.add(DefinitionDiagnostics.missingKey("day", in: "step '\(id)'", at: map.start)) }
        let day = map.integer("day", in: 1...31)
        map.finish()
        return day.map { ExchangeStep(id: id, name: name, day: $0) }
    }

    private static func feed(_ value: Value, _ reading: Reading) -> ExchangeFeed? {
        guard var map = MapReader(value, "a feed", reading) else { return nil }
        let feed = ExchangeFeed(
            interface: map.requiredText("interface"), provider: map.text("provider"), dueDay: map.integer("due_day", in: 1...31),
            volumePercent: map.integer("volume_percent", in: 1...1000), months: map.months("months"), origin: map.start)
        map.finish()
        return feed
    }
}
