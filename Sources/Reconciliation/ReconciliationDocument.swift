public import Cubes
public import Documents
internal import Quantities
public import ReportModel

/// 数据核对结果: the reconciliation of a month for the office, differences first.
public enum ReconciliationDocument {
    public static func document(_ record: ReconciliationRecord, catalogue: Catalogue, office: String, mark: String?) -> Document {
        let names = Names(catalogue)
        var document = Document(title: "数据核对结果", head: [office, "报告期 \(record.period)"], mark: mark ?? "")
        document.paragraph(
            "申报数 ＝ 已装载 ＋ 拒收 ＋ 过滤 ＋ 更正 ＋ 已说明 ＋ 舍入 ＋ 未说明差异。金额单位元，人数单位人。“已说明”为读不出的行可以解释的数额；其中“无区县”为区县代码读不出的行。")
        files(record, names, &document)
        let open = record.lines.filter(\.isOpen)
        document.heading("未说明的差异")
        document.table(table(open, names, showsInterface: true, empty: "没有未说明的差异。"))
        summary(record, names, &document)
        var groups: [(title: String, lines: [ReconciliationRecord.Line])] = []
        for line in record.lines {
            let title = "\(names.interface(line.interface)) · \(names.check(line.definition))"
            if groups.last?.title == title { groups[groups.count - 1].lines.append(line) } else { groups.append((title, [line])) }
        }
        if !groups.isEmpty { document.heading("全部核对") }
        for group in groups {
            document.heading(group.title, level: 2)
            document.table(table(group.lines, names, showsInterface: false, empty: "无"))
        }
        return document
    }

    private static func files(_ record: ReconciliationRecord, _ names: Names, _ document: inout Document) {
        document.heading("核对表")
        var table = DocumentTable(columns: [.init("表"), .init("文件"), .init("状态")])
        for file in record.files {
            let light: DocumentCell = switch file.state {
            case .read: .light(.good, "已读入")
            case .missing: .light(file.isRequired ? .stop : .attention, "未收到")
            case .unreadable: .light(file.isRequired ? .stop : .attention, "读不全，见 gazette reconcile 的提示")
            }
            table.add([.text(names.check(file.definition)), .code(file.name), light])
        }
        document.table(table)
    }

    private static func summary(_ record: ReconciliationRecord, _ names: Names, _ document: inout Document) {
        document.heading("汇总")
        var table = DocumentTable(columns: [.init("接口"), .init("表"), .figures("一致"), .figures("已说明"), .figures("未说明"), .figures("未申报"), .init("结论")])
        var keys: [(interface: String, definition: String)] = []
        for line in record.lines where !keys.contains(where: { $0 == (line.interface, line.definition) }) { keys.append((line.interface, line.definition)) }
        for key in keys {
            let lines = record.lines.filter { $0.interface == key.interface && $0.definition == key.definition }
            func count(_ verdict: ReconciliationRecord.Line.Verdict) -> DocumentCell { .count(lines.count { $0.verdict == verdict }) }
            let isStopped = lines.contains { $0.isOpen && $0.blocks }, isOpen = lines.contains(where: \.isOpen)
            table.add([
                .text(names.interface(key.interface)), .text(names.check(key.definition)), count(.agreed), count(.explained), count(.unexplained), count(.undeclared),
                isStopped ? .light(.stop, "不得发布") : isOpen ? .light(.attention, "提示") : .light(.good, "相符"),
            ])
        }
        document.table(table)
    }

    private static func table(_ lines: [ReconciliationRecord.Line], _ names: Names, showsInterface: Bool, empty: String) -> DocumentTable {
        var table = DocumentTable(
            columns: (showsInterface ? [.init("接口")] : []) + [
                .init("区县"), .init("项目"), .figures("申报数"), .figures("已装载"), .figures("拒收"), .figures("过滤"), .figures("更正"), .figures("读不出的行"),
                .figures("已说明"), .figures("其中无区县"), .figures("舍入"), .figures("未说明差异"), .init("结论"), .init("位置"),
            ], empty: empty)
        for line in lines {
            let explained = (try? line.byUnreadable.adding(line.withoutDistrict)) ?? .zero
            let verdict: DocumentCell = switch line.verdict {
            case .agreed: .light(.good, "一致")
            case .explained: .light(.good, "已说明")
            case .unexplained: .light(line.blocks ? .stop : .attention, "未说明")
            case .undeclared: .light(line.blocks ? .stop : .attention, "未申报")
            }
            table.add(
                (showsInterface ? [.text(names.interface(line.interface))] : []) + [
                    .text(names.district(line.district)), .text(names.figure(line)), line.declared.map(figure) ?? .missing,
                    figure(line.loaded), figure(line.rejected), figure(line.filtered), figure(line.corrected), .count(line.unreadable), figure(explained),
                    figure(line.withoutDistrict), difference(line.rounding), difference(line.unexplained), verdict, .code(line.place),
                ], style: line.district.isEmpty ? .total : .normal)
        }
        return table
    }

    private static func figure(_ amount: Amount) -> DocumentCell { exact(amount).map { .figure($0) } ?? .text(amount.description) }
    private static func difference(_ amount: Amount) -> DocumentCell { exact(amount).map { .difference($0) } ?? .text(amount.description) }

    /// With as many decimals as it needs, two at least when there are any.
    private static func exact(_ amount: Amount) -> Decimal? {
        for scale in [0, 2, 3, 4, 5, 6] {
            if let decimal = try? amount.rounded(toScale: scale), decimal.amount == amount { return decimal }
        }
        return nil
    }

    /// Names that the office reads.
    public struct Names: Sendable {
        private let catalogue: Catalogue
        public init(_ catalogue: Catalogue) { self.catalogue = catalogue }

        public func interface(_ id: String) -> String { catalogue.interfaces.last { $0.id == id }?.name ?? id }
        public func check(_ id: String) -> String { catalogue.checks.first { $0.id == id }?.name ?? id }
        public func district(_ code: String) -> String { code.isEmpty ? "合计" : catalogue.codeTable("district")?.member(code)?.name ?? code }

        public func figure(_ line: ReconciliationRecord.Line) -> String {
            let words = line.figure.split(separator: " ").map(String.init)
            let specification = catalogue.interfaces.last { $0.id == line.interface }
            switch words.first {
            case "rows": return "行数"
            case "sum"?: return specification?.columns.first { $0.name == words[1] }?.title ?? words[1]
            case "distinct"?: return "\(specification?.columns.first { $0.name == words[1] }?.title ?? words[1])（去重）"
            default:
                let name = catalogue.measures.first { $0.code == words[1] && $0.interfaces.contains(line.interface) }?.name ?? words[1]
                return words.count > 2 ? "\(name)（\(words[2] == "unit" ? "单位" : words[2] == "person" ? "个人" : words[2])）" : name
            }
        }
    }
}
