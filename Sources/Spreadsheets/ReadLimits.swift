/// What one workbook may cost. A file that needs more is refused with the name of the limit.
public struct ReadLimits: Sendable, Equatable {
    /// Size of the file.
    public var fileBytes: Int
    /// All parts of an XLSX container that are read, unpacked.
    public var unpackedBytes: Int
    /// How many bytes one packed byte of an XLSX part may unpack to, for parts beyond 16 MiB: smaller ones cannot hurt.
    public var unpackRatio: Int
    /// Entries of an XLSX container.
    public var parts: Int
    public var sheets: Int
    /// Cells with a value or a formula, over all sheets.
    public var cells: Int
    /// Entries of the table of shared strings.
    public var strings: Int
    /// Merged ranges, over all sheets.
    public var mergedRanges: Int

    public init(
        fileBytes: Int = 256 << 20, unpackedBytes: Int = 1 << 30, unpackRatio: Int = 400, parts: Int = 10_000, sheets: Int = 1_000,
        cells: Int = 10_000_000, strings: Int = 5_000_000, mergedRanges: Int = 500_000
    ) {
        self.fileBytes = fileBytes
        self.unpackedBytes = unpackedBytes
        self.unpackRatio = unpackRatio
        self.parts = parts
        self.sheets = sheets
        self.cells = cells
        self.strings = strings
        self.mergedRanges = mergedRanges
    }
}
