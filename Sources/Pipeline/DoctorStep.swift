internal import Diagnostics
internal import Foundation
internal import Mart
public import Quantities
internal import ReportModel
internal import Warehouse

extension Workspace {
    /// The self-test of the databases and of what they stand on. Changes nothing; detail files of one month only when it is given.
    public func doctor(_ period: ReportingPeriod? = nil) -> DoctorReport {
        var examination = Examination(self, period: period)
        if let period, examination.isEmpty { return DoctorReport(items: [examination.nothingLoaded(period)]) }
        return DoctorReport(items: [
            examination.connection(), examination.storedLogic(), examination.permissions(), examination.nullability(), examination.lengths(), examination.views(),
            examination.integrity(), examination.batchesAndFiles(), examination.migrations(), examination.martEqualsCatalogue(), examination.figures(),
            examination.dictionary(), examination.lint(), examination.codes(), examination.fonts(), examination.diskSpace(), examination.tools(),
        ])
    }
}

/// One self-test: databases are opened once, for reading only, and looked at by every item.
struct Examination {
    let workspace: Workspace
    let warehouse: String
    var catalogue: DatabaseProbe?
    var mart: DatabaseProbe?
    /// Definitions as they are read; nil when they have errors.
    var definitions: Catalogue?
    /// Batches in force with their detail file.
    var details: [DatabaseProbe.ExpectedDetail] = []
    /// The catalogue knows no batch in force of the month.
    private(set) var isEmpty = false
    private var openFailures: [String: String] = [:]

    static let reload = "load the month again from its interface files: gazette load MONTH; or restore the file from the backup"
    static let rebuild = "make the mart again: gazette mart rebuild"

    init(_ workspace: Workspace, period: ReportingPeriod?) {
        self.workspace = workspace
        warehouse = workspace.path(workspace.settings.warehouse)
        definitions = try? workspace.catalogue()
        catalogue = open("catalog.sqlite")
        mart = open("mart.sqlite")
        let known = try? catalogue?.expectedDetails()
        details = known ?? []
        if let period { details.removeAll { $0.period != period.compact } }
        isEmpty = known != nil && details.isEmpty
    }

    private mutating func open(_ name: String) -> DatabaseProbe? {
        do { return try DatabaseProbe(path: "\(warehouse)/\(name)") } catch {
            openFailures[name] = Self.reason(error)
            return nil
        }
    }

    static func reason(_ error: any Error) -> String { (error as? DiagnosticsError)?.diagnostics.first?.message ?? "\(error)" }

    func detailPath(_ detail: DatabaseProbe.ExpectedDetail) -> String? { detail.file.map { "\(warehouse)/detail/\($0)" } }

    /// Calls `body` with each detail file that can be opened; those that cannot are an item of their own.
    func eachDetail(_ item: inout DoctorReport.Item, _ body: (inout DoctorReport.Item, DatabaseProbe.ExpectedDetail, DatabaseProbe) throws -> Void) {
        for detail in details {
            guard let path = detailPath(detail), FileTree.exists(path) else { continue }
            do { try body(&item, detail, DatabaseProbe(path: path)) } catch { item.stop("\(detail.file ?? ""): \(Self.reason(error))", advice: Self.reload) }
        }
    }

    /// A part of an item; when the database refuses, that is the finding.
    static func attempt(_ item: inout DoctorReport.Item, advice: String, _ work: (inout DoctorReport.Item) throws -> Void) {
        do { try work(&item) } catch { item.stop(reason(error), advice: advice) }
    }

    /// The one item for a month of which there is nothing to look at.
    func nothingLoaded(_ period: ReportingPeriod) -> DoctorReport.Item {
        var item = DoctorReport.Item("month", "月份")
        item.checked = "\(period)"
        item.stop("nothing of \(period) is loaded, so there is nothing to examine", advice: "load the month first: gazette load \(period)")
        return item
    }

    // MARK: The six items of R117

