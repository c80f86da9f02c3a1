public import Documents

extension DataDictionary {
    /// 数据字典 as a document: an overview, then a table for each object.
    public func document(office: String, version: String, mark: String) -> Document {
        var document = Document(title: "数据字典", head: ["编制单位：\(office)", "版本：\(version)", "\(objects.count) 个表和视图，\(objects.reduce(0) { $0 + $1.columns.count }) 列"], mark: mark)
        document.heading("总览")
        var overview = DocumentTable(title: "表和视图", columns: [
            .init("库", share: 18), .init("名称", share: 20), .init("类别", alignment: .centre, share: 6), .figures("列数"), .init("含义", share: 40), .init("来源", share: 24),
        ])
        for object in objects {
            overview.add([.code(object.database), .code(object.name), .text(object.isView ? "视图" : "表"), .count(object.columns.count), .text(object.meaning), .text(object.source)])
        }
        document.table(overview)
        var database = ""
        for object in objects {
            if object.database != database {
                document.heading("库 \(object.database)")
                database = object.database
            }
            document.heading("\(object.name) \(object.isView ? "视图" : "表")", level: 2)
            document.paragraph(object.meaning + (object.source.isEmpty ? "" : "。来源：\(object.source)"))
            document.table(table(object))
        }
        return document
    }

    private func table(_ object: Object) -> DocumentTable {
        var table = DocumentTable(title: "\(object.database.split(separator: ".").first ?? "") \(object.name)", columns: [
            .init("列", share: 14), .init("类型", share: 9), .init("主键", alignment: .centre, share: 5), .init("可空", alignment: .centre, share: 5), .init("长度", share: 13),
            .init("含义", share: 34), .init("单位", share: 10), .init("来源", share: 16), .init("使用的报表", share: 20),
        ])
        for column in object.columns {
            let reports = column.reports.joined(separator: " ")
            table.add([
                .code(column.name), .text(column.type), .text(column.isKey ? "是" : ""), .text(column.isNullable ? "可空" : "非空"), .text(column.length), .text(column.meaning),
                .text(column.unit), .text(column.source), .text(reports),
            ])
        }
        return table
    }
}
