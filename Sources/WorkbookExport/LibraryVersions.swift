internal import CXlsxWriter

/// Version of the library that writes workbooks, as it is at run time.
public let libraryVersions: [(name: String, version: String)] = [("libxlsxwriter", String(cString: lxw_version()))]
