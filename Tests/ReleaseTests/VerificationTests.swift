import Diagnostics
import Digests
import Foundation
import Release
import ReleaseSamples
import Testing

/// A damaged release folder, away from its store: verification names exactly what is off, and how.
@Suite struct VerificationTests {
    let bench = Workbench()
    let published: PublishedRelease
    let bare: String

    init() throws {
        published = try bench.publish("a")
        bare = try bench.bareCopy(of: published)
        try FileManager.default.removeItem(atPath: bench.store)
    }

    @Test func intactFolderNeedsNoStore() {
        let check = ReleaseVerifier.verify(folder: bare, expected: published.manifestDigest)
        #expect(check.isIntact && check.filesRead == 5 && check.bytesRead == 300_769)
        #expect(check.manifest == published.manifest && check.manifestDigest == published.manifestDigest)
    }

    /// The published files hash to the manifest's digests also by another program.
    @Test func anotherProgramAgrees() throws {
        #expect(try Workbench.run("/usr/bin/sha256sum", ["--check", "--strict", "manifest.sha256"], in: bare).process.terminationStatus == 0)
        for artefact in published.manifest.content.artefacts {
            let output = try Workbench.run("/usr/bin/sha256sum", [artefact.path], in: bare).output
            #expect(output.hasPrefix(artefact.digest.hex), "\(artefact.path)")
        }
    }

    /// The command that Docs/Publishing.md gives to those who have no Gazette.
    @Test func checkWithoutGazette() throws {
        let command = #"grep ^artefact manifest.txt | awk -F'\t' '{print $7 "  " $2}' | sha256sum --check --quiet"#
        #expect(try Workbench.run("/bin/sh", ["-c", command], in: bare).process.terminationStatus == 0)
        try Workbench.write([1], to: bare + "/空.tsv")
        #expect(try Workbench.run("/bin/sh", ["-c", command], in: bare).process.terminationStatus == 1)
    }

    @Test func oneFlippedByteNamesTheFile() throws {
        for artefact in published.manifest.content.artefacts where artefact.size > 0 {
            let path = bare + "/" + artefact.path
            let original = try Workbench.bytes(path)
            for position in Set([0, 1, artefact.size / 3, artefact.size / 2, artefact.size - 1]).sorted() where position < artefact.size {
                var changed = original
                changed[position] ^= 1 << UInt8(position % 8)
                try Workbench.write(changed, to: path)
                let check = ReleaseVerifier.verify(folder: bare)
                #expect(check.faults.map(\.path) == [artefact.path], "byte \(position)")
                #expect(check.faults.map(\.kind) == [.altered])
                #expect(check.faults.first?.artefact == artefact && check.faults.first?.diagnostic.id == "PUB022")
            }
            try Workbench.write(original, to: path)
        }
        #expect(ReleaseVerifier.verify(folder: bare).isIntact)
    }

    /// Every byte of the release's own two files, in two ways.
    @Test(arguments: [ReleaseManifest.fileName, ReleaseManifest.digestFileName]) func flippedByteInOwnFile(name: String) throws {
        let original = try Workbench.bytes(bare + "/" + name)
        for position in original.indices {
            for flip: UInt8 in [1, 0x80] {
                var changed = original
                changed[position] ^= flip
                try Workbench.write(changed, to: bare + "/" + name)
                let check = ReleaseVerifier.verify(folder: bare)
                #expect(!check.isIntact && Set(check.faults.map(\.path)) == [name], "byte \(position) ^ \(flip)")
            }
        }
    }

    @Test func everyLengthOfTheManifestIsCutOff() throws {
        let original = try Workbench.bytes(bare + "/" + ReleaseManifest.fileName)
        for length in 0..<original.count {
            try Workbench.write(Array(original[..<length]), to: bare + "/" + ReleaseManifest.fileName)
            let check = ReleaseVerifier.verify(folder: bare)
            #expect(Set(check.faults.map(\.path)) == [ReleaseManifest.fileName] && check.manifest == nil, "\(length) bytes")
        }
    }

