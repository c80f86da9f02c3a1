internal import ReportModel
internal import Warehouse

/// The views of the mart that follow from the definitions: one per dimension, one per subject of measures.
enum MartViews {
    static func views(_ catalogue: Catalogue, dimensions: [String]) -> [MartStructure.View] {
        dimensions.map(dimensionView) + subjects(catalogue).map { subjectView($0, catalogue, dimensions: dimensions) }
    }

    static func subjects(_ catalogue: Catalogue) -> [String] { Set(catalogue.measures.map(\.subject)).sorted() }

    /// `dim_district`
    static func dimensionView(_ dimension: String) -> MartStructure.View {
        MartStructure.View(name: "dim_\(dimension)", query: """
            SELECT code, name, short, parent, level, is_leaf, effective_from, effective_to, successors, position, remark
                FROM member WHERE dimension = '\(dimension)'
            """)
    }

    /// Dimensions that the interfaces of a subject have, in the order of `dimensions`.
    static func dimensions(of subject: String, _ catalogue: Catalogue, all dimensions: [String]) -> [String] {
        let interfaces = Set(catalogue.measures.filter { $0.subject == subject }.flatMap(\.interfaces))
        let used = Set(catalogue.interfaces.filter { interfaces.contains($0.id) }.flatMap(\.dimensions)).union(["insurance"])
        return dimensions.filter(used.contains)
    }

    /// `subject_contributions`: cells with names as of the period and the value as exact text.
    private static func subjectView(_ subject: String, _ catalogue: Catalogue, dimensions: [String]) -> MartStructure.View {
        let own = Self.dimensions(of: subject, catalogue, all: dimensions)
        let columns = own.map { "f.\"\($0)\", CASE f.\"\($0)\" WHEN '*' THEN '不分' ELSE \"m_\($0)\".name END AS \"\($0)_name\"" }.joined(separator: ", ")
        let joins = own.map { name in
            """
            LEFT JOIN member "m_\(name)" ON "m_\(name)".dimension = '\(name)' AND "m_\(name)".code = f."\(name)" \
            AND "m_\(name)".effective_from <= p.last_day AND ("m_\(name)".effective_to IS NULL OR "m_\(name)".effective_to >= p.last_day)
            """
        }.joined(separator: "\n    ")
        return MartStructure.View(name: "subject_\(subject.replacingDashes)", query: """
            SELECT f.period, f.interface, i.name AS interface_name, f.measure, e.name AS measure_name, f.part, \(columns), f.state,
                CASE WHEN f.value IS NULL THEN NULL WHEN f.scale = 0 THEN CAST(f.value AS TEXT) ELSE
                    CASE WHEN f.value < 0 THEN '-' ELSE '' END
                    || substr(printf('%0*d', f.scale + 1, abs(f.value)), 1, length(printf('%0*d', f.scale + 1, abs(f.value))) - f.scale)
                    || '.' || substr(printf('%0*d', f.scale + 1, abs(f.value)), -f.scale) END AS amount,
                f.value, f.scale, f.unit, s.is_additive, f.batch
            FROM fact f JOIN measure e ON e.code = f.measure JOIN period p ON p.period = f.period
                LEFT JOIN measure_source s ON s.measure = f.measure AND s.interface = f.interface
                LEFT JOIN interface i ON i.code = f.interface
                \(joins)
            WHERE e.subject = '\(subject)'
            """)
    }
}

extension String {
    /// Names of views without dashes: `base_bands`.
    var replacingDashes: String { split(separator: "-", omittingEmptySubsequences: false).joined(separator: "_") }
}
