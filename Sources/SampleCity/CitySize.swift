/// How many people and units the city has at a scale. Anchors: published end-2021 totals; the split is invented.
struct CitySize {
    let initialWorkers: Int
    let joiners: Int
    let retirees: Int
    let institution: Int
    let institutionRetirees: Int
    let residents: Int
    let jobless: Int
    let injured: Int
    let privateUnits: Int
    let units: Int

    init(scale: Int) {
        initialWorkers = max(40, 13_150_000 / scale)
        joiners = max(1, initialWorkers * 8 / 1000)
        retirees = max(10, 4_101_000 / scale)
        institution = max(18, 480_000 / scale)
        institutionRetirees = max(4, 140_000 / scale)
        residents = max(10, 1_910_000 / scale)
        jobless = max(4, 420_000 / scale)
        injured = max(4, 130_000 / scale)
        privateUnits = max(54, initialWorkers / 33)
        units = privateUnits + max(18, institution / 60)
    }

    func workers(until month: Int) -> Int { initialWorkers + joiners * max(0, month) }

    /// Nil when the worker has not joined by `month`. The first ones are there from before the first month.
    func joinMonth(worker index: Int, until month: Int) -> Int? {
        if index < initialWorkers { return -100 }
        let joined = (index - initialWorkers) / joiners + 1
        return joined <= month ? joined : nil
    }

    /// Small numbers are large units.
    func unit(of bits: UInt64) -> Int {
        let half = bits & 0xFFFF_FFFF, square = (half * half) >> 32
        return Int((square * UInt64(privateUnits)) >> 32)
    }

    func publicUnit(_ index: Int) -> Int { privateUnits + index % (units - privateUnits) }
}
