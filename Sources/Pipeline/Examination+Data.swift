internal import Diagnostics
internal import Foundation
internal import Mart
internal import Quantities
internal import ReportModel
internal import Warehouse

/// What the databases hold, and whether it belongs together.
extension Examination {
    func integrity() -> DoctorReport.Item {
        var item = DoctorReport.Item("integrity", "完整性")
        var files = 0
        for (name, probe, advice) in [("catalog.sqlite", catalogue, "restore it from the backup"), ("mart.sqlite", mart, Self.rebuild)] {
            guard let probe else { continue }
            Self.attempt(&item, advice: advice) { item in
                files += 1
                for problem in try probe.integrityProblems() + probe.orphans() { item.stop("\(name): \(problem)", advice: advice) }
            }
        }
        eachDetail(&item) { item, detail, probe in
            files += 1
            for problem in try probe.integrityProblems() { item.stop("\(detail.file ?? ""): \(problem)", advice: Self.reload) }
        }
        item.checked = "\(files) database files, every page and index"
        return item
    }

    /// Every batch in force has its file, with as many rows and the same sums as were counted when it was loaded.
    func batchesAndFiles() -> DoctorReport.Item {
        var item = DoctorReport.Item("batches", "批次与明细文件")
        var rows = 0, sums = 0
        for detail in details {
            if let path = detailPath(detail), !FileTree.exists(path) { item.stop("\(detail.batch): the file \(path) is missing", advice: Self.reload) }
        }
        eachDetail(&item) { item, detail, probe in
            let count = try probe.count("detail")
            rows += count
            if count != detail.accepted { item.stop("\(detail.batch): \(count) rows in the file, \(detail.accepted) were loaded", advice: Self.reload) }
            for (sum, found) in zip(detail.sums, try probe.sums(detail.sums.map(\.column), of: "detail")) {
                sums += 1
                if sum.sum != found { item.stop("\(detail.batch): the sum of \(sum.column) is \(found), not \(sum.sum)", advice: Self.reload) }
            }
        }
        if let catalogue, let known = try? catalogue.knownDetailFiles() {
            for name in (try? FileTree.files(below: "\(warehouse)/detail")) ?? [] where !known.contains(name) && !name.contains("-journal") {
                item.warn("detail/\(name) belongs to no batch", advice: "a load was interrupted: the next load removes it")
            }
        }
        item.checked = "\(details.count) batches in force, \(rows) rows, \(sums) sums"
        return item
    }

    func migrations() -> DoctorReport.Item {
        var item = DoctorReport.Item("migrations", "库结构版本")
        var applied = 0
        for (name, probe, known) in [("catalog.sqlite", catalogue, Warehouse.migrations), ("mart.sqlite", mart, MartDatabase.migrations)] {
            guard let probe else { continue }
            Self.attempt(&item, advice: Self.rebuild) { item in
                let there = try probe.appliedMigrations()
                applied += there.count
                for missing in known where !there.contains(missing) { item.warn("\(name): the migration '\(missing)' has not run", advice: "it runs with the next command that writes: gazette load") }
                for unknown in there where !known.contains(unknown) { item.stop("\(name): the migration '\(unknown)' is of a newer version", advice: "use the newer version of Gazette") }
            }
        }
        item.checked = "\(applied) of \(Warehouse.migrations.count + MartDatabase.migrations.count) migrations"
        return item
    }

    func martEqualsCatalogue() -> DoctorReport.Item {
        var item = DoctorReport.Item("mart", "支持库与目录库一致")
        guard let catalogue, let mart, let definitions else { return unexamined(item, "catalogue, mart or definitions cannot be read") }
        Self.attempt(&item, advice: Self.rebuild) { item in
            let plan = MartPlan(definitions, months: [])
            let result = try DatabaseProbe.compare(catalogue: catalogue, mart: mart, protected: plan.protected)
            for difference in result.differences { item.stop(difference, advice: Self.rebuild) }
            item.checked = "\(result.equal) cells equal, \(result.differences.count) differences"
        }
        return item
    }

    func figures() -> DoctorReport.Item {
        var item = DoctorReport.Item("figures", "报表数的时效")
        guard let mart else { return unexamined(item, "the mart cannot be read") }
        Self.attempt(&item, advice: Self.rebuild) { item in
            for report in try mart.oldReports() { item.warn("\(report): made before the batches in force", advice: "store the figures again: gazette mart figures MONTH, or render the month") }
            item.checked = "\(try mart.count("report")) reports, \(try mart.count("figure")) figures"
        }
        return item
    }

    /// The newest month: members lost between code tables, facts and reports; requests that wait.
    func codes() -> DoctorReport.Item {
        var item = DoctorReport.Item("codes", "编码")
        guard let newest = details.last.flatMap({ ReportingPeriod($0.period) }), definitions != nil, catalogue != nil else { return unexamined(item, "nothing is loaded, or the definitions have errors") }
        // The check opens the warehouse by its own door, which would upgrade it.
        guard let applied = try? catalogue?.appliedMigrations(), Warehouse.migrations.allSatisfy(applied.contains) else { return unexamined(item, "the catalogue is not up to date") }
        Self.attempt(&item, advice: "see: gazette codes check") { item in
            let result = try workspace.checkCodes(newest)
            for diagnostic in result.diagnostics {
                let text = "\(diagnostic.message) [\(diagnostic.id)]", advice = "see: gazette codes check \(newest)"
                if diagnostic.severity == .error { item.stop(text, advice: advice) } else { item.warn(text, advice: advice) }
            }
            let waiting = try catalogue?.unsettledRequests() ?? 0
            if waiting > 0 { item.warn("\(waiting) code requests are not settled", advice: "see: gazette codes list --open") }
            item.checked = "\(newest): \(result.checked)"
        }
        return item
    }

    func dictionary() -> DoctorReport.Item {
        var item = DoctorReport.Item("dictionary", "数据字典")
        guard catalogue != nil, mart != nil, definitions != nil else { return unexamined(item, "catalogue, mart or definitions cannot be read") }
        Self.attempt(&item, advice: Self.rebuild) { item in
            let dictionary = try workspace.dataDictionary()
            for name in dictionary.undescribed { item.warn("\(name) has no meaning", advice: "describe it, or make the mart anew: gazette mart rebuild") }
            for name in dictionary.absent { item.warn("\(name) is described but not there", advice: Self.rebuild) }
            item.checked = "\(dictionary.objects.count) tables and views, \(dictionary.objects.reduce(0) { $0 + $1.columns.count }) columns"
        }
        return item
    }
}
