internal import Diagnostics
internal import ReportModel

/// The keys that say in which forms a delivery may come.
struct SourceFormReader {
    let reading: Reading

    /// The form that a mapping describes: that of the specification itself, or an alternative.
    func read(_ map: inout MapReader) -> SourceForm {
        let format = map.choice("format", SourceForm.Format.self) ?? .text
        let standard: InterfaceSpecification.Encoding = format == .oracleExport ? .detect : .utf8
        var form = SourceForm(format: format, filePattern: map.requiredText("file"), encoding: encoding(&map) ?? standard)
        form.delimiter = delimiter(&map, form)
        if format.hasTables && !map.has("table") {
            reading.add(DefinitionDiagnostics.missingKey("table", in: "a file of the form \(format.rawValue)", at: map.keyPlace("format")))
        }
        form.table = map.text("table")
        if form.table != nil && !format.hasTables {
            reading.add(DefinitionDiagnostics.misuse("a file of the form \(format.rawValue) has no tables", hint: "leave 'table' out, or name another 'format': oracle-exp, postgres, sqlite", at: map.keyPlace("table")))
        }
        if form.encoding != .utf8 && (format == .postgres || format == .sqlite) {
            reading.add(DefinitionDiagnostics.misuse("texts of the form \(format.rawValue) are always UTF-8", hint: "leave 'encoding' out", at: map.keyPlace("encoding")))
        }
        return form
    }

    func alternatives(_ map: inout MapReader, besides first: SourceForm) -> [SourceForm] {
        var places = [(first.filePattern, map.keyPlace("file"))]
        return (map.list("alternatives") ?? []).compactMap { value in
            guard var map = MapReader(value, "an alternative", reading) else { return nil }
            let form = read(&map)
            map.finish()
            if let other = places.first(where: { $0.0 == form.filePattern }) {
                reading.add(DefinitionDiagnostics.duplicate("file", form.filePattern, first: other.1, at: map.keyPlace("file")))
            }
            places.append((form.filePattern, map.keyPlace("file")))
            return form
        }
    }

    /// What must fit between the forms and the rest of the specification.
    func check(_ forms: [SourceForm], _ columns: [InterfaceColumn], _ map: MapReader) {
        if !forms.contains(where: { $0.format == .text }) {
            for key in ["header", "trailer", "trailing_delimiter"] where map.has(key) {
                reading.add(DefinitionDiagnostics.misuse("'\(key)' is about files of text, and no form is text", hint: "leave it out, or add a form with 'format: text'", at: map.keyPlace(key)))
            }
        }
        if let column = columns.first(where: { $0.sourceName != nil }), forms.allSatisfy({ $0.format == .text }) {
            reading.add(DefinitionDiagnostics.misuse("column '\(column.name)' has a 'source', but files of text have no column names", hint: "leave it out, or name the 'format' of the file", at: column.origin))
        }
    }

    private enum EncodingName: String, CaseIterable { case utf8 = "utf-8", gb18030, gbk, detect }

    private func encoding(_ map: inout MapReader) -> InterfaceSpecification.Encoding? {
        switch map.choice("encoding", EncodingName.self) {
        case .utf8: .utf8
        case .gb18030, .gbk: .gb18030
        case .detect: .detect
        case nil: nil
        }
    }

    private func delimiter(_ map: inout MapReader, _ form: SourceForm) -> UInt8 {
        let standard = UInt8(ascii: form.format == .csv ? "," : "|")
        guard let (text, place) = map.textWithPlace("delimiter") else { return standard }
        if text == "\\t" { return 9 }
        guard text.utf8.count == 1, let byte = text.utf8.first, byte < 128, byte != 10, byte != 13, byte != UInt8(ascii: "\"") else {
            reading.add(DefinitionDiagnostics.invalidValue(text, for: "delimiter", expected: "one ASCII character", nearest: nil, at: place))
            return standard
        }
        // In dumps a letter behind a backslash is an escape; in GB18030 bytes from 30 on are second bytes of characters.
        let isMark = !Character(Unicode.Scalar(byte)).isLetter && !Character(Unicode.Scalar(byte)).isNumber && byte != UInt8(ascii: "\\")
        if form.format != .text && (!isMark || (form.format == .csv && form.encoding != .utf8 && byte >= 0x40)) {
            reading.add(DefinitionDiagnostics.misuse("'\(text)' cannot divide fields in the form \(form.format.rawValue)", hint: "use a comma, a semicolon or \\t", at: place))
            return standard
        }
        return byte
    }
}
