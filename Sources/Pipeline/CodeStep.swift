internal import Codes
internal import DefinitionLoading
public import Diagnostics
internal import Digests
internal import Intake
public import Quantities
internal import ReportModel
internal import Warehouse

public struct CodeOutcome: Sendable {
    /// Numbers of the requests that were registered, decided or applied.
    public var requests: [Int64] = []
    /// Files that were written.
    public var files: [String] = []
    public var diagnostics: [Diagnostic] = []
}

extension Workspace {
    /// Registers a provider's request file. Every line is tried against the code tables; nothing is registered when one fails.
    public func requestCodes(_ file: String, period given: ReportingPeriod?, person: String) throws -> CodeOutcome {
        try GivenTexts.require("a request", ["--person": person])
        let catalogue = try catalogue(), bytes = try FileTree.read(file), name = String(file.split(separator: "/").last ?? "")
        let period = try given ?? month(of: name, catalogue.exchange) ?? period(nil)
        guard let text = TextDecoding.text(bytes) else { throw DiagnosticsError(CodeStepDiagnostics.notText(file)) }
        let (requests, problems) = CodeRequestReader.read(text, file: file)
        if problems.contains(where: { $0.severity == .error }) { throw DiagnosticsError(diagnostics: problems) }
        let warehouse = try Warehouse(folder: path(settings.warehouse)), digest = SHA256Digest(of: bytes).hex
        let known = try warehouse.codeRequests(period: period.compact)
        if let earlier = known.first(where: { $0.digest == digest }) { throw DiagnosticsError(CodeStepDiagnostics.registered(file, first: earlier.id, period: period)) }
        // Lines that were confirmed or applied from an earlier delivery are settled; the file may repeat them.
        let settled = known.filter { $0.state == .confirmed || $0.state == .applied }.map(request)
        let waiting = settled.filter { old in known.contains { $0.state == .confirmed && request($0).isSame(as: old) } }
        let news = requests.filter { request in !settled.contains { $0.isSame(as: request) } }
        let plan = CodePlan(waiting + news, texts: try codeTexts(catalogue), period: period)
        if plan.hasErrors { throw DiagnosticsError(diagnostics: plan.diagnostics) }
        if news.isEmpty { throw DiagnosticsError(CodeStepDiagnostics.nothingNew(file)) }
        try warehouse.register(news.map { stored($0, period: period, file: name, digest: digest) }, person: person, at: Clock.now())
        let ids = try warehouse.codeRequests(period: period.compact).filter { $0.digest == digest }.map(\.id)
        return CodeOutcome(requests: ids, diagnostics: plan.diagnostics)
    }

