internal import Glibc

/// The demo city (合成数据): writes the interface files of a range of months.
public struct SampleCity: Sendable {
    public let options: SampleOptions

    public init(_ options: SampleOptions) { self.options = options }

    /// The first and the last month.
    private func months() throws -> (SampleMonth, SampleMonth) {
        guard let first = SampleMonth(yyyymm: options.firstMonth), let last = SampleMonth(yyyymm: options.lastMonth), first.index >= 0 else {
            throw SampleOptionError(reason: "it begins in 2024-10, and the first month is before that", remedy: "give --from 2024-10 or a later month")
        }
        if last.index < first.index { throw SampleOptionError(reason: "the last month is before the first", remedy: "give --from and --to in order of time") }
        if last.index > 50 { throw SampleOptionError(reason: "it ends in 2028-12, and the last month is after that", remedy: "give --to 2028-12 or an earlier month") }
        if options.scale < 1 { throw SampleOptionError(reason: "a scale of 1 : \(options.scale) is none", remedy: "give --scale a number from 1 on, for instance 1000") }
        return (first, last)
    }

    /// Writes all months. A month that is there already, made with the same options, is left as it is; the others are
    /// written aside and renamed. `progress` gets months done and months in all.
    public func writeAll(progress: (_ done: Int, _ total: Int) -> Void) throws -> SampleSummary {
        let (first, last) = try months()
        var summary = SampleSummary()
        let size = CitySize(scale: options.scale)
        let wanted = (first.index...last.index).filter { !isThere(SampleMonth(index: $0)) }
        summary.skippedMonths = last.index - first.index + 1 - wanted.count
        guard let end = wanted.last else { return summary }
        // Balances roll forward from the first month on, so earlier months are computed even when they are not written.
        var fund = FundBook(scale: options.scale)
        for index in 0...end {
            let month = SampleMonth(index: index), isWritten = wanted.contains(index)
            let folder = "\(options.folder)/\(month.yyyymm)"
            if isWritten { try makeFolder(folder) }
            let writer = try MonthWriter(options: options, size: size, month: month, fund: fund, isWritten: isWritten, folder: folder)
            let result = try writer.write()
            fund = writer.fund
            if isWritten {
                let tables = CheckTables(month: month, totals: result.files.prefix(CityTables.insurances.count).map(\.totals), hasWrongFigure: options.wrongFigure)
                for table in [tables.checkTable, tables.selfCheck] { try write(table.bytes, to: "\(folder)/\(table.name)") }
                try writeText(defects(result), to: "\(folder)/defects.tsv", keep: options.defects)
                try writeText(manifest(result), to: "\(folder)/manifest.json", keep: true)
                if month.yyyymm == Self.codeRequestMonth { try writeText(Self.codeRequests, to: "\(folder)/BM_\(month.yyyymm).CSV", keep: true) }
                summary.files += result.files.count
                summary.rows += result.files.reduce(0) { $0 + $1.lines }
            }
            progress(index + 1, end + 1)
        }
        return summary
    }

    /// 编码变更申请: the one month in which the provider asks for codes. No row carries them.
    private static let codeRequestMonth = 202_607
    private static let codeRequests = """
        # 合成数据
        table,code,name,short,parent,effective_from,effective_to,action,reason
        unit-type,8,民办非企业单位,民办非企业,,2026-08-01,,新增,民政登记的社会服务机构单列
        unit-type,5,差额拨款事业单位,差额事业,,2026-08-01,,变更,与编制部门的名称一致

        """

    private func isThere(_ month: SampleMonth) -> Bool {
        guard let file = fopen("\(options.folder)/\(month.yyyymm)/manifest.json", "r") else { return false }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        _ = fgets(&line, 256, file)
        _ = fgets(&line, 256, file)
        return String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains("\"\(options.fingerprint)\"")
    }

    private func makeFolder(_ path: String) throws {
        var partial = path.hasPrefix("/") ? "/" : ""
        for component in path.split(separator: "/") {
            partial += (partial.isEmpty || partial.hasSuffix("/") ? "" : "/") + component
            if mkdir(partial, 0o755) != 0 && errno != EEXIST { throw SampleError(path: partial, reason: String(cString: strerror(errno))) }
        }
    }

    private func writeText(_ text: String, to path: String, keep: Bool) throws {
        if !keep {
            unlink(path)
            return
        }
        try write(Array(text.utf8), to: path)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path + ".part", "w") else { throw SampleError(path: path, reason: String(cString: strerror(errno))) }
        let written = fwrite(bytes, 1, bytes.count, file)
        let failure = errno
        if fclose(file) != 0 || written != bytes.count { throw SampleError(path: path, reason: String(cString: strerror(failure))) }
        if rename(path + ".part", path) != 0 { throw SampleError(path: path, reason: String(cString: strerror(errno))) }
    }

    private func defects(_ result: MonthResult) -> String {
        (["file\tline\tclass\tcolumn\tkind"] + result.defectLines).joined(separator: "\n") + "\n"
    }

    /// Of a person feed, by district of the provider: rows delivered, rejected, of these without a district, and left out by a filter.
    private func districts(_ file: FeedFile) -> String {
        guard file.totals.contains(where: { $0.rows > 0 }) else { return "" }
        let entries = file.totals.indices.map { index in
            "\"\(CityTables.districts[index].code)\": [\(file.totals[index].rows), \(file.rejectedRows[index]), \(file.lostRows[index]), \(file.filteredRows[index])]"
        }
        return ", \"districts\": {\(entries.joined(separator: ", "))}"
    }

    /// Rows, clean rows, sums in cents of the clean rows after rounding, planted defects by class; one file a line.
    private func manifest(_ result: MonthResult) -> String {
        let files = result.files.map { file in
            let sums = zip(file.layout.sums, file.sums).map { "\"\($0)\": \($1)" }.joined(separator: ", ")
            let defects = file.defectCounts.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
            return "    \"\(file.name)\": {\"rows\": \(file.lines), \"clean\": \(file.cleanRows), \"rounded\": \(file.rounded), \"defaulted\": \(file.defaulted), \"suspects\": \(file.suspects), \"filtered\": \(file.filtered), \"sums\": {\(sums)}, \"defects\": {\(defects)}\(districts(file))}"
        }
        return "{\n  \"made_by\": \"\(options.fingerprint)\",\n  \"data\": \"合成数据\",\n  \"files\": {\n\(files.joined(separator: ",\n"))\n  }\n}\n"
    }
}
