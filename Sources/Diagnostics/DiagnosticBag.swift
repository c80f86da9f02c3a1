/// Collects the diagnostics of one phase, so that the user sees all of them at once.
public struct DiagnosticBag: Sendable, Equatable {
    public private(set) var diagnostics: [Diagnostic] = []

    public init() {}
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    public var isEmpty: Bool { diagnostics.isEmpty }

    public mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
    public mutating func add(contentsOf other: DiagnosticBag) { diagnostics += other.diagnostics }

    /// In reading order: by file, line and column; messages without a place come last, in the order they were added.
    public var sorted: [Diagnostic] {
        diagnostics.enumerated().sorted { a, b in
            switch (a.element.place, b.element.place) {
            case (let p?, let q?): p == q ? a.offset < b.offset : p < q
            case (nil, nil): a.offset < b.offset
            case (let p, _): p != nil
            }
        }.map(\.element)
    }

    /// Throws `DiagnosticsError` when there is at least one error: a phase refuses to start on input that has errors.
    public func throwIfErrors() throws {
        if hasErrors { throw DiagnosticsError(diagnostics: sorted) }
    }
}

/// The error that a phase throws: all that it found, in reading order.
public struct DiagnosticsError: Error, Sendable, Equatable, CustomStringConvertible {
    public var diagnostics: [Diagnostic]
    public init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
    public init(_ diagnostic: Diagnostic) { diagnostics = [diagnostic] }
    public var description: String {
        diagnostics.map { "\($0.place.map { "\($0): " } ?? "")\($0.severity.rawValue): \($0.message) [\($0.id)]" }.joined(separator: "\n")
    }
}
