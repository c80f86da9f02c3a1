public import Diagnostics
internal import Hummingbird
internal import Logging
public import Pipeline
internal import PreviewPages
internal import Quantities

/// A live preview of a workspace's reports for a browser on the same machine.
public struct PreviewServer: Sendable {
    private let session: PreviewSession
    private let watch: DefinitionWatch
    private let workspace: Workspace
    private let start: PreviewSelection
    private let port: Int

    /// Throws when the workspace's typefaces cannot be opened.
    public init(_ workspace: Workspace, start: PreviewSelection, port: Int) throws {
        session = try PreviewSession(workspace)
        watch = DefinitionWatch(workspace)
        self.workspace = workspace; self.start = start; self.port = port
    }

    /// Serves until the process ends. `ready` is called with the address once the server listens. Throws WSP015 when the port
    /// is taken.
    public func run(ready: @escaping @Sendable (String) -> Void) async throws {
        let changes = PreviewChanges(), port = port
        let application = Application(
            router: router(changes), configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "gazette"),
            onServerRunning: { channel in ready("http://127.0.0.1:\(channel.localAddress?.port ?? port)/") }, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await follow(changes) }
            group.addTask {
                do { try await application.run() } catch { throw DiagnosticsError(Self.cannotListen(port, error)) }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private var quiet: Logger {
        var logger = Logger(label: "gazette")
        logger.logLevel = .critical
        return logger
    }

    /// Compares the definitions ten times a second and tells the browsers.
    private func follow(_ changes: PreviewChanges) async {
        var known = watch.stamp, quietTurns = 0
        while (try? await Task.sleep(for: .milliseconds(100))) != nil {
            let stamp = watch.stamp
            quietTurns += 1
            if stamp != known {
                known = stamp
                quietTurns = 0
                await changes.tell("changed")
            } else if quietTurns % 150 == 0 {
                await changes.tell("still")
            }
        }
    }

    // MARK: Routes

    private func router(_ changes: PreviewChanges) -> Router<BasicRequestContext> {
        let router = Router(), session = session, start = start
        router.add(middleware: LoopbackOnly())
        router.get("/") { _, _ in Self.response(PreviewPage.html.utf8, "text/html; charset=utf-8") }
        router.get("/state") { request, _ in
            let state = await session.state(Self.selection(request, start))
            return Self.response(try state.json(), "application/json")
        }
        router.get("/explain") { request, _ in
            let key = request.uri.queryParameters.get("key") ?? ""
            guard let explanation = await session.explanation(of: key, in: Self.selection(request, start)) else { throw HTTPError(.notFound) }
            return Self.response(try explanation.json(), "application/json")
        }
        router.get("/fonts/:name") { _, context in
            guard let name = context.parameters.get("name"), PreviewPage.fonts.contains(name) else { throw HTTPError(.notFound) }
            let bytes = try workspace.font(name)
            var response = Self.response(bytes, "font/ttf")
            response.headers[.cacheControl] = "max-age=86400"
            return response
        }
        router.get("/events") { _, _ in
            let stream = await changes.subscribe()
            let body = ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 500\ndata: hello\n\n"))
                for await event in stream { try await writer.write(ByteBuffer(string: "data: \(event)\n\n")) }
                try await writer.finish(nil)
            }
            return Response(status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
        }
        return router
    }

    private static func selection(_ request: Request, _ start: PreviewSelection) -> PreviewSelection {
        let query = request.uri.queryParameters
        guard let report = query.get("report"), !report.isEmpty else { return start }
        return PreviewSelection(report: report, scope: query.get("scope") ?? "", period: query.get("period").flatMap { ReportingPeriod($0) } ?? start.period)
    }

    private static func response(_ bytes: some Sequence<UInt8>, _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(bytes))))
    }

    private static func cannotListen(_ port: Int, _ error: any Error) -> Diagnostic {
        Diagnostic("WSP015", .error, "the preview cannot listen on port \(port): \(error)", hint: "another program uses it; choose another with --port, or 0 for any free one")
    }
}

/// Refuses requests that did not name this machine: a page of another site cannot reach the preview through its own name.
private struct LoopbackOnly: RouterMiddleware {
    func handle(_ request: Request, context: BasicRequestContext, next: (Request, BasicRequestContext) async throws -> Response) async throws -> Response {
        let host = (request.head.authority ?? "").lowercased()
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }.dropFirst()) : host.split(separator: ":").first.map(String.init) ?? ""
        guard ["127.0.0.1", "localhost", "::1"].contains(name) else { throw HTTPError(.forbidden, message: "this preview answers to 127.0.0.1 and localhost only") }
        return try await next(request, context)
    }
}

/// Tells every browser that listens.
private actor PreviewChanges {
    private var listeners: [Int: AsyncStream<String>.Continuation] = [:]
    private var count = 0

    func subscribe() -> AsyncStream<String> {
        count += 1
        let number = count
        return AsyncStream(bufferingPolicy: .bufferingNewest(8)) { continuation in
            listeners[number] = continuation
            continuation.onTermination = { _ in Task { await self.remove(number) } }
        }
    }

    func tell(_ event: String) { for listener in listeners.sorted(by: { $0.key < $1.key }) { listener.value.yield(event) } }
    private func remove(_ number: Int) { listeners[number] = nil }
}