    mutating func connection() -> DoctorReport.Item {
        var item = DoctorReport.Item("connection", "连接")
        for (name, advice) in [("catalog.sqlite", "restore it from the backup, or load the months again into a new warehouse folder"), ("mart.sqlite", Self.rebuild)] {
            if let failure = openFailures[name] { item.stop(failure, advice: FileTree.exists("\(warehouse)/\(name)") || name == "mart.sqlite" ? advice : "load a month first: gazette load") }
        }
        var opened = 0
        eachDetail(&item) { _, _, _ in opened += 1 }
        item.checked = "\(2 - openFailures.count) of 2 databases, \(opened) of \(details.count) detail files opened for reading"
        return item
    }

    /// 存储过程: this warehouse has none; views and the columns of the facts stand in their place, and no trigger changes data unseen.
    func storedLogic() -> DoctorReport.Item {
        var item = DoctorReport.Item("logic", "存储过程（以视图代替）")
        guard let mart, let definitions else { return unexamined(item, "mart or definitions cannot be read") }
        Self.attempt(&item, advice: Self.rebuild) { item in
            let plan = MartPlan(definitions, months: []), objects = try mart.schema()
            let fact = objects.first { $0.name == "fact" }?.columns.map(\.name) ?? []
            if fact != plan.structure.factColumns { item.stop("mart.fact has the columns \(fact.joined(separator: ", ")), not \(plan.structure.factColumns.joined(separator: ", "))", advice: Self.rebuild) }
            for view in plan.structure.views {
                guard let object = objects.first(where: { $0.name == view.name && $0.isView }) else {
                    item.stop("the view mart.\(view.name) is missing", advice: Self.rebuild)
                    continue
                }
                if !object.sql.hasSuffix(view.query) { item.stop("the view mart.\(view.name) is not what the definitions ask for", advice: Self.rebuild) }
            }
            let triggers = try ([mart] + [catalogue].compactMap { $0 }).flatMap { try $0.triggers() }
            for trigger in triggers { item.stop("the trigger \(trigger) is none of Gazette's", advice: "find out who made it; drop it: data must not change unseen") }
            item.checked = "\(plan.structure.views.count) views by definition, \(fact.count) columns of facts, \(triggers.count) triggers"
        }
        return item
    }

    func permissions() -> DoctorReport.Item {
        var item = DoctorReport.Item("permissions", "表权限")
        let settings = workspace.settings
        var count = 0
        func need(_ path: String, _ mode: Int32, _ what: String) {
            count += 1
            if access(path, mode) == 0 { return }
            if errno == ENOENT && mode & W_OK != 0 {
                let parent = (path as NSString).deletingLastPathComponent
                if access(parent, W_OK | X_OK) == 0 { return }
            }
            item.stop("\(path): not \(what) by this user", advice: "let the owner give the rights back: chmod u+rwX, chown")
        }
        for folder in [settings.definitions, settings.fonts, settings.exchange] { need(workspace.path(folder), R_OK | X_OK, "readable") }
        for folder in [settings.warehouse, settings.output, settings.releases] { need(workspace.path(folder), R_OK | W_OK | X_OK, "readable and writable") }
        for name in ["catalog.sqlite", "mart.sqlite"] where FileTree.exists("\(warehouse)/\(name)") { need("\(warehouse)/\(name)", R_OK | W_OK, "readable and writable") }
        for detail in details { if let path = detailPath(detail), FileTree.exists(path) { need(path, R_OK, "readable") } }
        item.checked = "\(count) folders and files, and whether the databases open for reading only"
        if catalogue == nil && FileTree.exists("\(warehouse)/catalog.sqlite") { item.stop("catalog.sqlite does not open for reading only", advice: "see the item 连接") }
        return item
    }

