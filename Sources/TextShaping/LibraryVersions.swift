internal import CPango

/// Versions of the libraries that this room draws on, as they are at run time.
public let libraryVersions: [(name: String, version: String)] = {
    let fontconfig = Int(FcGetVersion())
    return [
        ("pango", String(cString: pango_version_string())), ("harfbuzz", String(cString: hb_version_string())),
        ("fontconfig", "\(fontconfig / 10000).\(fontconfig / 100 % 100).\(fontconfig % 100)"),
    ]
}()
