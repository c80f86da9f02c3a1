/// Measures the ink of text as it is drawn: for checks that do not trust the boxes of a layout.
public protocol InkMeter: AnyObject {
    /// The smallest rectangle around the ink, with the origin of the text at (0, 0) and y downwards. Empty for blanks.
    func ink(of text: some Collection<UInt8>, face: Face, size: Double) -> Rect
    /// True when the face itself draws the text with these glyphs: no other face, no stand-in of another font.
    func draws(_ text: some Collection<UInt8>, with glyphs: some Sequence<UInt32>, face: Face) -> Bool
    /// Characters that the face lacks.
    func missing(in text: some Collection<UInt8>, face: Face) -> [Character]
}
