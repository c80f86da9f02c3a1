import Diagnostics
import Foundation
import Scene
import Testing
import TextShaping

@Suite struct ShapingTests {
    @Test(arguments: Face.allCases) func everyGBKCharacterIsShapedAsPangoDoes(face: Face) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder), oracle = PangoOracle(fontFolder: fontFolder)
        let characters = gbkCharacters().filter { $0 != "≒" }
        #expect(characters.count > 21_700)
        for start in stride(from: 0, to: characters.count, by: 100) {
            try compare(String(characters[start..<min(start + 100, characters.count)]), face, 1000, shaper, oracle)
        }
    }

    @Test(arguments: Face.allCases) func mixedStringsAreShapedAsPangoDoes(face: Face) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder), oracle = PangoOracle(fontFolder: fontFolder)
        let ascii = (0x20...0x7e).map { Character(Unicode.Scalar(UInt8($0))) }
        let marks = Array("–—−×÷≤≥≠±·…‰①②⑩⑪⑳℃“”‘’～№Σ¹²³→↑↓▲△▼▽●○■□◆◇〓，。：；（）％／－　月网户如")
        let pools = [Array("0123456789"), Array("0123456789,.-"), ascii, marks, gbkCharacters().filter { $0 != "≒" }]
        var numbers = SampleNumbers(state: 7)
        for index in 0..<3000 {
            let text = String((0..<Int.random(in: 1...24, using: &numbers)).map { _ in
                pools.randomElement(using: &numbers)!.randomElement(using: &numbers)!
            })
            try compare(text, face, [1000, 5.5, 9, 10.5, 16][index % 5], shaper, oracle)
        }
    }

    /// Glyphs are equal; positions agree to 1/1000 pt after allowing for Pango's rounding of each advance to 1/1024 pt, but for what
    /// is set otherwise on purpose: bold figures, each in the middle of the regular one's advance, and marks that close up.
    private func compare(_ text: String, _ face: Face, _ size: Double, _ shaper: PangoTextShaper, _ oracle: PangoOracle) throws {
        let ours = shaper.shape(text, face: face, size: size), theirs = oracle.shape(text, face: face, size: size)
        let file = fontFolder + "/" + FontFile(face).fileName
        try #require(theirs.files.allSatisfy { $0 == file })
        try #require(ours.missing == [])
        try #require(ours.glyphs.map(\.id) == theirs.glyphs, "\(text)")
        try #require(theirs.offsets.allSatisfy { $0 == 0 })
        var pen = 0.0, previous: Character = "国"
        for (index, (glyph, character)) in zip(ours.glyphs, text).enumerated() {
            if closing.contains(previous) && (closing + opening).contains(character) || (opening + " ").contains(previous) && opening.contains(character) { pen -= size / 2 }
            var advance = theirs.advances[index], shift = 0.0
            if face == .heiBold, let regular = regularFigures[character] {
                // Font units are whole: half of an odd difference is rounded.
                shift = ((regular - (advance * 1000 / size).rounded()) / 2).rounded(.towardZero) * size / 1000
                advance = regular * size / 1000
            }
            let rounding = size == 1000 ? 0 : Double(index) * 0.5 / 1024
            let single = Double(glyph.x).ulp + Double(Float(glyph.x).ulp)
            try #require(abs(Double(glyph.x) - pen - shift) <= 0.001 + rounding + single, "\(text) at \(index)")
            pen += advance
            previous = character
        }
        try #require(abs(ours.width - pen) <= 0.001 + (size == 1000 ? 0 : Double(ours.glyphs.count) * 0.5 / 1024), "\(text)")
        try #require(abs(shaper.plainWidth(of: text.utf8, face: face, size: size) - theirs.advances.reduce(0, +)) <= 0.001 + Double(ours.glyphs.count) * 0.5 / 1024)
    }

    private let opening = "（《〈「『【〔［｛“‘", closing = "）》〉」』】〕］｝”’，、；：。！？"
    /// Advances of the regular face in thousandths of an em.
    private let regularFigures: [Character: Double] = [
        "0": 555, "1": 555, "2": 555, "3": 555, "4": 555, "5": 555, "6": 555, "7": 555, "8": 555, "9": 555, ",": 278, ".": 278, "+": 555, "−": 555,
    ]

    /// A total stands under its parts, digit under digit and point under point, and no bold figure touches the next.
    @Test func boldFiguresStandUnderRegularOnes() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder), size = 6.5
        for text in ["1,862,344.17", "−0.22", "+96.86"] {
            let bold = shaper.shape(text, face: .heiBold, size: size), regular = shaper.shape(text, face: .heiRegular, size: size)
            #expect(bold.width == regular.width)
            for place in text.indices {
                let before = text[..<place].utf8, own = text[place...place].utf8
                let edges = [Face.heiBold, .heiRegular].map { shaper.width(of: before, face: $0, size: size) + shaper.ink(of: own, face: $0, size: size).midX }
                #expect(abs(edges[0] - edges[1]) < 0.02 * size, "\(text[place])")
            }
        }
        for first in "0123456789,." {
            for second in "0123456789,." {
                let left = shaper.ink(of: "\(first)".utf8, face: .heiBold, size: size), right = shaper.ink(of: "\(second)".utf8, face: .heiBold, size: size)
                #expect(shaper.width(of: "\(first)".utf8, face: .heiBold, size: size) + right.x - left.maxX > 0.08, "\(first)\(second)")
            }
        }
    }

    @Test(arguments: Face.allCases) func neighbouringMarksCloseUp(face: Face) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        for (text, ems) in [("）。", 1.5), ("）；", 1.5), ("，“", 1.5), ("：“", 1.5), ("“（", 1.5), ("》）。", 2), ("（）", 2), ("国。", 2), ("。国“", 3), ("（国）", 3)] {
            #expect(shaper.width(of: text.utf8, face: face, size: 10) == ems * 10, "\(text)")
        }
        let blank = shaper.width(of: "3. ".utf8, face: face, size: 10)
        for mark in opening { #expect(shaper.width(of: "3. \(mark)国".utf8, face: face, size: 10) == blank + 15, "after a blank as at the head of a line") }
        for mark in opening { #expect(shaper.ink(of: "\(mark)".utf8, face: face, size: 1).x >= 0.5, "\(mark)") }
        for mark in closing { #expect(shaper.ink(of: "\(mark)".utf8, face: face, size: 1).maxX <= 0.5, "\(mark)") }
        // The right half of the first is left out: its ink and that of the second keep clear of each other.
        for first in closing {
            for second in closing {
                let ink = [first, second].map { shaper.ink(of: "\($0)".utf8, face: face, size: 1) }
                #expect(0.5 + ink[1].x - ink[0].maxX > 0.02, "\(first)\(second)")
            }
        }
    }

    @Test func bearingsAreThoseOfWideCharacters() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let month = shaper.bearings(of: "2026 年 10 月", face: .heiRegular), ink = shaper.ink(of: "月".utf8, face: .heiRegular, size: 1)
        #expect(abs(month.right - (1 - ink.maxX)) < 1e-9 && month.right > 0.15)
        #expect(month.left == shaper.bearings(of: "1", face: .heiRegular).right)
        #expect(shaper.bearings(of: "（国）", face: .songBold).left > 0.5)
        #expect(shaper.bearings(of: "", face: .heiBold) == (0, 0))
    }

    @Test(arguments: Face.allCases) func digitsHaveOneWidth(face: Face) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let widths = (0...9).map { shaper.width(of: String(repeating: "\($0)", count: 4).utf8, face: face, size: 10) }
        #expect(Set(widths).count == 1)
        #expect(shaper.width(of: "国".utf8, face: face, size: 10) == 10)
    }

    @Test func shapeAppendAndWidthAgree() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var page = Page(size: Size(100, 100))
        for text in ["", "营业收入（万元）", "1,234.56", "−8.5%", "①合计Σ", "a𠮷b"] {
            let shaped = shaper.shape(text, face: .heiRegular, size: 9)
            let run = shaper.append(Array(text.utf8), face: .heiRegular, size: 9, color: .black, origin: Point(1, 2), to: &page)
            #expect(Array(page.glyphs[run.glyphs]) == shaped.glyphs)
            #expect(String(decoding: page.utf8[run.text], as: UTF8.self) == text)
            #expect(run.width == shaped.width)
            #expect(shaper.width(of: text.utf8, face: .heiRegular, size: 9) == shaped.width)
            #expect(shaped.glyphs.reduce(0) { $0 + Int($1.byteCount) } == text.utf8.count)
            let lazyBytes = text.utf8.lazy.map { $0 }
            #expect(shaper.width(of: lazyBytes, face: .heiRegular, size: 9) == shaped.width)
        }
    }

    @Test func missingCharactersAreListedAndVisible() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let shaped = shaper.shape("王𠮷𠮷≒\u{e000}", face: .songBold, size: 10)
        #expect(shaped.missing == ["𠮷", "≒", "\u{e000}"])
        #expect(shaper.missing(in: "王𠮷𠮷≒\u{e000}".utf8, face: .songBold) == shaped.missing)
        #expect(shaped.glyphs[1].id == shaper.shape("〓", face: .songBold, size: 10).glyphs[0].id)
        #expect(shaper.shape("〓", face: .songBold, size: 10).missing.isEmpty)
        #expect(shaped.width == 50)
    }

    @Test(arguments: [[0xff], [0x41, 0xe5, 0x9b], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80, 0x42]] as [[UInt8]])
    func brokenBytesBecomeReplacementCharacters(bytes: [UInt8]) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var page = Page(size: Size(100, 100))
        let run = shaper.append(bytes, face: .heiRegular, size: 9, color: .black, origin: Point(0, 0), to: &page)
        #expect(String(validating: page.utf8, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
        #expect(page.glyphs.reduce(0) { $0 + Int($1.byteCount) } == page.utf8.count)
        #expect(run.glyphs == 0..<page.glyphs.count)
        #expect(shaper.missing(in: bytes, face: .heiRegular) == ["\u{fffd}"])
    }

    @Test(arguments: Face.allCases) func metricsAreThoseOfTheInk(face: Face) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let metrics = shaper.metrics(face: face, size: 1000)
        #expect((740...770).contains(metrics.capHeight))
        #expect((790...850).contains(metrics.ascent))
        #expect((75...95).contains(metrics.descent))
        #expect(shaper.metrics(face: face, size: 10).ascent == metrics.ascent / 100)
    }

    /// A file under another's name is refused: it would print other letters.
    @Test func anotherFontIsADiagnostic() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gazette-fonts-\(ProcessInfo.processInfo.processIdentifier)").path()
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(atPath: fontFolder, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.removeItem(atPath: folder + "/GazetteHei-Bold.ttf")
        try FileManager.default.copyItem(atPath: folder + "/GazetteSong-Bold.ttf", toPath: folder + "/GazetteHei-Bold.ttf")
        let error = try #require(throws: DiagnosticsError.self) { try PangoTextShaper(fontFolder: folder) }
        #expect(error.diagnostics.map(\.id) == ["OUT003"] && error.diagnostics[0].hint != nil, "\(error.diagnostics)")
        #expect(error.diagnostics[0].place?.file.hasSuffix("GazetteHei-Bold.ttf") == true && error.diagnostics[0].message.contains("Gazette Hei Bold"))
    }

    @Test func aMissingFolderIsADiagnosticForEveryFile() throws {
        let error = try #require(throws: DiagnosticsError.self) { try PangoTextShaper(fontFolder: "/nowhere/Fonts") }
        #expect(error.diagnostics.map(\.id) == ["OUT002", "OUT002", "OUT002"])
        #expect(error.diagnostics.allSatisfy { $0.hint != nil && $0.place != nil })
        #expect(error.diagnostics[0].place?.file.hasPrefix("/nowhere/Fonts/Gazette") == true)
    }
}
