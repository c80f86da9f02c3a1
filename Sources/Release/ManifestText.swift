public import Digests
internal import Quantities

/// Prints the canonical text of a manifest: one fact per line, tabs between fields, lists in byte order.
extension ReleaseManifest {
    /// Keywords in the order in which their lines stand.
    enum Keyword: String, CaseIterable {
        case format = "gazette-release-manifest"
        case period, sequence, previous, created
        case edition, artefact, input, caliber, definition, font, seal
        case environment, signatures, end

        /// Whether there may be any number of such lines.
        var repeats: Bool {
            switch self {
            case .artefact, .input, .caliber, .definition, .font, .environment: true
            default: false
            }
        }

        /// Whether the line may be missing.
        var isOptional: Bool { repeats || self == .seal }

        /// Names of the fields after the keyword.
        var fields: [String] {
            switch self {
            case .format: ["version"]
            case .period: ["period"]
            case .sequence: ["number"]
            case .previous: ["digest or none"]
            case .created: ["date"]
            case .edition: ["edition"]
            case .artefact: ["path", "role", "report", "scope", "size", "digest"]
            case .input: ["batch", "file", "rows", "digest"]
            case .caliber: ["id", "effective from", "value", "basis"]
            case .definition: ["path", "digest"]
            case .font: ["file", "digest"]
            case .seal: ["file", "width", "digest"]
            case .environment: ["name", "version"]
            case .signatures: ["none"]
            case .end: ["digest of all lines above"]
            }
        }

        /// How many leading fields must be different from line to line.
        var keyFields: Int { self == .caliber ? 2 : 1 }
    }

    /// The canonical text, UTF-8.
    public var text: [UInt8] {
        var lines = line(.format, [String(Self.formatVersion)])
        lines += line(.period, [period.description])
        lines += line(.sequence, [String(sequence)])
        lines += line(.previous, [previous?.hex ?? "none"])
        lines += line(.created, [created.description])
        lines += contentText
        lines += block(.environment, environment.map { [$0.name, $0.version] })
        lines += line(.signatures, [signatures.rawValue])
        lines += line(.end, [SHA256Digest(of: lines).hex])
        return lines
    }

    /// Digest of the whole text: how the next manifest and `manifest.sha256` name this one.
    public var digest: SHA256Digest { SHA256Digest(of: text) }

    /// Digest of what readers get and what it was made from: equal for equal content, whatever the sequence number, day and environment.
    public var contentDigest: SHA256Digest { SHA256Digest(of: line(.period, [period.description]) + contentText) }

    private var contentText: [UInt8] {
        var lines = line(.edition, [content.edition.rawValue])
        lines += block(
            .artefact, content.artefacts.map { [$0.path, $0.role.rawValue, $0.report, $0.scope, String($0.size), $0.digest.hex] })
        lines += block(.input, content.inputs.map { [$0.batch, $0.file, String($0.rows), $0.digest.hex] })
        lines += block(.caliber, content.calibers.map { [$0.id, $0.effectiveFrom.description, $0.value, $0.basis] })
        lines += block(.definition, content.definitions.map { [$0.path, $0.digest.hex] })
        lines += block(.font, content.fonts.map { [$0.file, $0.digest.hex] })
        if let seal = content.seal { lines += line(.seal, [seal.file, seal.width, seal.digest.hex]) }
        return lines
    }

    private func line(_ keyword: Keyword, _ fields: [String]) -> [UInt8] {
        var bytes = Array(keyword.rawValue.utf8)
        for field in fields {
            bytes.append(9)
            bytes += ManifestField.escaped(field)
        }
        bytes.append(10)
        return bytes
    }

    private func block(_ keyword: Keyword, _ rows: [[String]]) -> [UInt8] {
        rows.sorted { ManifestField.keyPrecedes($0, $1, fields: $0.count) }.flatMap { line(keyword, $0) }
    }
}

/// How a field stands in a line: as it is, with backslash as `\\` and control characters as `\x` and two hexadecimal digits.
enum ManifestField {
    static func escaped(_ field: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in field.utf8 {
            if byte == 92 {
                bytes += [92, 92]
            } else if isControl(byte) {
                bytes += [92, 120, hexDigit(byte >> 4), hexDigit(byte & 15)]
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// Nil when there is a raw control character, an unknown escape, or an escape of what needs none.
    static func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if isControl(byte) { return nil }
            guard byte == 92 else { plain.append(byte); continue }
            switch rest.popFirst() {
            case 92: plain.append(92)
            case 120:
                guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue),
                    isControl(high << 4 | low)
                else { return nil }
                plain.append(high << 4 | low)
            default: return nil
            }
        }
        return String(validating: plain, as: UTF8.self)
    }

    /// Byte order of the first `fields` fields; not Swift's order of strings, which takes different bytes for equal.
    static func keyPrecedes(_ a: [String], _ b: [String], fields: Int) -> Bool {
        for (x, y) in zip(a.prefix(fields), b.prefix(fields)) where !x.utf8.elementsEqual(y.utf8) {
            return x.utf8.lexicographicallyPrecedes(y.utf8)
        }
        return false
    }

    static func isControl(_ byte: UInt8) -> Bool { byte < 32 || byte == 127 }
    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 97...102: digit - 87
        default: nil
        }
    }
}