    /// Confirms or rejects requests by number, all or none.
    public func decideCodes(_ ids: [Int64], isConfirmed: Bool, person: String, reason: String) throws -> CodeOutcome {
        try GivenTexts.require("a decision", ["--person": person, "--reason": reason])
        let warehouse = try Warehouse(folder: path(settings.warehouse)), all = try warehouse.codeRequests()
        let problems = ids.compactMap { id -> Diagnostic? in
            guard let request = all.first(where: { $0.id == id }) else { return WorkspaceDiagnostics.notFound("code request number \(id)", hint: "see: gazette codes list") }
            return request.state.isUnsettled && !(isConfirmed && request.state == .confirmed) ? nil : CodeStepDiagnostics.decided(id, request.state.rawValue)
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
        try warehouse.decide(ids, isConfirmed ? .confirmed : .rejected, person: person, reason: reason, at: Clock.now())
        return CodeOutcome(requests: ids)
    }

    /// Writes the confirmed requests of a month (all months for nil) into the code tables. The new files are checked as lint does
    /// before any is replaced; the old ones are kept in the warehouse. An interrupted run is finished by the next one.
    public func applyCodes(_ period: ReportingPeriod?, person: String) throws -> CodeOutcome {
        try GivenTexts.require("an application", ["--person": person])
        let catalogue = try catalogue(), warehouse = try warehouse()
        try warehouse.beginLoading()
        defer { warehouse.endLoading() }
        var confirmed = try warehouse.codeRequests(period: period?.compact).filter { $0.state == .confirmed }
        if confirmed.isEmpty { throw DiagnosticsError(CodeStepDiagnostics.nothingConfirmed(period)) }
        var outcome = CodeOutcome(requests: confirmed.map(\.id))
        let texts = try codeTexts(catalogue)
        // A table whose file is what an interrupted run wrote has its requests already.
        let written = try warehouse.codeFiles().filter { file in texts[file.table].map { digest($0) == file.digestAfter } ?? false }.flatMap(\.requests)
        confirmed.removeAll { written.contains($0.id) }
        let plan = CodePlan(confirmed.map(request), texts: texts, period: nil)
        if plan.hasErrors { throw DiagnosticsError(diagnostics: plan.diagnostics) }
        try refuseBrokenDefinitions(plan)
        let now = Clock.now()
        try warehouse.keep(plan.texts.map { table, text in
            CodeFile(
                table: table, digestBefore: digest(texts[table] ?? ""), contentBefore: texts[table] ?? "", digestAfter: digest(text),
                requests: confirmed.filter { $0.table == table }.map(\.id), person: person, notedAt: now)
        })
        for (table, text) in plan.texts {
            try write(text, to: table)
            outcome.files.append(codePath(table))
        }
        try warehouse.decide(outcome.requests, .applied, person: person, reason: "写入编码表", at: now)
        return outcome
    }

    /// Brings a code table's file back as it was before an application; the file that it replaces is kept in turn.
    public func restoreCodes(_ id: Int64, person: String) throws -> CodeOutcome {
        try GivenTexts.require("a restoration", ["--person": person])
        let warehouse = try warehouse()
        guard let file = try warehouse.codeFiles().first(where: { $0.id == id }) else {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound("kept code table number \(id)", hint: "see: gazette codes history"))
        }
        try warehouse.beginLoading()
        defer { warehouse.endLoading() }
        let now = String(decoding: try FileTree.read(codePath(file.table)), as: UTF8.self)
        try warehouse.keep([CodeFile(
            table: file.table, digestBefore: digest(now), contentBefore: now, digestAfter: file.digestBefore, requests: [], person: person, notedAt: Clock.now())])
        try write(file.contentBefore, to: file.table)
        return CodeOutcome(files: [codePath(file.table)])
    }

    // MARK: Parts

    private func digest(_ text: String) -> String { SHA256Digest(of: Array(text.utf8)).hex }
    private func codePath(_ table: String) -> String { path("\(settings.definitions)/codes/\(table).csv") }

    private func write(_ text: String, to table: String) throws {
        try failpoints.reach(.codeTableWriting)
        try FileTree.write(Array(text.utf8), to: codePath(table), isSynced: true)
        try failpoints.reach(.codeTableWritten)
    }

