internal import Documents
internal import Quantities
public import ReportModel
public import Warehouse

/// 数据字典: every table, view and column of the warehouse's databases, with what it means and where it comes from.
///
/// Structure comes from the databases themselves, meanings from the definitions and the descriptions of this room; what stands
/// on one side only is told.
public struct DataDictionary: Sendable {
    public struct Column: Sendable {
        public var name: String
        public var type: String
        public var isNullable: Bool
        public var isKey: Bool
        public var length: String
        public var meaning: String
        public var unit: String
        public var source: String
        /// Codes of the reports that read it.
        public var reports: [String]
    }
    public struct Object: Sendable {
        public var database: String
        public var name: String
        public var isView: Bool
        public var meaning: String
        public var source: String
        public var columns: [Column]
    }
    /// A database with its objects as read from the file.
    public struct Source: Sendable {
        public enum Kind: Sendable {
            case catalogue, mart
            /// Detail files of an interface.
            case detail(String)
        }
        public var kind: Kind
        public var objects: [SchemaObject]
        public init(_ kind: Kind, objects: [SchemaObject]) { self.kind = kind; self.objects = objects }
    }

    public private(set) var objects: [Object] = []
    /// Tables, views and columns that no description tells of: `catalog.batch.recipe`.
    public private(set) var undescribed: [String] = []
    /// Described, but not there.
    public private(set) var absent: [String] = []

    public init(_ sources: [Source], catalogue: Catalogue, plan: MartPlan) {
        let usage = ReportUsage(catalogue)
        for source in sources {
            switch source.kind {
            case .catalogue: add(source.objects, .catalogue, database: "catalog.sqlite") { object, _ in object == "summary" ? usage.all : [] }
            case .mart: add(source.objects, .mart(catalogue, plan: plan), database: "mart.sqlite") { object, _ in usage.reports(ofMart: object) }
            case .detail(let id):
                guard let specification = catalogue.interfaces.last(where: { $0.id == id }) else { continue }
                add(source.objects, .detail(specification, catalogue), database: "detail/\(id)", columnsMayLack: true) { object, column in
                    object == "detail" ? usage.reports(ofInterface: id, column: column) : []
                }
            }
        }
    }

    /// `columnsMayLack`: columns that only other versions have are described, though the file of this month lacks them.
    private mutating func add(
        _ objects: [SchemaObject], _ meanings: ObjectMeanings, database: String, columnsMayLack: Bool = false, reports: (String, String) -> [String]
    ) {
        let short = database.split(separator: ".").first.map(String.init) ?? database
        for object in objects {
            let described = meanings.objects[object.name]
            if described?.meaning.isEmpty != false { undescribed.append("\(short).\(object.name)") }
            let columns = object.columns.map { column in
                let meaning = described?[column.name]
                if meaning?.meaning.isEmpty != false { undescribed.append("\(short).\(object.name).\(column.name)") }
                return Column(
                    name: column.name, type: Self.type(column), isNullable: column.isNullable, isKey: column.keyPlace > 0, length: meaning?.length ?? "",
                    meaning: meaning?.meaning ?? "", unit: meaning?.unit ?? "", source: meaning?.source ?? "", reports: reports(object.name, column.name))
            }
            if !columnsMayLack {
                absent += (described?.columns ?? []).map(\.name).filter { name in !object.columns.contains { $0.name == name } }.map { "\(short).\(object.name).\($0)" }
            }
            self.objects.append(Object(
                database: database, name: object.name, isView: object.isView, meaning: described?.meaning ?? "", source: described?.source ?? "", columns: columns))
        }
        absent += meanings.objects.keys.sorted().filter { name in !objects.contains { $0.name == name } }.map { "\(short).\($0)" }
    }

    private static func type(_ column: SchemaObject.Column) -> String {
        switch column.type {
        case "TEXT": "文本"
        case "INTEGER": "整数"
        case "BLOB": "字节"
        default: "文本（计算）"
        }
    }
}

/// Which reports read what, by the measures that their formulas name.
struct ReportUsage {
    private var byMeasure: [String: Set<String>] = [:]
    private let catalogue: Catalogue
    let all: [String]

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        all = catalogue.reports.map(\.code).sorted()
        for report in catalogue.reports {
            for measure in report.tables.flatMap(\.measureCodes) { byMeasure[measure, default: []].insert(report.code) }
        }
    }

    func reports(ofMart object: String) -> [String] {
        if object == "fact" || object == "measure" || object == "measure_source" { return all }
        guard object.hasPrefix("subject_") else { return [] }
        let measures = catalogue.measures.filter { "subject_\($0.subject.replacingDashes)" == object }.map(\.code)
        return Set(measures.flatMap { byMeasure[$0] ?? [] }).sorted()
    }

    /// Reports whose measures sum, count or test the column, or are split by it.
    func reports(ofInterface id: String, column: String) -> [String] {
        let isDimension = catalogue.interfaces.contains { $0.id == id && $0.dimensions.contains(column) }
        let measures = catalogue.measures.filter { $0.interfaces.contains(id) && (isDimension || $0.columns.contains(column)) }
        return Set(measures.flatMap { byMeasure[$0.code] ?? [] }).sorted()
    }
}

extension MeasureDefinition {
    /// Columns of an interface that it reads.
    fileprivate var columns: Set<String> {
        var result: Set<String> = []
        switch aggregation {
        case .countRows: break
        case .sum(let parts): result.formUnion(parts.map(\.column))
        case .distinct(let column, let by): result.formUnion([column] + by)
        }
        for condition in conditions {
            switch condition {
            case .member(let column, _, _): result.insert(column)
            case .compare(let columns, _, _, _): result.formUnion(columns)
            }
        }
        return result
    }
}
