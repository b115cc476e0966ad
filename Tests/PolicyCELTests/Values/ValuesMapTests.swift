import PolicyTime
import Testing

@testable import PolicyCEL

private func numbered(_ size: Int) throws -> MapValue {
  try MapValue((0..<size).map { (key: .int(Int64($0)), value: .string("v\($0)")) })
}

@Test(arguments: [3, 50])
func anIntegerKeyIsFoundByEveryNumberKindEqualInValue(size: Int) throws {
  let map = try numbered(size)
  for key in [Value.int(2), .uint(2), .double(2)] { #expect(map[key] == .string("v2")) }
  for key in [Value.int(-2), .uint(.max), .double(2.1), .double(.nan), .double(.infinity)] {
    #expect(map[key] == nil)
  }
  #expect(map["2"] == nil)
  #expect(map[.bool(true)] == nil)
}

@Test func aLargeUnsignedKeyIsFoundByTheDoubleItEquals() throws {
  let map = try MapValue([(key: .uint(1 << 63), value: .int(1))])
  #expect(map[.double(0x1p63)] == .int(1))
  #expect(map[.int(.min)] == nil)
}

@Test func canonicallyEquivalentStringsAreDifferentKeys() {
  let map = MapValue(members: [("\u{E9}", .int(1)), ("e\u{301}", .int(2))])
  #expect(map.count == 2)
  #expect(map["\u{E9}"] == .int(1))
  #expect(map["e\u{301}"] == .int(2))
  #expect(map["e"] == nil)
}

@Test func aKeyGivenTwiceIsAnErrorAcrossNumberKindsToo() {
  #expect(throws: EvaluationError(.duplicateKey("1u"))) {
    try MapValue([(key: .int(1), value: .null), (key: .uint(1), value: .null)])
  }
  #expect(throws: EvaluationError(.duplicateKey("\"a\""))) {
    try MapValue([(key: .string("a"), value: .null), (key: .string("a"), value: .null)])
  }
}

@Test(arguments: [Value.double(1), .null, .list([]), .map(MapValue()), .timestamp(.minimum)])
func otherKindsAreNoKeys(key: Value) {
  #expect(throws: EvaluationError.self) { try MapValue([(key: key, value: .null)]) }
}

@Test func entriesKeepTheirOrderAndEqualityIgnoresIt() throws {
  let forward = try numbered(30)
  let backward = try MapValue(forward.entries.reversed().map { (key: $0.0, value: $0.1) })
  #expect(forward.keys == (0..<30).map { .int($0) })
  #expect(Value.map(forward) == .map(backward))
  #expect(Value.map(forward) != .map(try numbered(29)))
}

@Test(arguments: [Value.int(1), .uint(1), .double(1)])
func anElementIsFoundByEveryWholeNumberInRange(index: Value) throws {
  #expect(try Value.list([.int(7), .int(8)]).element(at: index) == .int(8))
}

@Test(
  arguments: [
    .int(2), .int(-1), .uint(.max), .double(1e300), .double(.infinity), .double(.nan),
    .double(0.1), .string("0"), .bool(true),
  ] as [Value])
func otherIndexesAreErrors(index: Value) {
  #expect(throws: EvaluationError(.invalidIndex(index.description))) {
    try Value.list([.int(7), .int(8)]).element(at: index)
  }
}

@Test func aHugeIndexIsCutInItsError() throws {
  let error = #expect(throws: EvaluationError.self) {
    try Value.list([]).element(at: .list((0..<10_000).map { .int($0) }))
  }
  guard case .invalidIndex(let text) = error?.kind else {
    Issue.record("\(String(describing: error))")
    return
  }
  #expect(text.utf8.count < 100)
}