    /// Table → text of its file.
    private func codeTexts(_ catalogue: Catalogue) throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try catalogue.codeTables.map { ($0.id, String(decoding: try FileTree.read(codePath($0.id)), as: UTF8.self)) })
    }

    /// The definitions with the new code tables in place of the old ones, checked as lint does.
    private func refuseBrokenDefinitions(_ plan: CodePlan) throws {
        let root = path(settings.definitions)
        let texts = Dictionary(uniqueKeysWithValues: plan.texts.map { ("codes/\($0.table).csv", $0.text) })
        let (catalogue, bag, _) = try DefinitionFolder.read(root, replacing: texts)
        let shape = catalogue.codeTables.filter { texts[$0.origin.file] != nil }.flatMap(CodeCheck.shape)
        let problems = bag.sorted.filter { $0.severity == .error } + shape
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: [CodeStepDiagnostics.wouldBreak(problems.count)] + problems.map { DefinitionFolder.prefixed($0, with: root) }) }
    }

    private func month(of name: String, _ plan: ExchangePlan) -> ReportingPeriod? {
        let parts = plan.codeRequestFile.split(separator: "{period}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, name.hasPrefix(parts[0]), name.hasSuffix(parts[1]), name.count == parts[0].count + 6 + parts[1].count else { return nil }
        return ReportingPeriod(name.dropFirst(parts[0].count).prefix(6))
    }

    private func stored(_ request: CodeRequest, period: ReportingPeriod, file: String, digest: String) -> StoredCodeRequest {
        StoredCodeRequest(
            period: period.compact, file: file, digest: digest, line: request.origin.line, table: request.table, code: request.code, name: request.name,
            short: request.short, parent: request.parent, effectiveFrom: request.from?.description, effectiveTo: request.to?.description, action: request.action.rawValue,
            successors: request.successors.joined(separator: " "), reason: request.reason)
    }

    private func request(_ stored: StoredCodeRequest) -> CodeRequest {
        CodeRequest(
            table: stored.table, code: stored.code, name: stored.name, short: stored.short, parent: stored.parent,
            from: stored.effectiveFrom.flatMap { CalendarDate($0) }, to: stored.effectiveTo.flatMap { CalendarDate($0) },
            action: CodeRequest.Action(rawValue: stored.action) ?? .change, successors: stored.successors.split(separator: " ").map(String.init), reason: stored.reason,
            origin: SourceRange(file: stored.file, line: stored.line, column: 1))
    }
}

/// Sentences of the request flow.
enum CodeStepDiagnostics {
    static func notText(_ file: String) -> Diagnostic {
        Diagnostic("COD001", .error, "'\(file)' is neither UTF-8 nor GB18030 text", at: SourceRange(file: file), hint: "let the provider deliver it as CSV text")
    }
    static func registered(_ file: String, first: Int64, period: ReportingPeriod) -> Diagnostic {
        Diagnostic("COD009", .error, "'\(file)' was registered for \(period) already, from request \(first) on", hint: "see: gazette codes list --period \(period)")
    }
    static func nothingNew(_ file: String) -> Diagnostic {
        Diagnostic("COD009", .error, "'\(file)' asks for nothing that is not confirmed or applied already", hint: "see: gazette codes list")
    }
    static func decided(_ id: Int64, _ state: String) -> Diagnostic {
        Diagnostic("COD010", .error, "request \(id) is \(state) already", hint: "a new request of the provider can undo it")
    }
    static func nothingConfirmed(_ period: ReportingPeriod?) -> Diagnostic {
        Diagnostic("COD011", .error, "no confirmed request\(period.map { " of \($0)" } ?? "") waits to be applied", hint: "see: gazette codes list; confirm with: gazette codes confirm NUMBER --person … --reason …")
    }
    static func wouldBreak(_ count: Int) -> Diagnostic {
        Diagnostic("COD012", .error, "the code tables would not pass lint with these requests: \(count) errors; nothing was written", hint: "reject the request that causes them, or correct the definitions first")
    }
    static func unsettled(_ period: ReportingPeriod, open: Int, confirmed: Int, isUnregistered: Bool, file: String, blocks: Bool) -> Diagnostic {
        var parts: [String] = []
        if isUnregistered { parts.append("\(file) is not registered") }
        if open > 0 { parts.append("\(open) open") }
        if confirmed > 0 { parts.append("\(confirmed) confirmed but not applied") }
        let hint = isUnregistered ? "gazette codes request \(file) --person …"
            : open > 0 ? "gazette codes list --period \(period); gazette codes confirm NUMBER --person … --reason …" : "gazette codes apply \(period) --person …"
        return Diagnostic("COD013", blocks ? .error : .warning, "code requests of \(period) are not settled: \(parts.joined(separator: ", "))\(blocks ? "; the month was not loaded" : "")", hint: hint)
    }
}
