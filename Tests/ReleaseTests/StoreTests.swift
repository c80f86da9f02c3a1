import Diagnostics
import Digests
import Foundation
import Quantities
import Release
import ReleaseSamples
import Testing

@Suite struct StoreTests {
    let bench = Workbench()
    var store: ReleaseStore { ReleaseStore(bench.store) }

    private func ids(_ publish: () throws -> PublishedRelease) -> [String] {
        do {
            _ = try publish()
            return []
        } catch {
            return (error as? DiagnosticsError)?.diagnostics.map(\.id) ?? ["\(error)"]
        }
    }

    private func object(_ digest: SHA256Digest) -> String { "\(bench.store)/objects/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))" }

    @Test func sequenceChainAndNoOp() throws {
        let first = try bench.publish("a")
        #expect(first.outcome == .published && first.address.sequence == 1 && first.manifest.previous == nil)
        var same = SampleRelease.stage("a")
        same.created = SampleRelease.period.adding(months: 3).firstDay
        same.environment = []
        let second = try store.publish(same)
        #expect(second.outcome == .unchanged && second.address == first.address && second.manifest == first.manifest)
        let third = try bench.publish("b")
        #expect(third.address.sequence == 2 && third.manifest.previous == first.manifestDigest)
        let again = try bench.publish("a")
        #expect(again.outcome == .published && again.address.sequence == 3, "going back is a release of its own")
        let other = try store.publish(SampleRelease.stage("a", period: SampleRelease.period.previous))
        #expect(other.address.sequence == 1 && other.manifest.previous == nil)
        #expect(try store.releases().map(\.description) == ["2026-09/1", "2026-10/1", "2026-10/2", "2026-10/3"])
        #expect(store.current(bench.period)?.sequence == 3)
        let whole = try store.verify()
        #expect(whole.diagnostics.isEmpty && whole.releases.count == 4)
        // five contents, two of them in a second variant, and four manifests
        #expect(whole.objectsRead == 5 + 2 + 4)
    }

