internal import Diagnostics
internal import Digests
internal import Quantities

/// The log of publication acts: a line before and a line after each, every line bound to the one above by its check digits.
///
/// Only the holder of the store's lock appends. A last line without its end is what a kill left; it does not count and is cut off
/// by the next append.
struct Journal {
    enum Act: String { case intent, done, undone }

    struct Entry: Equatable {
        var act: Act
        var address: ReleaseAddress
        /// Digest of the manifest.
        var digest: SHA256Digest
    }

    let path: String
    private(set) var entries: [Entry] = []
    private var check = ""
    private var length = 0

    static let mostBytes = 64 << 20

    /// An absent file is an empty journal.
    init(path: String) throws {
        self.path = path
        guard try FileAccess.kind(of: path) != nil else { return }
        let bytes = try FileAccess.contents(of: path, limit: Self.mostBytes)
        var start = 0
        while let end = bytes[start...].firstIndex(of: 10) {
            try take(bytes[start..<end])
            start = end + 1
        }
        length = start
    }

    /// The act that was begun and neither confirmed nor undone.
    var unfinished: Entry? { entries.last.flatMap { $0.act == .intent ? $0 : nil } }

    /// The act that put the current release of that month in place.
    func current(_ period: ReportingPeriod) -> Entry? { entries.last { $0.act == .done && $0.address.period == period } }

    private mutating func take(_ line: ArraySlice<UInt8>) throws {
        let damaged = DiagnosticsError(PublicationDiagnostics.damagedJournal(path, line: entries.count + 1))
        let fields = String(decoding: line, as: UTF8.self).split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == String(entries.count + 1), let act = Act(rawValue: String(fields[1])),
            let address = ReleaseAddress(periodName: fields[2], sequenceName: fields[3]), let digest = SHA256Digest(hex: String(fields[4]))
        else { throw damaged }
        let entry = Entry(act: act, address: address, digest: digest)
        guard Array(Self.line(entry, number: entries.count + 1, after: check).text.utf8) == Array(line) + [10] else { throw damaged }
        entries.append(entry)
        check = String(fields[5])
    }

    private static func line(_ entry: Entry, number: Int, after check: String) -> (text: String, check: String) {
        let facts = "\(number)\t\(entry.act.rawValue)\t\(entry.address.period)\t\(entry.address.sequence)\t\(entry.digest)"
        let next = String(SHA256Digest(of: "\(check)\n\(facts)".utf8).hex.prefix(16))
        return ("\(facts)\t\(next)\n", next)
    }

    /// Returns when the line is on the device; a failed append leaves the journal as it was.
    mutating func append(_ act: Act, _ address: ReleaseAddress, _ digest: SHA256Digest) throws {
        let entry = Entry(act: act, address: address, digest: digest)
        let line = Self.line(entry, number: entries.count + 1, after: check)
        let file = try OpenFile(appending: path)
        try file.truncate(to: length)
        do {
            try Array(line.text.utf8).withUnsafeBytes { try file.write($0) }
            try file.sync()
            if entries.isEmpty { try FileAccess.syncFolder(FileAccess.parent(of: path)) }
        } catch {
            try? file.truncate(to: length)
            throw error
        }
        entries.append(entry)
        check = line.check
        length += line.text.utf8.count
    }
}
