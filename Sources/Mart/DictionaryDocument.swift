public import Documents

extension DataDictionary {
    /// 数据字典 as a document to read: an overview, then a table for each object.
    public func document(office: String, version: String, mark: String) -> Document {
        var document = Document(title: "数据字典", head: head(office, version), mark: mark)
        document.heading("总览")
        document.table(overview)
        var database = ""
        for object in objects {
            if object.database != database {
                document.heading("库 \(object.database)")
                database = object.database
            }
            document.heading("\(object.name) \(object.kind)", level: 2)
            document.paragraph(object.meaning + (object.source.isEmpty ? "" : "。来源：\(object.source)"))
            var table = DocumentTable(title: "\(object.database.split(separator: ".").first ?? "").\(object.name) 的列", columns: Self.columnHeads)
            for column in object.columns { table.add(Self.cells(column)) }
            document.table(table)
        }
        return document
    }

    /// 数据字典 as a workbook to search, sort and filter: a sheet of all tables and views, a sheet of all their columns.
    public func workbook(office: String, version: String, mark: String) -> Document {
        var document = Document(title: "数据字典", head: head(office, version), mark: mark)
        document.table(overview)
        var table = DocumentTable(title: "列", columns: [.init("库"), .init("表或视图")] + Self.columnHeads)
        for object in objects {
            for column in object.columns { table.add([.code(object.database), .code(object.name)] + Self.cells(column)) }
        }
        document.table(table)
        return document
    }

    private func head(_ office: String, _ version: String) -> [String] {
        ["编制单位：\(office)", "版本：\(version)", "\(objects.count) 个表和视图，\(objects.reduce(0) { $0 + $1.columns.count }) 列"]
    }

    private var overview: DocumentTable {
        var table = DocumentTable(title: "表和视图", columns: [
            .init("库", share: 18), .init("名称", share: 20), .init("类别", alignment: .centre, share: 6), .figures("列数"), .init("含义", share: 40), .init("来源", share: 24),
        ])
        for object in objects {
            table.add([.code(object.database), .code(object.name), .text(object.kind), .count(object.columns.count), .text(object.meaning), .text(object.source)])
        }
        return table
    }

    private static let columnHeads: [DocumentTable.Column] = [
        .init("列", share: 16), .init("类型", share: 7), .init("主键", alignment: .centre, share: 5), .init("可空", alignment: .centre, share: 5), .init("长度", share: 14),
        .init("含义", share: 29), .init("单位", share: 13), .init("来源", share: 16), .init("使用的报表", share: 23),
    ]

    private static func cells(_ column: Column) -> [DocumentCell] {
        [
            .code(column.name), .text(column.type), .text(column.isKey ? "是" : ""), .text(column.isNullable ? "可空" : "非空"), .text(column.length), .text(column.meaning),
            .text(column.unit), .text(column.source), .text(column.reports.joined(separator: " ")),
        ]
    }
}

extension DataDictionary.Object {
    fileprivate var kind: String { isView ? "视图" : "表" }
}