    @Test func truncatedAndLengthened() throws {
        for artefact in published.manifest.content.artefacts {
            let path = bare + "/" + artefact.path
            let original = try Workbench.bytes(path)
            for size in Set([0, artefact.size - 1, artefact.size + 1]) where size >= 0 && size != artefact.size {
                try Workbench.write(Array((original + [0]).prefix(size)), to: path)
                let faults = ReleaseVerifier.verify(folder: bare).faults
                #expect(faults.map(\.path) == [artefact.path])
                #expect(faults.map(\.kind) == [.wrongSize(expected: artefact.size, found: size)])
            }
            try Workbench.write(original, to: path)
        }
    }

    @Test func missingExtraRenamedSwapped() throws {
        let files = FileManager.default
        let (pdf, png) = (bare + "/SB-Z02/全市.pdf", bare + "/SB-Y03/图 1.png")
        func faults() -> [String] { ReleaseVerifier.verify(folder: bare).faults.map { "\($0.path): \($0.kind)" } }

        try files.moveItem(atPath: pdf, toPath: bare + "/SB-Z02/全市 (1).pdf")
        #expect(faults() == [#"SB-Z02/全市.pdf: renamed(found: "SB-Z02/全市 (1).pdf")"#])
        try files.moveItem(atPath: bare + "/SB-Z02/全市 (1).pdf", toPath: pdf)

        try files.moveItem(atPath: png, toPath: bench.folder + "/aside")
        #expect(faults() == ["SB-Y03/图 1.png: missing"])
        try files.moveItem(atPath: bench.folder + "/aside", toPath: png)

        try Workbench.write([1], to: bare + "/SB-Y03/草稿.txt")
        try files.createDirectory(atPath: bare + "/SB-Y09", withIntermediateDirectories: false)
        #expect(faults() == ["SB-Y03/草稿.txt: extra", "SB-Y09: extra"])
        try files.removeItem(atPath: bare + "/SB-Y03/草稿.txt")
        try files.removeItem(atPath: bare + "/SB-Y09")

        let (a, b) = (try Workbench.bytes(pdf), try Workbench.bytes(png))
        try Workbench.write(b, to: pdf)
        try Workbench.write(a, to: png)
        #expect(faults() == ["SB-Y03/图 1.png: wrongSize(expected: 5, found: 300000)", "SB-Z02/全市.pdf: wrongSize(expected: 300000, found: 5)"])
    }

    /// Links, folders and pipes in the place of a file are named and not followed; a pipe does not block.
    @Test func whatIsNoFileIsNamed() throws {
        let path = bare + "/SB-Y03/figures.tsv"
        let aside = bench.folder + "/aside"
        try FileManager.default.moveItem(atPath: path, toPath: aside)
        let make: [() throws -> Void] = [
            { try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: aside) },
            { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) },
            { #expect(mkfifo(path, 0o644) == 0) },
        ]
        for make in make {
            try make()
            #expect(ReleaseVerifier.verify(folder: bare).faults.map { "\($0.path): \($0.kind)" } == ["SB-Y03/figures.tsv: notAFile"])
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func foldersThatAreNoRelease() throws {
        let empty = bench.folder + "/empty"
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
        #expect(ReleaseVerifier.verify(folder: empty).faults.map(\.diagnostic.id) == ["PUB021"])
        #expect(ReleaseVerifier.verify(folder: bench.folder + "/nowhere").faults.map(\.diagnostic.id) == ["PUB001"])
        #expect(ReleaseVerifier.verify(folder: bare + "/空.tsv").faults.map(\.kind) == [.unreadable])
    }

    /// A release that was replaced as a whole is whole in itself; only a digest known from elsewhere shows it.
    @Test func replacedReleaseNeedsAKnownDigest() throws {
        let other = try bench.publish("b")
        let copy = try bench.bareCopy(of: other, as: "other")
        #expect(ReleaseVerifier.verify(folder: copy).isIntact)
        let check = ReleaseVerifier.verify(folder: copy, expected: published.manifestDigest)
        #expect(check.faults.map(\.path) == [ReleaseManifest.fileName])
    }
}
