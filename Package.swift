// swift-tools-version: 6.1
import PackageDescription

// The rooms of Gazette, floor by floor. A room may import only what it lists here;
// Tests/ArchitectureTests reads the import lines and holds them against this list.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], fast: Bool = false, opened: Bool = false) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: strict + (fast ? inner : []) + (opened ? testable : []))
}

/// Rooms whose inner parts tests look into, in release builds too.
let testable: [SwiftSetting] = [.unsafeFlags(["-enable-testing"])]

/// The rooms of the inner loops of load and rendering: one thread each, so the run-time check of exclusive access is left out.
let inner: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"])]

/// The program carries the Swift runtime within it (`Docs/Decisions/0017-the-runtime-in-the-program.md`). The libraries are the
/// parts of Foundation that modules compiled for the shared runtime do not name. Nothing may depend on the program: tests would carry two runtimes.
let whole = LinkerSetting.unsafeFlags(
    ["-static-stdlib", "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic"] + [
        "Foundation", "FoundationInternationalization", "FoundationEssentials", "CoreFoundation", "_FoundationCShims", "_FoundationCollections", "_FoundationICU",
        "swiftSynchronization", "swift_StringProcessing", "swift_RegexParser", "swiftObservation", "swift_Concurrency", "swiftCore", "swiftDispatch",
        "dispatch", "BlocksRuntime",
    ].flatMap { ["-Xlinker", "-l\($0)"] })

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: resources, swiftSettings: strict)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "gazette",
    products: [.executable(name: "gazette", targets: ["gazette"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        // Floor 0: C libraries
        .systemLibrary(name: "CCairo", pkgConfig: "cairo-pdf"),
        .systemLibrary(name: "CPango", pkgConfig: "pangocairo"),
        .systemLibrary(name: "CXlsxWriter"),
        .systemLibrary(name: "CDeflate"),
        .systemLibrary(name: "CExpat"),

        // Floor 1
        room("Diagnostics"),
        room("Quantities"),
        room("Digests", [crypto]),

        // Floor 2
        room("ReportModel", ["Diagnostics", "Quantities"]),
        room("Scene"),
        room("Documents", ["Quantities"]),

        // Floor 3
        room("DefinitionLoading", ["Diagnostics", "Quantities", "ReportModel", yams]),
        room("Cubes", ["Diagnostics", "Quantities", "ReportModel"]),
        room("Aggregation", ["Diagnostics", "Quantities", "ReportModel", "Cubes"], fast: true),
        room("Warehouse", ["Diagnostics", "Quantities", "ReportModel", "Cubes", grdb, grdbSQLite], fast: true),
        room("SampleCity", ["Quantities"], opened: true),
        room("DatabaseDumps", ["Diagnostics", "Quantities"], fast: true),
        room("Spreadsheets", ["Diagnostics", "Quantities", "CDeflate", "CExpat"]),

        // Floor 4
        room("Intake", ["Diagnostics", "Quantities", "ReportModel", "Documents", "Cubes", "Aggregation", "Warehouse", "Digests", "DatabaseDumps"], fast: true),
        room("Codes", ["Diagnostics", "Quantities", "ReportModel", "DefinitionLoading", "Cubes"]),
        room("Composition", ["Diagnostics", "Quantities", "ReportModel", "Cubes"], fast: true),

        // Floor 5
        room("DataQuality", ["Diagnostics", "Quantities", "ReportModel", "Documents", "Cubes", "Warehouse", "Intake"]),
        room("Balances", ["Diagnostics", "Quantities", "ReportModel", "DefinitionLoading", "Cubes", "Warehouse", "Composition"]),
        room("Reconciliation", ["Diagnostics", "Quantities", "ReportModel", "Cubes", "Warehouse", "Spreadsheets", "Documents"], opened: true),
        room("Mart", ["Diagnostics", "Quantities", "Digests", "ReportModel", "Documents", "Cubes", "Warehouse", "Composition"]),
        room("Relations", ["Diagnostics", "Quantities", "ReportModel", "Cubes", "Composition"]),
        room("Layout", ["Diagnostics", "Quantities", "ReportModel", "Documents", "Scene", "Composition"], fast: true),
        room("TextShaping", ["Diagnostics", "Scene", "CPango"], fast: true),


        // Floor 6
        room("PageExport", ["Diagnostics", "Scene", "TextShaping", "CCairo", "CDeflate"], fast: true),
        room("WorkbookExport", ["Diagnostics", "Quantities", "ReportModel", "Documents", "Scene", "Composition", "CXlsxWriter"], fast: true),

        room("WebExport", ["Quantities", "ReportModel", "Scene", "Composition"]),
        room("LayoutCheck", ["Diagnostics", "Quantities", "Scene", "ReportModel"]),

        // Floor 7
        room("Regression", ["Diagnostics", "Quantities", "ReportModel", "Cubes", "Scene", "Composition", "WorkbookExport", "Digests"]),
        room("Release", ["Diagnostics", "Quantities", "Digests"]),

        // Floor 9
        room("Pipeline", [
            "Diagnostics", "Quantities", "Digests", "ReportModel", "Scene", "DefinitionLoading", "Cubes", "Aggregation",
            "Warehouse", "SampleCity", "Intake", "Composition", "Relations", "Layout", "TextShaping", "PageExport",
            "WorkbookExport", "WebExport", "LayoutCheck", "Regression", "Release", "DatabaseDumps", "Documents", "DataQuality", "Balances",
            "Spreadsheets", "Reconciliation", "Mart", "Codes",
        ]),

        // Floor 8
        room("PreviewPages"),

        // Floor 10
        room("PreviewServer", ["Diagnostics", "Quantities", "Pipeline", "PreviewPages", hummingbird, logging]),
        // Floor 11
        .executableTarget(
            name: "gazette", dependencies: ["Pipeline", "PreviewServer", "Diagnostics", "Quantities", argumentParser],
            exclude: ["README.md"], swiftSettings: strict, linkerSettings: [whole]),

        // Tests
        .target(
            name: "ReportFixtures", dependencies: ["Diagnostics", "Quantities", "ReportModel", "Cubes", "Scene", "Composition"],
            path: "Tests/ReportFixtures", swiftSettings: strict),
        tests("QuantitiesTests", ["Quantities"]),
        tests("DocumentsTests", ["Documents", "Quantities"]),
        .target(name: "ExpWriter", path: "Tests/Helpers/ExpWriter", swiftSettings: strict),
        tests("DatabaseDumpsTests", ["DatabaseDumps", "Diagnostics", "ExpWriter"], resources: ["Samples"]),
        tests("PostgresArchiveTests", ["Pipeline", "DatabaseDumps", "Diagnostics"]),
        tests("SpreadsheetsTests", ["Spreadsheets", "Diagnostics", "Quantities", "CDeflate", "ExpWriter"], resources: ["Fixtures"]),
        tests("ReconciliationTests", ["Reconciliation", "Spreadsheets", "Warehouse", "Cubes", "ReportModel", "Quantities", "Diagnostics", "SampleCity"]),
        tests("TextShapingTests", ["TextShaping", "Scene", "Diagnostics", "CPango"]),
        tests("LayoutTests", ["Layout", "TextShaping", "Scene", "Composition", "ReportModel", "Quantities", "Diagnostics"]),
        tests("LayoutCheckTests", [
            "LayoutCheck", "Layout", "TextShaping", "PageExport", "WorkbookExport", "WebExport", "Regression", "Relations", "Scene", "Composition", "Cubes",
            "DefinitionLoading", "ReportModel", "Documents", "Quantities", "Diagnostics", "ReportFixtures",
        ]),
        tests("PageExportTests", ["PageExport", "TextShaping", "Scene", "Diagnostics", "CCairo", "CDeflate"]),
        tests("CompositionTests", ["Composition", "Cubes", "Diagnostics", "Quantities", "ReportModel"]),
        tests("RelationsTests", ["Relations", "DefinitionLoading", "Composition", "Cubes", "Diagnostics", "Quantities", "ReportModel"]),
        tests("CodesTests", ["Codes", "DefinitionLoading", "Cubes", "ReportModel", "Quantities", "Diagnostics"]),
        tests("ArchitectureTests", []),
        tests("IntakeTests", ["Intake", "Warehouse", "DatabaseDumps", "ExpWriter", "DefinitionLoading", "ReportModel", "Cubes", "Quantities", "Diagnostics", grdbSQLite]),
        tests("DefinitionFixtureTests", ["DefinitionLoading", "Diagnostics", "ReportModel"]),
        tests("ChartLayoutTests", ["Layout", "TextShaping", "Scene", "Composition", "ReportModel", "Quantities"]),
        tests("CommandTests", ["warehouse-crash-helper"]),
        tests("BalancesTests", ["Balances", "Warehouse", "DefinitionLoading", "Cubes", "Composition", "ReportModel", "Quantities", "Diagnostics"]),
        .executableTarget(
            name: "warehouse-crash-helper", dependencies: ["Pipeline", "Warehouse", "Diagnostics", "Quantities"],
            path: "Tests/Helpers/warehouse-crash-helper", swiftSettings: strict),
        tests("ReleaseTests", ["Release", "Diagnostics", "Quantities", "Digests", "ReleaseSamples", "release-crash-helper"]),

        // Parts of tests
        .target(
            name: "ReleaseSamples", dependencies: ["Release", "Quantities", "Digests"], path: "Tests/Helpers/ReleaseSamples",
            swiftSettings: strict),
        .executableTarget(
            name: "release-crash-helper", dependencies: ["Release", "Diagnostics", "ReleaseSamples"],
            path: "Tests/Helpers/release-crash-helper", swiftSettings: strict),
        tests("RegressionTests", [
            "Diagnostics", "Quantities", "ReportModel", "Cubes", "Scene", "Composition", "WorkbookExport", "Digests", "Regression", "ReportFixtures",
        ]),
        tests("WorkbookExportTests", ["Diagnostics", "Quantities", "ReportModel", "Documents", "Scene", "Composition", "WorkbookExport", "ReportFixtures"]),
    ]
)
