internal import Scene

/// Texts of a document as they can be set: what the face lacks is spelled, and what is too wide is broken.
struct DocumentText {
    let shaper: any TextShaper

    // MARK: Characters

    /// Characters that the face lacks, control characters and marks that turn the direction of writing become their code points,
    /// `〈U+1F600〉`: contents come from damaged files, and a page shows nothing else in their place. A tab becomes a blank.
    func printable(_ text: String, _ face: Face) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
        var cleaned = "", previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r": cleaned.unicodeScalars.append("\n")
            case "\t": cleaned += " "
            case _ where Self.isHidden(scalar): cleaned += Self.code([scalar])
            default: cleaned.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return cleaned.split(separator: "\n", omittingEmptySubsequences: false).map { covered(String($0), face) }.joined(separator: "\n")
    }

    private func covered(_ line: String, _ face: Face) -> String {
        let missing = Set(shaper.missing(in: line.utf8, face: face))
        return missing.isEmpty ? line : line.map { missing.contains($0) ? Self.code(Array($0.unicodeScalars)) : String($0) }.joined()
    }

    /// Takes no place or moves others: it would be in the text and not on the page.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func code(_ scalars: [Unicode.Scalar]) -> String {
        "〈" + scalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }.joined(separator: " ") + "〉"
    }

    // MARK: Lines

    /// Lines of at most `width`. Running text is broken where sense allows it; codes after a delimiter; both between characters
    /// when nothing else fits.
    func lines(_ text: String, _ style: TextStyle, width: Double, isCode: Bool = false) -> [String] {
        // A column that is as wide as its widest cell is so but for rounding.
        let width = width + 1e-6
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            shaper.width(String(line), style) <= width ? [String(line)] : broken(String(line), style, width: width, isCode: isCode)
        }
    }

    private func broken(_ text: String, _ style: TextStyle, width: Double, isCode: Bool) -> [String] {
        var lines: [String] = [], line = "", used = 0.0
        func end() {
            lines.append(line)
            (line, used) = ("", 0)
        }
        func add(_ piece: String, _ own: Double) {
            if !line.isEmpty, used + own > width { end() }
            line += piece
            used += own
        }
        for piece in pieces(text, isCode: isCode) {
            let piece = line.isEmpty && !isCode ? String(piece.drop { $0 == " " }) : piece
            let own = shaper.width(piece, style)
            // Blanks at the end of a line hang over.
            if own <= width || used + shaper.width(Self.trimmed(piece), style) <= width { add(piece, own) } else { piece.forEach { add(String($0), shaper.width(String($0), style)) } }
        }
        if !line.isEmpty || lines.isEmpty { end() }
        return isCode ? lines : lines.map(Self.trimmed)
    }

    /// The smallest parts that stand together.
    func pieces(_ text: String, isCode: Bool) -> [String] {
        if !isCode { return LineBreaker { _ in 0 }.pieces(text) }
        var pieces: [String] = [], piece = ""
        for character in text {
            piece.append(character)
            if "|,;".contains(character) {
                pieces.append(piece)
                piece = ""
            }
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}
