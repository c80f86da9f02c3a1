import Foundation
import Quantities
import Testing

import Spreadsheets

/// Cell by cell what xlrd and openpyxl read: values, types, dates, results of formulas, merged ranges, what is hidden.
@Suite struct AgreementTests {
    private func compare(_ path: String, leastLines: Int) throws {
        let book = try WorkbookReader.read(path: path)
        let ours = SheetDump.lines(book), theirs = try SheetOracle.lines(path)
        #expect(ours.count == theirs.count && ours.count >= leastLines, "\(path): \(ours.count) lines, oracle \(theirs.count)")
        var different = 0
        for (a, b) in zip(ours, theirs) where !SheetDump.agree(a, b, datesAsDays: book.kind == .xlsx) {
            different += 1
            if different < 5 { Issue.record("\(path)\nours   \(a.prefix(200))\noracle \(b.prefix(200))") }
        }
        #expect(different == 0)
    }

    @Test(arguments: ["libreoffice1900.xls", "libreoffice1904.xls", "libreoffice1900.xlsx", "libreoffice1904.xlsx"])
    func filesOfLibreOffice(_ name: String) throws { try compare(SheetOracle.fixtures + name, leastLines: 400) }

    @Test(arguments: ["xlwt1900.xls", "xlwt1904.xls", "openpyxl1900.xlsx", "openpyxl1904.xlsx"])
    func filesOfLibraries(_ name: String) throws { try compare(try SheetOracle.made.get() + name, leastLines: 1200) }

    /// The comparison itself can fail: one digit, one type, one flag.
    @Test func theComparisonTellsDifferences() {
        #expect(!SheetDump.agree("cell\tA1\tnumber\t1.5", "cell\tA1\tnumber\t1.25", datesAsDays: true))
        #expect(!SheetDump.agree("cell\tA1\tnumber\t1.5", "cell\tA1\tdate\t1.5", datesAsDays: true))
        #expect(!SheetDump.agree("row\t4\thidden", "row\t5\thidden", datesAsDays: true))
        #expect(SheetDump.agree("cell\tA1\tnumber\t1e16", "cell\tA1\tnumber\t1e+16", datesAsDays: false))
    }

    /// Results of formulas are the stored ones, and are marked; the empty text of a formula is no text.
    @Test(arguments: ["libreoffice1900.xls", "libreoffice1900.xlsx"])
    func formulasCarryTheirStoredResult(_ name: String) throws {
        let book = try WorkbookReader.read(path: SheetOracle.fixtures + name), sheet = try #require(book.sheet(named: "公式 合成数据"))
        let total = try #require(sheet.cell("A42"))
        #expect(total.isFormula)
        guard case .number(let number) = total.value else { return #expect(Bool(false)) }
        #expect(number.roundedDecimal == Decimal(unscaled: 101_234_559_6, scale: 4), "\(String(describing: number.roundedDecimal))")
        #expect(sheet.cell("C3")?.value == .text("第3行 𠮷"))
        #expect(sheet.cell("D40")?.value == .boolean(true))
        #expect(sheet.cell("E7")?.value == .error(CellError(text: "#DIV/0!")))
        #expect(sheet.cell("F40")?.value == .empty && sheet.cell("F40")?.isFormula == true)
        #expect(sheet.cell("B42")?.value == .error(CellError(text: "#N/A")))
        guard case .date(let day)? = sheet.cell("G31")?.value else { return #expect(Bool(false)) }
        #expect(day.day == CalendarDate(year: 2026, month: 1, day: 31))
        #expect(sheet.mergedRanges.contains { $0.description == "A44:H45" })
        #expect(sheet.cell("A1")?.isFormula == false)
        #expect(book.sheet(named: "隐藏")?.visibility == .hidden)
    }

    /// The two date systems show the same days for what LibreOffice wrote from the same source.
    @Test(arguments: [("libreoffice1900.xls", "libreoffice1904.xls"), ("libreoffice1900.xlsx", "libreoffice1904.xlsx")])
    func bothDateSystemsGiveTheSameDays(_ a: String, _ b: String) throws {
        let books = try [a, b].map { try WorkbookReader.read(path: SheetOracle.fixtures + $0) }
        #expect(books[0].dateSystem == .from1900 && books[1].dateSystem == .from1904)
        var days = 0
        for row in 0..<40 {
            guard case .date(let x) = books[0].sheets[0].value(row: row, column: 6), case .date(let y) = books[1].sheets[0].value(row: row, column: 6) else { continue }
            #expect(x.day == y.day && x.day != nil)
            days += 1
        }
        #expect(days == 40)
    }
}
