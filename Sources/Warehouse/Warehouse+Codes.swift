internal import GRDB

extension Warehouse {
    /// Registers the requests of a file. Those of an earlier delivery of the same file that nobody has decided yet are replaced.
    public func register(_ requests: [StoredCodeRequest], person: String, at time: String) throws {
        guard let first = requests.first else { return }
        try change { database in
            let replaced = try Int64.fetchAll(database, sql: "SELECT id FROM code_request WHERE period = ? AND file = ? AND state = 'open'", arguments: [first.period, first.file])
            for id in replaced { try Self.move(id, to: .rejected, person: person, reason: "新文件取代", at: time, in: database) }
            for request in requests {
                try database.execute(
                    sql: """
                        INSERT INTO code_request(period, file, digest, line, code_table, code, name, short, parent, effective_from, effective_to, action, successors, reason, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
                        """,
                    arguments: [
                        request.period, request.file, request.digest, request.line, request.table, request.code, request.name, request.short, request.parent,
                        request.effectiveFrom, request.effectiveTo, request.action, request.successors, request.reason,
                    ])
                try Self.note(database.lastInsertedRowID, "requested", person: person, reason: request.reason, at: time, in: database)
            }
        }
    }

    /// Requests in the order of their registration; of all months for nil.
    public func codeRequests(period: String? = nil) throws -> [StoredCodeRequest] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT * FROM code_request WHERE ? IS NULL OR period = ? ORDER BY id", arguments: [period, period]).map { row in
                StoredCodeRequest(
                    id: row["id"], period: row["period"], file: row["file"], digest: row["digest"], line: row["line"], table: row["code_table"], code: row["code"],
                    name: row["name"], short: row["short"], parent: row["parent"], effectiveFrom: row["effective_from"], effectiveTo: row["effective_to"],
                    action: row["action"], successors: row["successors"], reason: row["reason"], state: StoredCodeRequest.State(rawValue: row["state"]) ?? .open)
            }
        }
    }

    /// Confirms or rejects requests, all or none.
    public func decide(_ ids: [Int64], _ state: StoredCodeRequest.State, person: String, reason: String, at time: String) throws {
        try change { database in
            for id in ids { try Self.move(id, to: state, person: person, reason: reason, at: time, in: database) }
            try failpoints.reach(.codesDecided)
        }
        try failpoints.reach(.codesCommitted)
    }

    public func codeEvents() throws -> [CodeEvent] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT * FROM code_event ORDER BY id").map { row in
                CodeEvent(request: row["request"], event: row["event"], person: row["person"], reason: row["reason"], notedAt: row["noted_at"])
            }
        }
    }

    // MARK: Files of code tables

    /// Keeps the files as they stand before they are replaced. What an interrupted run kept, and did not come to replace, is not kept twice.
    public func keep(_ files: [CodeFile]) throws {
        let kept = try codeFiles()
        let news = files.filter { file in kept.last { $0.table == file.table }.map { $0.isSameReplacement(as: file) } != true }
        try change { database in
            for file in news {
                try database.execute(
                    sql: "INSERT INTO code_file(code_table, digest_before, content_before, digest_after, requests, person, noted_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        file.table, file.digestBefore, file.contentBefore, file.digestAfter, file.requests.map(String.init).joined(separator: " "), file.person, file.notedAt,
                    ])
            }
            try failpoints.reach(.codeFilesKept)
        }
        try failpoints.reach(.codeFilesCommitted)
    }

    /// In the order in which they were replaced.
    public func codeFiles() throws -> [CodeFile] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT * FROM code_file ORDER BY id").map { row in
                CodeFile(
                    id: row["id"], table: row["code_table"], digestBefore: row["digest_before"], contentBefore: row["content_before"], digestAfter: row["digest_after"],
                    requests: (row["requests"] as String).split(separator: " ").compactMap { Int64($0) }, person: row["person"], notedAt: row["noted_at"])
            }
        }
    }

    private static func move(_ id: Int64, to state: StoredCodeRequest.State, person: String, reason: String, at time: String, in database: Database) throws {
        try database.execute(sql: "UPDATE code_request SET state = ? WHERE id = ?", arguments: [state.rawValue, id])
        try note(id, state.rawValue, person: person, reason: reason, at: time, in: database)
    }

    private static func note(_ id: Int64, _ event: String, person: String, reason: String, at time: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO code_event(request, event, person, reason, noted_at) VALUES (?, ?, ?, ?, ?)", arguments: [id, event, person, reason, time])
    }
}