    @Test func filesAreWriteProtectedAndReadable() throws {
        let published = try bench.publish("a")
        for path in try FileManager.default.subpathsOfDirectory(atPath: bench.store) {
            let attributes = try FileManager.default.attributesOfItem(atPath: bench.store + "/" + path)
            guard attributes[.type] as? FileAttributeType == .typeRegular, path.hasPrefix("objects") || path.hasPrefix("releases") else { continue }
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o444, "\(path)")
        }
        #expect(try Workbench.bytes(published.pointer + "/SB-Y03/figures.tsv") == SampleRelease.bytes(count: 64, seed: "figures"))
    }

    @Test func stagedFilesAreReadAndCompared() throws {
        let path = bench.folder + "/out.pdf"
        try Workbench.write([1, 2, 3], to: path)
        var stage = SampleRelease.stage("a")
        stage.artefacts.append(StagedArtefact(path: "新/out.pdf", role: .pdf, content: .file(path), digest: SHA256Digest(of: [1, 2, 3])))
        #expect(try store.publish(stage).manifest.content.artefacts.count == 6)
        try Workbench.write([1, 2, 4], to: path)
        #expect(ids { try store.publish(stage) } == ["PUB006"])
        try FileManager.default.removeItem(atPath: path)
        #expect(ids { try store.publish(stage) } == ["PUB001"])
        #expect(bench.verifyCurrent().isIntact && store.current(bench.period)?.sequence == 1)
    }

    @Test(arguments: ["", "/a", "a/", "a//b", "../a", "a/./b", "a\u{0}b", "a\\b", "manifest.txt", "MANIFEST.SHA256", "SB-Z02", "sb-z02/全市.PDF", "空.tsv/x"])
    func badPathsAreRefused(path: String) {
        var stage = SampleRelease.stage("a")
        stage.artefacts.append(StagedArtefact(path: path, role: .pdf, content: .bytes([1])))
        #expect(ids { try store.publish(stage) } == ["PUB005"])
        #expect(!FileManager.default.fileExists(atPath: bench.store))
    }

    @Test func emptyAndDoubledStagesAreRefused() {
        var stage = SampleRelease.stage("a")
        stage.fonts += stage.fonts
        stage.inputs += stage.inputs
        #expect(ids { try store.publish(stage) } == ["PUB005", "PUB005"])
        stage = SampleRelease.stage("a")
        stage.artefacts = []
        #expect(ids { try store.publish(stage) } == ["PUB004"])
    }

    @Test func onlyOnePublicationAtATime() throws {
        try bench.publish("a")
        let descriptor = open(bench.store + "/lock", O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(ids { try bench.publish("b") } == ["PUB002"])
        close(descriptor)
        #expect(ids { try bench.publish("b") } == [])
    }

    /// A place below a regular file, and one in a file system that takes no files (also root cannot write there).
    @Test func unwritablePlaces() throws {
        try Workbench.write([1], to: bench.folder + "/file")
        for place in [bench.folder + "/file/releases", bench.folder + "/file", "/proc/gazette/releases"] {
            let error = #expect(throws: DiagnosticsError.self) { try ReleaseStore(place).publish(SampleRelease.stage("a")) }
            let first = error?.diagnostics.first
            #expect(first?.id == "PUB001" && first?.hint != nil && first.map { place.hasPrefix($0.place!.file) } == true, "\(place): \(error as Any)")
        }
    }

    @Test func foreignFoldersAreLeftAlone() throws {
        try FileManager.default.createDirectory(atPath: bench.store, withIntermediateDirectories: true)
        try Workbench.write([1], to: bench.store + "/letter.odt")
        #expect(ids { try bench.publish("a") } == ["PUB003"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.store) == ["letter.odt"])
        try FileManager.default.removeItem(atPath: bench.store)
        try bench.publish("a")
        try Workbench.write(Array("gazette-release-store 2\n".utf8), to: bench.store + "/FORMAT")
        #expect(ids { try bench.publish("b") } == ["PUB003"])
    }

    @Test func damagedObjectIsFoundAndReplaced() throws {
        let published = try bench.publish("a")
        for artefact in published.manifest.content.artefacts {
            let path = object(artefact.digest)
            let original = try Workbench.bytes(path)
            try Workbench.write(original + [0], to: path)
            #expect(try store.verify().diagnostics.diagnostics.map(\.id) == ["PUB014"])
            let again = try bench.publish("a")
            #expect(again.outcome == .unchanged && again.diagnostics.diagnostics.map(\.id) == ["PUB014"])
            #expect(try Workbench.bytes(path) == original)
        }
        try FileManager.default.removeItem(atPath: object(published.manifest.content.artefacts[0].digest))
        #expect(try store.verify().diagnostics.diagnostics.map(\.id) == ["PUB030"])
        try bench.publish("a")
        #expect(try store.verify().diagnostics.isEmpty)
    }

    /// A damaged current release is never taken for published: the same content becomes a new release, with a warning.
    @Test func damagedCurrentReleaseIsReplaced() throws {
        let first = try bench.publish("a")
        try Workbench.write([0], to: first.folder + "/空.tsv")
        let second = try bench.publish("a")
        #expect(second.outcome == .published && second.address.sequence == 2 && second.manifest.previous == first.manifestDigest)
        #expect(second.diagnostics.diagnostics.map(\.id) == ["PUB015"])
        #expect(bench.verifyCurrent().isIntact)
        #expect(try store.verify().diagnostics.diagnostics.map(\.id) == ["PUB023"])
    }

    @Test func chainPointerAndJournalAreHeldTogether() throws {
        let first = try bench.publish("a"), second = try bench.publish("b")
        func found() throws -> Set<String> { Set(try store.verify().diagnostics.diagnostics.map(\.id)) }
        #expect(try found() == [])

        try FileManager.default.moveItem(atPath: first.folder, toPath: bench.folder + "/away")
        #expect(try found() == ["PUB031", "PUB032", "PUB033"])
        try FileManager.default.copyItem(atPath: second.folder, toPath: first.folder)
        #expect(try found() == ["PUB031", "PUB032", "PUB033"])
        try FileManager.default.removeItem(atPath: first.folder)
        try FileManager.default.moveItem(atPath: bench.folder + "/away", toPath: first.folder)

        try FileManager.default.removeItem(atPath: second.pointer)
        #expect(try found() == ["PUB009"])
        #expect(ids { try bench.publish("c") } == ["PUB009"])
        try FileManager.default.createSymbolicLink(atPath: second.pointer, withDestinationPath: "../releases/2026-10/1")
        #expect(try found() == ["PUB009"])
        try FileManager.default.removeItem(atPath: second.pointer)
        try FileManager.default.createSymbolicLink(atPath: second.pointer, withDestinationPath: "../releases/2026-10/2")
        #expect(try found() == [])

        let journal = try Workbench.bytes(bench.store + "/journal")
        for position in journal.indices.dropLast() {
            var changed = journal
            changed[position] ^= 1
            try Workbench.write(changed, to: bench.store + "/journal")
            #expect(ids { try bench.publish("c") } == ["PUB008"], "byte \(position)")
        }
        // the last two lines lost, and the pointer set back to fit: the release is still not overwritten
        let lines = journal.split(separator: 10)
        try Workbench.write(Array(lines.dropLast(2).joined(separator: [10])) + [10], to: bench.store + "/journal")
        #expect(ids { try bench.publish("c") } == ["PUB009"])
        try FileManager.default.removeItem(atPath: second.pointer)
        try FileManager.default.createSymbolicLink(atPath: second.pointer, withDestinationPath: "../releases/2026-10/1")
        #expect(try found() == ["PUB016"])
        #expect(ids { try bench.publish("c") } == ["PUB016"])
        #expect(ReleaseVerifier.verify(folder: second.folder, expected: second.manifestDigest).isIntact)
        try FileManager.default.removeItem(atPath: second.pointer)
        try FileManager.default.createSymbolicLink(atPath: second.pointer, withDestinationPath: "../releases/2026-10/2")

        try FileManager.default.removeItem(atPath: bench.store + "/journal")
        #expect(ids { try bench.publish("c") } == ["PUB008"])
        try Workbench.write(journal + Array("5\tintent\t2026-1".utf8), to: bench.store + "/journal")
        #expect(try found() == [], "a line without its end does not count")
        #expect(ids { try bench.publish("c") } == [])
        #expect(try found() == [])
    }
}
