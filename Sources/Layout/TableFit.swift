/// What a table is asked for beside its own needs.
struct TableFit {
    /// Columns are wide enough for the sums that are carried over page breaks.
    var reservesCarried = false
    /// Stub and code column of all tables of the report.
    var shared: (stub: Double, code: Double)?
}
