import CExpat
import Glibc

/// The name of an element or attribute without its prefix, as the parser holds it.
struct XMLName {
    let start: UnsafePointer<CChar>

    init(_ full: UnsafePointer<CChar>) {
        start = strchr(full, 58).map { UnsafePointer($0 + 1) } ?? full
    }

    static func ~= (text: StaticString, name: XMLName) -> Bool { name.isEqual(text) }
    @inline(__always) func isEqual(_ text: StaticString) -> Bool { strcmp(start, UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)) == 0 }
}

/// The attributes of one element, valid during its start event.
struct XMLAttributes {
    let list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>

    /// The value's bytes, or nil.
    func bytes(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        var index = 0
        while let key = list[index], let value = list[index + 1] {
            if XMLName(key).isEqual(name) {
                return UnsafeBufferPointer(start: UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self), count: strlen(value))
            }
            index += 2
        }
        return nil
    }

    func text(_ name: StaticString) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }
    func number(_ name: StaticString) -> Int? { text(name).flatMap { Int($0) } }
    func isTrue(_ name: StaticString) -> Bool { text(name).map { $0 == "1" || $0 == "true" || $0 == "on" } ?? false }
    var preservesSpace: Bool { text("space") == "preserve" }
}

/// What takes the events of one XML part.
protocol XMLElements {
    mutating func start(_ name: XMLName, _ attributes: XMLAttributes) throws
    mutating func end(_ name: XMLName) throws
    /// May come in pieces.
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// One run of the parser. Document types are refused, so there are no entities to expand.
enum XMLEvents {
    static func read<Elements: XMLElements>(_ bytes: [UInt8], part: String, into elements: inout Elements, _ context: ReadContext) throws {
        guard let parser = XML_ParserCreate(nil) else { throw context.unreadable("out of memory") }
        defer { XML_ParserFree(parser) }
        let session = XMLSession(elements, parser)
        XML_SetUserData(parser, Unmanaged.passUnretained(session).toOpaque())
        XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let data, let name, let attributes else { return }
                XMLSession.of(data).attempt { try $0.start(XMLName(name), XMLAttributes(list: attributes)) }
            },
            { data, name in
                guard let data, let name else { return }
                XMLSession.of(data).attempt { try $0.end(XMLName(name)) }
            })
        XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let data, let text else { return }
            XMLSession.of(data).elements.text(UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: Int(count)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            guard let data else { return }
            XMLSession.of(data).hasDocumentType = true
            XML_StopParser(XMLSession.of(data).parser, 0)
        }
        let isDone = try withExtendedLifetime(session) { try parse(bytes, parser, part, context) }
        if session.hasDocumentType { throw context.forbiddenXML(part: part) }
        if let error = session.error { throw error }
        if !isDone {
            let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown"
            throw context.damagedXML("this is not well-formed XML (\(reason))", part: part, at: Int(XML_GetCurrentByteIndex(parser)))
        }
        if let result = session.elements as? Elements { elements = result }
    }

    private static func parse(_ bytes: [UInt8], _ parser: XML_Parser, _ part: String, _ context: ReadContext) throws -> Bool {
        guard bytes.count <= Int32.max else { throw context.overLimit("bytes in the part '\(part)'", Int(Int32.max)) }
        return bytes.withUnsafeBytes { buffer in
            XML_Parse(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1) == XML_STATUS_OK
        }
    }
}

/// What the parser's callbacks reach: the receiver of the events, and the first error that it threw.
private final class XMLSession {
    var elements: any XMLElements
    let parser: XML_Parser
    var error: (any Error)?
    var hasDocumentType = false

    init(_ elements: any XMLElements, _ parser: XML_Parser) {
        self.elements = elements
        self.parser = parser
    }

    static func of(_ data: UnsafeMutableRawPointer) -> XMLSession { Unmanaged<XMLSession>.fromOpaque(data).takeUnretainedValue() }

    @inline(__always) func attempt(_ step: (inout any XMLElements) throws -> Void) {
        // Events may still come after the parser was stopped.
        if error != nil { return }
        do { try step(&elements) } catch {
            self.error = error
            XML_StopParser(parser, 0)
        }
    }
}