    func nullability() -> DoctorReport.Item {
        var item = DoctorReport.Item("nullability", "为空性")
        var columns = 0
        for probe in [catalogue, mart].compactMap({ $0 }) {
            Self.attempt(&item, advice: Self.reload) { item in
                for object in try probe.schema() where !object.isView {
                    for column in object.columns where !column.isNullable {
                        columns += 1
                        let empty = try probe.count(object.name, where: "\"\(column.name)\" IS NULL")
                        if empty > 0 { item.stop("\(object.name).\(column.name): \(empty) rows without a value", advice: "the file is damaged: restore it from the backup; the mart can be made again: gazette mart rebuild") }
                    }
                }
            }
        }
        eachDetail(&item) { item, detail, probe in
            let present = Set(try probe.schema().first { $0.name == "detail" }?.columns.map(\.name) ?? [])
            for column in specification(detail)?.columns ?? [] where column.required && present.contains(column.name) {
                columns += 1
                let empty = try probe.count("detail", where: "\"\(column.name)\" IS NULL")
                if empty > 0 { item.stop("\(detail.batch): \(column.name) \(column.title): \(empty) of \(detail.accepted) rows without a value", advice: Self.reload) }
            }
        }
        item.checked = "\(columns) columns that must have a value"
        return item
    }

    func lengths() -> DoctorReport.Item {
        var item = DoctorReport.Item("lengths", "长度")
        var columns = 0
        eachDetail(&item) { item, detail, probe in
            let present = Set(try probe.schema().first { $0.name == "detail" }?.columns.map(\.name) ?? [])
            var limits: [(name: String, length: Int)] = []
            for column in specification(detail)?.columns ?? [] where present.contains(column.name) {
                switch column.type {
                case .text(let length): limits.append((column.name, length))
                case .number(let format): try numberRange(column, format, detail, probe, &item, &columns)
                default: break
                }
            }
            columns += limits.count
            for (limit, longest) in zip(limits, try probe.longest(limits.map(\.name), of: "detail")) where longest > limit.length {
                item.stop("\(detail.batch): \(limit.name): a text of \(longest) characters, at most \(limit.length) are declared", advice: Self.reload)
            }
        }
        item.checked = "\(columns) text and number columns of detail against the interface specifications"
        return item
    }

    private func numberRange(
        _ column: InterfaceColumn, _ format: InterfaceColumn.NumberFormat, _ detail: DatabaseProbe.ExpectedDetail, _ probe: DatabaseProbe, _ item: inout DoctorReport.Item,
        _ columns: inout Int
    ) throws {
        let digits = format.integerDigits + format.decimals
        if digits > 18 { return }
        columns += 1
        let bound = (0..<digits).reduce(Int64(1)) { value, _ in value * 10 }
        let wide = try probe.count("detail", where: "\"\(column.name)\" >= \(bound) OR \"\(column.name)\" <= -\(bound)")
        if wide > 0 { item.stop("\(detail.batch): \(column.name): \(wide) numbers of more than \(format.integerDigits) digits before the point", advice: Self.reload) }
    }

    func specification(_ detail: DatabaseProbe.ExpectedDetail) -> InterfaceSpecification? {
        ReportingPeriod(detail.period).flatMap { definitions?.interface(detail.interface, for: $0) }
    }

    func views() -> DoctorReport.Item {
        var item = DoctorReport.Item("views", "视图")
        guard let mart else { return unexamined(item, "the mart cannot be read") }
        Self.attempt(&item, advice: Self.rebuild) { item in
            var rows = 0
            let views = try mart.schema().filter(\.isView)
            for view in views {
                do { rows += try mart.readThrough(view.name) } catch { item.stop("the view \(view.name) does not work: \(Self.reason(error))", advice: Self.rebuild) }
            }
            if views.isEmpty { item.stop("the mart has no views", advice: Self.rebuild) }
            item.checked = "\(views.count) views read through, \(rows) rows"
        }
        return item
    }

    func unexamined(_ item: DoctorReport.Item, _ reason: String) -> DoctorReport.Item {
        var item = item
        item.checked = "not examined"
        item.stop(reason, advice: "clear the other items first")
        return item
    }
}
