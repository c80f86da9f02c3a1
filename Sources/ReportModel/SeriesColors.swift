internal import Glibc

/// Colours that are made from the palette: fills that a photocopy tells apart, and text that can be read on white.
extension Theme {
    /// Filled marks beside each other differ by this much lightness, of 255, as far as the palette allows.
    public static let fillStep = 35.0
    /// Contrast of text in the colour of a series with white paper.
    public static let textContrast = 4.5

    /// A fill for each mark, in the order in which they stand beside each other; nil stands for a tinted one. A colour of the palette
    /// keeps its hue and is mixed with white, or with black, until it differs from the marks beside it, from the first one, which the last
    /// one touches in a pie, and a little from all others: by more where they are so few that no colour comes near to black for that.
    public func fills(_ marks: [Int?]) -> [UInt32] {
        let least = marks.count > 4 ? 10.0 : 20
        var fills: [UInt32] = []
        for (index, mark) in marks.enumerated() {
            guard let mark, !palette.isEmpty else {
                fills.append(plannedTint)
                continue
            }
            let shades = Self.shades(of: palette[mark % palette.count])
            var beside = [fills.last].compactMap { $0 }
            if index + 1 < marks.count, marks[index + 1] == nil { beside.append(plannedTint) }
            let others = fills + marks[index...].filter { $0 == nil }.map { _ in plannedTint }
            func isApart(_ shade: UInt32, from colors: [UInt32], _ least: Double) -> Bool {
                colors.allSatisfy { abs(Self.lightness($0) - Self.lightness(shade)) >= least }
            }
            let parted = shades.filter { isApart($0, from: beside, Self.fillStep) }, first = marks.contains(nil) ? [] : Array(fills.prefix(1))
            fills.append(parted.first { isApart($0, from: first, Self.fillStep) && isApart($0, from: others, least) } ?? parted.first ?? shades[0])
        }
        return fills
    }

    /// The colour itself, or darker where it could not be read as text on white.
    public func textColor(_ color: UInt32) -> UInt32 {
        Self.darker(color).first { 1.05 / (Self.luminance($0) + 0.05) >= Self.textContrast } ?? ink
    }

    /// Every colour that `fills` and `textColor` may answer.
    public var seriesColors: [UInt32] { palette.flatMap(Self.shades) }

    /// Of a grey that a photocopy shows, 0…255.
    public static func lightness(_ color: UInt32) -> Double {
        let (red, green, blue) = channels(color)
        return 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)
    }

    /// The colour, lighter ones, darker ones.
    private static func shades(of color: UInt32) -> [UInt32] {
        stride(from: 0, through: 75, by: 5).map { mix(color, percent: UInt32($0), of: 255) } + darker(color).dropFirst()
    }

    private static func darker(_ color: UInt32) -> [UInt32] { stride(from: 0, through: 75, by: 5).map { mix(color, percent: UInt32($0), of: 0) } }

    private static func mix(_ color: UInt32, percent: UInt32, of other: UInt32) -> UInt32 {
        let (red, green, blue) = channels(color)
        return [red, green, blue].reduce(0) { $0 << 8 | ($1 * (100 - percent) + other * percent) / 100 }
    }

    private static func channels(_ color: UInt32) -> (red: UInt32, green: UInt32, blue: UInt32) { (color >> 16 & 255, color >> 8 & 255, color & 255) }

    /// Relative luminance of sRGB, 0…1.
    private static func luminance(_ color: UInt32) -> Double {
        func linear(_ channel: UInt32) -> Double {
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        let (red, green, blue) = channels(color)
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
