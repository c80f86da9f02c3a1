import Composition
import ReportModel
import Testing
private typealias M = Miniature

@Suite struct HanSpacingTests {
    @Test(arguments: [
        ("2026年10月", "2026 年 10 月"), ("2026 年 10 月", "2026 年 10 月"), ("满1年不满5年", "满 1 年不满 5 年"), ("65～69岁", "65～69 岁"), ("第13个月起", "第 13 个月起"),
        ("02行 = 03行 + 04行", "02 行 = 03 行 + 04 行"), ("京人社发〔2025〕9号", "京人社发〔2025〕9号"), ("〔2025〕123号第4条", "〔2025〕123号第 4 条"), ("口径K02为", "口径K02 为"),
        ("5,869元", "5,869 元"), ("收缴率96.80%", "收缴率 96.80%"), ("合 计", "合 计"), ("", ""),
    ]) func blanksPartHanAndFigures(text: String, printed: String) {
        #expect(text.spaced == printed)
        #expect(printed.spaced == printed)
    }

    /// Whatever blanks stand around a placeholder, the text is spaced as if it had been typed.
    @Test(arguments: ["自{from floor}起执行", "自 {from floor} 起执行"]) func substitutedDatesAreSpacedAlike(note: String) throws {
        var definition = M.report(columns: [], rows: [], notes: [NoteDefinition(text: note, origin: M.here)])
        definition.title = "近3个月"
        var builder = M.builder([definition])
        let built = try builder.build(definition, scope: ReportScope(district: nil, name: "示例市"), period: M.october).report
        let finished = try builder.finish(built, of: definition)
        #expect(finished.notes.map(\.text) == ["自 2026 年 7 月 1 日起执行"] && finished.title == "近 3 个月")
    }
}
