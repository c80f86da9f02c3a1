internal import CCairo
internal import CDeflate

/// Versions of the libraries that this room draws with, as they are at run time.
public let libraryVersions: [(name: String, version: String)] = [
    ("cairo", String(cString: cairo_version_string())), ("libdeflate", LIBDEFLATE_VERSION_STRING),
]
