internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `balances: [ {id, name, kind, severity, interfaces, by, limits, policy_months, check} ]`; see Docs/Balances.md.
enum BalanceReader {
    static func read(_ root: Value, _ reading: Reading) -> [BalanceDefinition] {
        guard var file = MapReader(root, "a balance file", reading) else { return [] }
        let balances = file.requiredList("balances").compactMap { balance($0, reading) }
        file.finish()
        return balances
    }

    private static func balance(_ value: Value, _ reading: Reading) -> BalanceDefinition? {
        guard var map = MapReader(value, "a balance", reading) else { return nil }
        let id = map.requiredText("id"), name = map.requiredText("name")
        if !map.has("kind") { reading.add(DefinitionDiagnostics.missingKey("kind", in: "balance '\(id)'", at: map.start)) }
        let kind = map.choice("kind", BalanceDefinition.Kind.self)
        let severity = map.choice("severity", BalanceSeverity.self) ?? .blocks
        var balance = BalanceDefinition(id: id, name: name, kind: kind ?? .parts, severity: severity, origin: map.start)
        switch kind {
        case .months:
            balance.interfaces = map.texts("interfaces")
            balance.by = map.texts("by")
            balance.limits = map.requiredList("limits").compactMap { limit($0, reading) }
            balance.policies = (map.list("policy_months") ?? []).compactMap { policy($0, reading) }
        case .change:
            balance.by = map.texts("by")
            balance.relation = relation(&map, id, reading)
        case .parts, .details, .members: balance.interfaces = map.texts("interfaces")
        case .reports, nil: break
        }
        map.finish()
        return kind == nil ? nil : balance
    }

    private static func limit(_ value: Value, _ reading: Reading) -> BalanceLimit? {
        guard var map = MapReader(value, "a limit", reading) else { return nil }
        let interfaces = map.texts("interfaces"), measures = map.texts("measures"), unit = map.unit("unit")
        let percent = required("percent", &map, reading), absolute = required("absolute", &map, reading)
        let severity = map.choice("severity", BalanceSeverity.self)
        map.finish()
        guard let percent, let absolute else { return nil }
        return BalanceLimit(interfaces: interfaces, measures: measures, unit: unit, percent: percent, absolute: absolute, severity: severity, origin: map.start)
    }

    private static func required(_ key: String, _ map: inout MapReader, _ reading: Reading) -> Amount? {
        if !map.has(key) { reading.add(DefinitionDiagnostics.missingKey(key, in: "a limit", at: map.start)) }
        guard let amount = map.amount(key) else { return nil }
        if amount.isNegative {
            reading.add(DefinitionDiagnostics.invalidValue("\(amount)", for: key, expected: "a number from 0 on", nearest: nil, at: map.keyPlace(key)))
            return nil
        }
        return amount
    }

    private static func policy(_ value: Value, _ reading: Reading) -> PolicyMonth? {
        guard var map = MapReader(value, "a policy month", reading) else { return nil }
        if !map.has("months") { reading.add(DefinitionDiagnostics.missingKey("months", in: "a policy month", at: map.start)) }
        let policy = PolicyMonth(
            months: map.months("months"), interfaces: map.texts("interfaces"), measures: map.texts("measures"), reason: map.requiredText("reason"), origin: map.start)
        map.finish()
        return policy
    }

    /// `insured{insurance: 110} = 上月(insured{insurance: 110}) + joined − left`: measures, numbers, + and −, 上月.
    private static func relation(_ map: inout MapReader, _ id: String, _ reading: Reading) -> BalanceDefinition.Relation? {
        if !map.has("check") { reading.add(DefinitionDiagnostics.missingKey("check", in: "balance '\(id)'", at: map.start)) }
        guard let (text, place) = map.textWithPlace("check") else { return nil }
        do {
            let relation = try ExpressionParser.parseRelation(text, at: place)
            for side in [relation.left, relation.right] {
                if let wrong = unusable(side) {
                    reading.add(DefinitionDiagnostics.misuse("a balance knows measures, numbers, +, − and 上月 only", hint: "write it like: insured = 上月(insured) + joined − left", at: wrong))
                    return nil
                }
            }
            if relation.comparison != .equal {
                reading.add(DefinitionDiagnostics.misuse("a balance has two equal sides", hint: "write = between them", at: place))
                return nil
            }
            return .init(left: relation.left, right: relation.right)
        } catch let error as DiagnosticsError {
            error.diagnostics.forEach(reading.add)
            return nil
        } catch { return nil }
    }

    private static func unusable(_ expression: Expression) -> SourceRange? {
        switch expression {
        case .number, .measure: nil
        case .negate(let inner, _): unusable(inner)
        case .binary(.add, let left, let right, _), .binary(.subtract, let left, let right, _): unusable(left) ?? unusable(right)
        case .call(.previousMonth, let arguments, _): arguments.lazy.compactMap(unusable).first
        default: expression.place
        }
    }
}
