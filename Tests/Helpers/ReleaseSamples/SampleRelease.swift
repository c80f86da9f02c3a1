internal import Digests
public import Quantities
public import Release

/// Small made-up releases for the tests of publication; the crash helper and the tests make the same ones.
public enum SampleRelease {
    public static let period = ReportingPeriod(year: 2026, month: 10)!

    /// Five artefacts in two folders, one of them empty and one longer than a piece of copying. Another `variant` has other
    /// contents in two of them.
    public static func stage(_ variant: String, period: ReportingPeriod = period) -> StagedRelease {
        StagedRelease(
            period: period, created: CalendarDate(year: 2026, month: 11, day: 15)!,
            artefacts: [
                artefact("SB-Z02/全市.pdf", .pdf, "SB-Z02", "全市", bytes(count: 300_000, seed: variant)),
                artefact("SB-Z02/全市.xlsx", .xlsx, "SB-Z02", "全市", bytes(count: 700, seed: "same")),
                artefact("SB-Y03/图 1.png", .png, "SB-Y03", "全市", bytes(count: 5, seed: variant)),
                artefact("SB-Y03/figures.tsv", .figures, "SB-Y03", "", bytes(count: 64, seed: "figures")),
                artefact("空.tsv", .findings, "", "", []),
            ],
            inputs: [ReleaseInput(batch: "2026-10-01", file: "QYYL_202610.txt", digest: SHA256Digest(of: "in".utf8), rows: 20_000)],
            calibers: [
                ReleaseCaliber(id: "K01", value: "7384 元", effectiveFrom: CalendarDate(year: 2026, month: 1, day: 1)!, basis: "合成\t文号〔2026〕1号"),
                ReleaseCaliber(id: "K01", value: "7162 元", effectiveFrom: CalendarDate(year: 2025, month: 1, day: 1)!, basis: ""),
            ],
            definitions: [ReleaseDefinition(path: "reports/overview/Z02.yaml", digest: SHA256Digest(of: "Z02".utf8))],
            fonts: [ReleaseFont(file: "Song-Regular.ttf", digest: SHA256Digest(of: "Song".utf8))],
            environment: [ReleaseEnvironmentPart(name: "gazette", version: "1"), ReleaseEnvironmentPart(name: "cairo", version: "1.16.0")])
    }

    /// The same bytes for the same seed.
    public static func bytes(count: Int, seed: String) -> [UInt8] {
        var state = seed.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let block = (0..<min(count, 997)).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 40)
        }
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += block.prefix(count - bytes.count) }
        return bytes
    }

    private static func artefact(
        _ path: String, _ role: ArtefactRole, _ report: String, _ scope: String, _ bytes: [UInt8]
    ) -> StagedArtefact {
        StagedArtefact(path: path, role: role, report: report, scope: scope, content: .bytes(bytes), digest: SHA256Digest(of: bytes))
    }
}
