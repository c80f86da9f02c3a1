/// Measures the ink of text as it is drawn: for checks that do not trust the boxes of a layout.
public protocol InkMeter: AnyObject {
    /// The smallest rectangle around the ink, with the origin of the text at (0, 0) and y downwards. Empty for blanks.
    func ink(of text: some Collection<UInt8>, face: Face, size: Double) -> Rect
    /// Characters that the face lacks.
    func missing(in text: some Collection<UInt8>, face: Face) -> [Character]
}
