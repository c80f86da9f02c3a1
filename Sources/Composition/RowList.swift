/// A list some of whose runs are made when they are asked for: a table of 50,000 records never stands in memory as rows.
///
/// It behaves like an array. What is changed is stored first: a change inside a run stores the whole list.
public struct RowList<Element: Sendable, Run: RandomAccessCollection & Sendable>: Sendable where Run.Element == Element, Run.Index == Int {
    /// A run and the index of its first element in the list.
    public struct Place: Sendable {
        public let start: Int
        public let run: Run
        @inlinable public var end: Int { start + run.count }
        @inlinable init(start: Int, run: Run) { self.start = start; self.run = run }
    }

    /// The elements outside all runs.
    @inlinable public var stored: [Element] { elements }
    @inlinable public var runs: [Place] { places }
    @usableFromInline var elements: [Element]
    @usableFromInline var places: [Place] = []

    @inlinable public init() { elements = [] }
    @inlinable public init(_ elements: [Element]) { self.elements = elements }

    @inlinable public mutating func append(run: Run) {
        if !run.isEmpty { places.append(Place(start: count, run: run)) }
    }

    /// The same list of other elements, run by run.
    @inlinable public func map<Other, OtherRun>(
        _ element: (Element) throws -> Other, run: (Run) throws -> OtherRun
    ) rethrows -> RowList<Other, OtherRun> where OtherRun.Element == Other, OtherRun.Index == Int {
        var result = RowList<Other, OtherRun>(), next = 0
        for place in places {
            while result.count < place.start {
                result.append(try element(elements[next]))
                next += 1
            }
            result.append(run: try run(place.run))
        }
        for rest in elements[next...] { result.append(try element(rest)) }
        return result
    }

    /// Where an element is: in a run, or among the stored ones.
    @usableFromInline enum Location {
        case stored(Int)
        case made(Int, Int)
    }

    @inlinable func locate(_ index: Int) -> Location {
        var skipped = 0
        for (number, place) in places.enumerated() where place.start <= index {
            if index < place.end { return .made(number, place.run.startIndex + index - place.start) }
            skipped += place.run.count
        }
        return .stored(index - skipped)
    }

    @inlinable mutating func storeAll() {
        if places.isEmpty { return }
        elements = Array(self)
        places = []
    }
}

extension RowList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { places.isEmpty ? elements.count : elements.count + places.reduce(0) { $0 + $1.run.count } }

    @inlinable public init(arrayLiteral elements: Element...) { self.elements = elements }

    @inlinable public subscript(index: Int) -> Element {
        get {
            if places.isEmpty { return elements[index] }
            switch locate(index) {
            case .stored(let place): return elements[place]
            case .made(let number, let place): return places[number].run[place]
            }
        }
        _modify {
            if case .made = locate(index) { storeAll() }
            guard case .stored(let place) = locate(index) else { preconditionFailure("an index outside the list") }
            yield &elements[place]
        }
    }

    @inlinable public mutating func append(_ element: Element) { elements.append(element) }

    /// Runs stay runs.
    @inlinable public mutating func append(contentsOf other: RowList) {
        var next = 0, made = 0
        for place in other.places {
            elements.append(contentsOf: other.elements[next..<place.start - made])
            next = place.start - made
            made += place.run.count
            append(run: place.run)
        }
        elements.append(contentsOf: other.elements[next...])
    }

    @inlinable public mutating func reserveCapacity(_ capacity: Int) { elements.reserveCapacity(capacity) }

    @inlinable public mutating func replaceSubrange(_ range: Range<Int>, with new: some Collection<Element>) {
        if range.lowerBound == count {
            elements.append(contentsOf: new)
        } else {
            storeAll()
            elements.replaceSubrange(range, with: new)
        }
    }
}

extension RowList: Equatable where Element: Equatable {
    @inlinable public static func == (a: RowList, b: RowList) -> Bool { a.elementsEqual(b) }
}

extension RowList: Hashable where Element: Hashable {
    @inlinable public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for element in self { hasher.combine(element) }
    }
}
