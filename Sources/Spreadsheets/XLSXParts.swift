/// Relations of a part: what other parts it names.
struct XLSXRelations: XMLElements {
    struct Target {
        let id: String
        /// The last word of the type's address: `worksheet`, `styles` …
        let kind: String
        let part: String
    }
    /// The folder of the part that has these relations, `xl` for instance.
    let folder: String
    var targets: [Target] = []

    init(folder: String) { self.folder = folder }

    mutating func start(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name.isEqual("Relationship"), let id = attributes.text("Id"), let type = attributes.text("Type"), let target = attributes.text("Target"),
            attributes.text("TargetMode") != "External"
        else { return }
        targets.append(Target(id: id, kind: String(type.split(separator: "/").last ?? ""), part: resolved(target)))
    }
    mutating func end(_ name: XMLName) {}
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    /// The part's name from the root of the container; `..` cannot lead out of it.
    private func resolved(_ target: String) -> String {
        let path = target.hasPrefix("/") ? target : "\(folder)/\(target)"
        var steps: [Substring] = []
        for step in path.split(whereSeparator: { $0 == "/" || $0 == "\\" }) {
            if step == ".." { _ = steps.popLast() } else if step != "." { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }

    func first(_ kind: String) -> String? { targets.first { $0.kind == kind }?.part }
}

/// The list of sheets, and the date system.
struct XLSXWorkbookPart: XMLElements {
    var dateSystem = DateSystem.from1900
    var sheets: [(name: String, visibility: Sheet.Visibility, relation: String)] = []
    private var isInSheets = false

    mutating func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "workbookPr": if attributes.isTrue("date1904") { dateSystem = .from1904 }
        case "sheets": isInSheets = true
        case "sheet" where isInSheets:
            let visibility: Sheet.Visibility = switch attributes.text("state") {
                case "hidden": .hidden
                case "veryHidden": .veryHidden
                default: .visible
                }
            sheets.append((attributes.text("name") ?? "", visibility, attributes.text("id") ?? ""))
        default: break
        }
    }
    mutating func end(_ name: XMLName) { if name.isEqual("sheets") { isInSheets = false } }
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// The number format of each cell style.
struct XLSXStyles: XMLElements {
    private var custom: [Int: NumberFormat] = [:]
    private var ids: [Int] = []
    private var isInCellStyles = false, isInFormats = false

    var formats: [NumberFormat] { ids.map { custom[$0] ?? NumberFormat(builtIn: $0) } }

    mutating func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "numFmts": isInFormats = true
        case "numFmt" where isInFormats:
            if let id = attributes.number("numFmtId"), let code = attributes.text("formatCode") { custom[id] = NumberFormat(code: code) }
        case "cellXfs": isInCellStyles = true
        case "xf" where isInCellStyles: ids.append(attributes.number("numFmtId") ?? 0)
        default: break
        }
    }
    mutating func end(_ name: XMLName) {
        switch name {
        case "numFmts": isInFormats = false
        case "cellXfs": isInCellStyles = false
        default: break
        }
    }
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// The table of shared strings.
struct XLSXSharedStrings: XMLElements {
    private let context: ReadContext
    private(set) var strings: [String] = []
    private var item = XLSXText()
    private var isInItem = false

    init(_ context: ReadContext) { self.context = context }

    mutating func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "sst": item.preservesAll = attributes.preservesSpace
        case "si":
            isInItem = true
            item.clear()
        default: if isInItem { item.start(name, attributes) }
        }
    }
    mutating func end(_ name: XMLName) throws {
        guard isInItem else { return }
        if name.isEqual("si") {
            isInItem = false
            if strings.count >= context.limits.strings { throw context.overLimit("shared texts", context.limits.strings) }
            strings.append(item.string)
        } else {
            item.end(name)
        }
    }
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) { if isInItem { item.text(bytes) } }
}

/// A text of runs (`<si>`, `<is>`): the `<t>` of all runs joined; phonetic runs are left out.
struct XLSXText {
    /// An element above asks to keep all white space.
    var preservesAll = false
    private var content: [UInt8] = []
    /// Where the `<t>` began that is open; nil between them.
    private var runStart: Int?
    private var preserves = false
    private var phoneticDepth = 0

    mutating func clear() {
        content.removeAll(keepingCapacity: true)
        runStart = nil
        phoneticDepth = 0
    }

    mutating func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "t" where phoneticDepth == 0:
            runStart = content.count
            preserves = preservesAll || attributes.preservesSpace
        case "rPh": phoneticDepth += 1
        default: break
        }
    }

    mutating func end(_ name: XMLName) {
        switch name {
        case "t":
            if let start = runStart, !preserves { trim(from: start) }
            runStart = nil
        case "rPh": phoneticDepth = max(0, phoneticDepth - 1)
        default: break
        }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) { if runStart != nil { content.append(contentsOf: bytes) } }

    var string: String { content.withUnsafeBufferPointer(XLSXText.unescaped) }

    /// Without `xml:space="preserve"`, white space at the ends does not count.
    private mutating func trim(from start: Int) {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
        while content.count > start, isSpace(content[content.count - 1]) { content.removeLast() }
        let lead = content[start...].prefix(while: isSpace).count
        if lead > 0 { content.removeSubrange(start..<start + lead) }
    }

    /// Replaces `_xHHHH_`, which stands for a UTF-16 unit that XML cannot hold (`_x000D_`), or protects itself (`_x005F_`).
    static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.count >= 7, bytes.indices.dropLast(6).contains(where: { unit(bytes, $0) != nil }) else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = [], plain = 0, index = 0
        func flush(_ end: Int) { units += String(decoding: UnsafeBufferPointer(rebasing: bytes[plain..<end]), as: UTF8.self).utf16 }
        while index + 7 <= bytes.count {
            guard let unit = unit(bytes, index) else {
                index += 1
                continue
            }
            flush(index)
            units.append(unit)
            index += 7
            plain = index
        }
        flush(bytes.count)
        return String(decoding: units, as: UTF16.self)
    }

    private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt16? {
        guard bytes[start] == UInt8(ascii: "_"), bytes[start + 1] == UInt8(ascii: "x"), bytes[start + 6] == UInt8(ascii: "_") else { return nil }
        var value: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard bytes[index] < 0x80, let digit = Character(UnicodeScalar(bytes[index])).hexDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}
