/// A random dump and what a reader must make of it (合成数据).
public struct RandomDump {
    public struct Table {
        public var schema: String
        public var name: String
        public var columns: [ExpColumn]
        /// Nil for tables with a column that cannot be read.
        public var rows: [[String?]]?
        public var sections: Int
    }
    public var writer: ExpWriter
    public var tables: [Table] = []

    private static let charsets = [852, 850, 854, 871, 873, 1, 178]
    private static let han = Array("一中国社会保险基金管理中心养老失业工伤医疗生育缴费单位参保人员个人账户北京市東城區億镕堃喆昇")
    private static let rare = Array("𠮷𬭚㐂䶮é€½·—")
    private static let plain = Array("ABCXYZ abc0189|\\\"',;\n\t~")

    public init(seed: UInt64, tables count: Int = 4, mostRows: Int = 12, longTexts: Bool = false) {
        var random = SeededGenerator(seed)
        writer = ExpWriter(charset: Self.charsets.randomElement(using: &random)!, recordLength: [2048, 8192].randomElement(using: &random)!)
        var schema = "SYSTEM"
        for number in 0..<count {
            if Int.random(in: 0..<3, using: &random) == 0 {
                schema = "USER\(number)"
                writer.connect(schema)
            }
            let refused = Int.random(in: 0..<6, using: &random) == 0
            let name = "TABLE_\(number)"
            var columns = (0..<Int.random(in: 1...14, using: &random)).map { Self.column($0, &random) }
            if refused { columns.append(ExpColumn("LOB_\(number)", type: [112, 113, 8, 24, 114, 121, 123, 58, 100, 181].randomElement(using: &random)!, length: 80, charset: 852)) }
            var table = Table(schema: schema, name: name, columns: columns, rows: refused ? nil : [], sections: 0)
            writer.define(name, columns: columns)
            let sections = Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 2...3, using: &random) : 1
            for section in 0..<sections {
                if sections > 1 { writer.line("PARTITION \"P\(section)\"") }
                table.sections += 1
                writer.beginRows(name, columns: columns)
                if refused {
                    writer.opaque((0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...254, using: &random) })
                } else {
                    for _ in 0..<Int.random(in: 0...mostRows, using: &random) {
                        let values = columns.map { Self.value($0, longTexts, &random) }
                        writer.row(values.map { $0?.0 })
                        table.rows?.append(values.map { $0?.1 })
                    }
                }
                writer.endRows()
            }
            writer.trailer(name)
            tables.append(table)
        }
        writer.end()
    }

    private static func column(_ number: Int, _ random: inout SeededGenerator) -> ExpColumn {
        let name = "COLUMN_\(number)"
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1, 2: return ExpColumn(name, type: 1, length: 400, charset: charsets.randomElement(using: &random)!)
        case 3: return ExpColumn(name, type: 96, length: 400, charset: charsets.randomElement(using: &random)!)
        case 4: return ExpColumn(name, type: 1, length: 400, charset: [2000, 871].randomElement(using: &random)!, isNational: true)
        case 5: return ExpColumn(name, type: 12, length: 7)
        case 6: return ExpColumn(name, type: 180, length: 11)
        case 7: return ExpColumn(name, type: 23, length: 200)
        default: return ExpColumn(name, type: 2, length: 22)
        }
    }

    private static func value(_ column: ExpColumn, _ longTexts: Bool, _ random: inout SeededGenerator) -> ([UInt8], String)? {
        if Int.random(in: 0..<8, using: &random) == 0 { return nil }
        switch column.type {
        case 2:
            let text = decimal(&random)
            return (ExpValue.number(text), text)
        case 12, 180: return moment(column.type == 180, &random)
        case 23:
            let bytes = (0..<Int.random(in: 1...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            return (bytes, bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined())
        default:
            let text = text(column.charset, longTexts ? 120 : 12, &random)
            let padding = column.type == 96 ? Int.random(in: 0...6, using: &random) : 0
            return (ExpText.encode(text + String(repeating: " ", count: padding), charset: column.charset)!, text)
        }
    }

    /// The characters of the pools that a character set has; GB2312 as EUC-CN has other Unicode values for two of them.
    private static let pools: [Int: [[Character]]] = Dictionary(uniqueKeysWithValues: (charsets + [2000]).map { charset in
        let pools = [han, plain, plain, rare].map { pool in
            pool.filter { !(charset == 850 && ($0 == "·" || $0 == "—")) && ExpText.encode(String($0), charset: charset)?.isEmpty == false }
        }
        return (charset, pools.filter { !$0.isEmpty })
    })

    /// Text of characters that the character set has; it does not end in a blank.
    private static func text(_ charset: Int, _ most: Int, _ random: inout SeededGenerator) -> String {
        var result = ""
        let pools = pools[charset]!
        for _ in 0..<Int.random(in: 1...most, using: &random) { result.append(pools.randomElement(using: &random)!.randomElement(using: &random)!) }
        while result.last == " " { result.removeLast() }
        return result.isEmpty ? "x" : result
    }

    /// Plain decimals with up to 38 digits, from 10^-130 to 10^125, no zeros at the ends.
    private static func decimal(_ random: inout SeededGenerator) -> String {
        var digits = (0..<Int.random(in: 1...38, using: &random)).map { _ in Character(String(Int.random(in: 0...9, using: &random))) }
        digits[0] = Character(String(Int.random(in: 1...9, using: &random)))
        if digits.count == 1 || digits.last == "0" { digits[digits.count - 1] = "7" }
        let sign = Bool.random(using: &random) ? "-" : ""
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return "0"
        case 1: return sign + String(digits) + String(repeating: "0", count: Int.random(in: 0...(126 - digits.count), using: &random))
        case 2: return sign + "0." + String(repeating: "0", count: Int.random(in: 0...80, using: &random)) + String(digits)
        default:
            if digits.count == 1 { return sign + String(digits) }
            let point = Int.random(in: 1..<digits.count, using: &random)
            return sign + String(digits[..<point]) + "." + String(digits[point...])
        }
    }

    private static func moment(_ isStamp: Bool, _ random: inout SeededGenerator) -> ([UInt8], String) {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let year = Int.random(in: 1600...9999, using: &random), month = Int.random(in: 1...12, using: &random), day = Int.random(in: 1...28, using: &random)
        let date = "\(year)-\(two(month))-\(two(day))"
        if Bool.random(using: &random) { return (ExpValue.date(year, month, day), date) }
        let time = (Int.random(in: 0...23, using: &random), Int.random(in: 0...59, using: &random), Int.random(in: 1...59, using: &random))
        let bytes = ExpValue.date(year, month, day, time.0, time.1, time.2)
        let text = "\(date) \(two(time.0)):\(two(time.1)):\(two(time.2))"
        guard isStamp, Bool.random(using: &random) else { return (bytes, text) }
        let nanoseconds = Int.random(in: 1...999_999_999, using: &random)
        var fraction = String(String(1_000_000_000 + nanoseconds).dropFirst())
        while fraction.last == "0" { fraction.removeLast() }
        return (ExpValue.timestamp(bytes, nanoseconds: nanoseconds), "\(text).\(fraction)")
    }
}
