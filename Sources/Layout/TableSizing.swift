internal import Composition
internal import ReportModel

/// Sizes and pads of one try to fit a table into the frame.
struct TableSizing: Hashable {
    /// Points.
    var bodySize: Double
    /// No text is ever set smaller.
    var floor: Double
    /// Size of figures in columns that shrink alone.
    var shrunkSize: Double
    var headerSize: Double
    var numberSize: Double
    var markSize: Double
    /// Least space on both sides of a figure.
    var pad: Double
    /// Least space on both sides of a head.
    var headPad: Double
    /// Space left of the row titles.
    var stubPad: Double
    var effort: HeadBreaker.Effort
    /// Space between repeated groups of columns, beyond the pads.
    var groupGap: Double
    /// Part of the frame that the stub may take before its titles are broken.
    var stubShare: Double
    /// The few row titles that are much longer than the others stand in two lines.
    var wrapsStubs = false

    /// The tries, in order: as it should look; heads broken; tighter; few long row titles in two lines; columns that shrink alone; all smaller, down to the floor.
    /// A table with a column that must not shrink has no smaller size.
    static func attempts(_ theme: Theme, _ table: BuiltTable) -> [TableSizing] {
        let shrinks = table.columns.contains { $0.overflow == .shrink }
        let fails = table.stubOverflow == .fail || table.columns.contains { $0.overflow == .fail }
        let floor = theme.minimumSize, full = max(floor, theme.bodySize)
        var attempts: [TableSizing] = [], wraps = false
        func add(_ body: Double, shrunk: Double? = nil, pad: Double, effort: HeadBreaker.Effort, share: Double, gap: Double? = nil) {
            attempts.append(TableSizing(
                bodySize: body, floor: floor, shrunkSize: shrunk ?? body, headerSize: max(floor, min(theme.headerSize, theme.headerSize * body / full)),
                numberSize: max(floor, min(theme.columnNumberSize, body)), markSize: max(floor, body * 0.75), pad: pad,
                headPad: min(pad, 2.5), stubPad: min(pad, 3.2), effort: effort, groupGap: gap ?? pad * 1.5, stubShare: share, wrapsStubs: wraps))
        }
        add(full, pad: 5, effort: .asWritten, share: 0.4)
        for effort in [HeadBreaker.Effort.sense, .halves] { add(full, pad: 5, effort: effort, share: 0.4) }
        add(full, pad: 4, effort: .halves, share: 0.4)
        add(full, pad: 4, effort: .thirds, share: 0.34)
        for pad in [3.2, 2.6] { add(full, pad: pad, effort: .thirds, share: 0.3) }
        wraps = table.stubOverflow == nil || table.stubOverflow == .wrap
        if wraps { for pad in [4, 3.2, 2.6] { add(full, pad: pad, effort: .thirds, share: 0.3) } }
        var shrunk = full
        while shrinks, shrunk > floor + 1e-9 {
            shrunk = max(floor, shrunk - 0.25)
            add(full, shrunk: shrunk, pad: 2.6, effort: .thirds, share: 0.3)
        }
        if fails { return attempts }
        var body = full
        while body > floor + 1e-9 {
            body = max(floor, body - 0.25)
            add(body, shrunk: shrinks ? floor : nil, pad: 2.6, effort: .thirds, share: 0.3)
        }
        add(floor, pad: 2.4, effort: .thirds, share: 0.25, gap: 3)
        add(floor, pad: 2, effort: .thirds, share: 0.25, gap: 0)
        return attempts
    }
}
