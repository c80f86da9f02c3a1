import Diagnostics
import Foundation
import Testing

import Spreadsheets

/// What cannot be read right is refused by its name, with a way out.
@Suite struct RefusalTests {
    private func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: SheetOracle.fixtures + name))) }

    private func refusal(_ bytes: [UInt8], limits: ReadLimits = ReadLimits()) throws -> Diagnostic {
        do {
            let book = try WorkbookReader.read(bytes: bytes, name: "HD_202610.XLS", limits: limits)
            Issue.record("read \(book.sheets.count) sheets")
            throw CancellationError()
        } catch let error as DiagnosticsError {
            let diagnostic = try #require(error.diagnostics.first)
            #expect(diagnostic.place?.file == "HD_202610.XLS" && diagnostic.hint != nil && diagnostic.severity == .error)
            return diagnostic
        }
    }

    /// Replaces a name in the directory of a compound file by one of at most as many letters.
    private func renamed(_ old: String, _ new: String) throws -> [UInt8] {
        func wide(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
        var file = try bytes("libreoffice1900.xls")
        let place = try #require(file.indices.dropLast(64).first { file[$0...].starts(with: wide(old)) && $0 % 128 == 0 })
        let name = wide(new) + [UInt8](repeating: 0, count: 64 - 2 * new.utf16.count)
        file.replaceSubrange(place..<place + 64, with: name)
        file[place + 64] = UInt8(2 * new.utf16.count + 2)
        return file
    }

    private func stream() throws -> [UInt8] { try XLSBytes(bytes("libreoffice1900.xls")).stream }

    @Test func encrypted() throws {
        var globals = try stream()
        let first = 4 + Int(globals[2])
        globals.insert(contentsOf: [0x2F, 0, 6, 0, 1, 0, 1, 0, 1, 0], at: first)
        for file in [globals, try renamed("Workbook", "EncryptedPackage")] {
            let refusal = try refusal(file)
            #expect(refusal.id == "SHT005" && refusal.message.contains("password"))
        }
    }

    @Test func oldVersions() throws {
        #expect(try refusal(renamed("Workbook", "Book")).message.contains("Excel 5 or 95"))
        var old = try stream()
        old[4] = 0
        old[5] = 5
        let refusal = try refusal(old)
        #expect(refusal.id == "SHT006" && refusal.message.contains("Excel 5 or 95"))
        for (kind, name) in [(0x0009, "Excel 2"), (0x0209, "Excel 3"), (0x0409, "Excel 4")] {
            #expect(try self.refusal([UInt8(kind & 0xFF), UInt8(kind >> 8), 4, 0, 0, 0, 0x10, 0]).message.contains(name))
        }
    }

    @Test func otherContainers() throws {
        #expect(try refusal(bytes("opendocument.ods")).message.contains(".ods"))
        #expect(try refusal(Container([("xl/workbook.bin", [1]), ("[Content_Types].xml", [])]).bytes()).message.contains(".xlsb"))
        #expect(try refusal(Container([("a.txt", [65])]).bytes()).message.contains("ZIP archive"))
        #expect(try refusal(renamed("Workbook", "WordDocument")).message.contains("Word"))
    }

    @Test(arguments: [
        ("区县代码,人数\r\n110101,5\r\n", "CSV"), ("<html><table><tr><td>1</td></tr></table></html>", "HTML"), ("%PDF-1.4 …", "PDF"),
        ("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "2003"),
    ])
    func textCalledXLS(_ content: String, _ word: String) throws { #expect(try refusal(Array(content.utf8)).message.contains(word)) }

    @Test func emptyAndMissing() throws {
        #expect(try refusal([]).id == "SHT002")
        #expect(throws: DiagnosticsError.self) { try WorkbookReader.read(path: "/nonexistent/HD_202610.XLS") }
    }

    @Test func limitsAreNamed() throws {
        var limits = ReadLimits()
        limits.cells = 100
        for name in ["libreoffice1900.xls", "libreoffice1900.xlsx"] {
            let refusal = try refusal(bytes(name), limits: limits)
            #expect(refusal.id == "SHT003" && refusal.message.contains("100 cells"))
        }
    }

    /// A part that unpacks to a thousand times its size, one that claims to, and a document type, which could expand without end.
    @Test func bombs() throws {
        var container = Container(unpacking: try bytes("libreoffice1900.xlsx"))
        let sheet = try #require(container.parts.firstIndex { $0.name == "xl/worksheets/sheet1.xml" })
        let sound = container.parts[sheet].bytes
        container.parts[sheet].bytes += [UInt8](repeating: 32, count: 40 << 20)
        #expect(try refusal(container.bytes(stored: false)).id == "SHT003")
        container.parts[sheet].bytes = sound
        #expect(try refusal(container.bytes(stored: false, claim: { $0.hasSuffix("sheet1.xml") ? 0x7FFF_FFFF : nil })).id == "SHT003")
        container.parts[sheet].bytes = Array("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>".utf8) + sound
        let refusal = try refusal(container.bytes())
        #expect(["SHT012", "SHT013"].contains(refusal.id))
    }
}
