public import Composition
public import ReportModel
public import Scene
public enum ChartLayout {
    public static func preferredHeight(_ chart: BuiltChart, width: Double, theme: Theme) -> Double { 150 }
    public static func draw(_ chart: BuiltChart, in rect: Rect, theme: Theme, shaper: any TextShaper, page: inout Page, parent: Int) throws {}
    public static func chartPage(_ chart: BuiltChart, size: Size, theme: Theme, shaper: any TextShaper) throws -> Page { Page(size: size) }
}
