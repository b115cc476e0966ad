import PolicyDiagnostics
import PolicyTestSupport
import PolicyTime
import Testing

@testable import PolicyCEL

private let abc = MapValue(members: [("a", .int(1)), ("b", .int(2)), ("c", .int(3))])
private let cba = MapValue(members: [("c", .uint(3)), ("b", .double(2)), ("a", .int(1))])

@Test(
  arguments: [
    (.int(1), .uint(1)), (.int(1), .double(1)), (.uint(1), .double(1)),
    (.double(0), .double(-0.0)), (.int(0), .double(-0.0)),
    (.uint(1 << 63), .double(0x1p63)), (.int(.min), .double(-0x1p63)),
    (.list([.double(1), .int(2)]), .list([.uint(1), .double(2)])),
    (.type(.list(.int)), .type(.list(.dyn))), (.optional(nil), .optional(nil)),
    (.optional(.int(1)), .optional(.double(1))), (.null, .null), (.map(abc), .map(cba)),
    (.string("\u{1F431}"), .string("\u{1F431}")),
  ] as [(Value, Value)])
func valuesThatCELCallsEqualAreEqualBothWays(left: Value, right: Value) {
  #expect(left == right)
  #expect(right == left)
}

@Test(
  arguments: [
    (.int(1), .string("1")), (.int(1), .double(1.5)), (.uint(.max), .int(-1)),
    (.string("Am\u{E9}lie"), .string("Ame\u{301}lie")), (.double(.nan), .double(.nan)),
    (.int(0), .double(.nan)), (.null, .bool(false)), (.list([]), .null), (.int(0), .bool(false)),
    (.type(.int), .type(.uint)), (.optional(nil), .optional(.null)), (.optional(.int(1)), .int(1)),
    (.map(abc), .map(MapValue(members: [("a", .int(1)), ("b", .int(2)), ("d", .int(3))]))),
    (.timestamp(.minimum), .duration(.zero)), (.string("a"), .bytes([0x61])),
    (.list([.int(1), .int(2)]), .list([.int(2), .int(1)])),
  ] as [(Value, Value)])
func valuesThatCELCallsDifferentDifferBothWays(left: Value, right: Value) {
  #expect(left != right)
  #expect(right != left)
}

@Test(
  arguments: [
    (.int(-1), .uint(0)), (.int(.max), .uint(1 << 63)), (.int(.max), .double(0x1p64)),
    (.double(-9_223_372_036_854_777_856.0), .int(.min)), (.double(-0.5), .uint(0)),
    (.double(1.5), .int(2)), (.int(1), .double(1.5)), (.int(-2), .double(-1.5)),
    (.int(9_007_199_254_740_992), .double(9_007_199_254_740_994)),
    (.uint(.max), .double(.infinity)), (.double(-.infinity), .int(.min)),
    (.string(""), .string("a")), (.string("Z"), .string("a")), (.string("a"), .string("\u{E1}")),
    (.string("\u{FFFD}"), .string("\u{10000}")), (.string("ab"), .string("abc")),
    (.bytes([]), .bytes([0])), (.bytes([0x62]), .bytes([0xC3])), (.bool(false), .bool(true)),
    (.timestamp(.minimum), .timestamp(.maximum)), (.duration(.seconds(-1)), .duration(.zero)),
  ] as [(Value, Value)])
func smallerValuesComeFirst(left: Value, right: Value) {
  #expect(Value.order(left, right) == .less)
  #expect(Value.order(right, left) == .greater)
  #expect(Value.order(left, left) == .equal)
}

@Test(arguments: [Value.int(0), .uint(0), .double(0), .double(.nan)])
func nanHasNoPlaceInTheOrder(other: Value) {
  #expect(Value.order(.double(.nan), other) == .unordered)
  #expect(Value.order(other, .double(.nan)) == .unordered)
}

@Test(arguments: [Value.list([]), .map(MapValue()), .null, .type(.int), .optional(nil)])
func kindsWithoutAnOrderHaveNone(value: Value) {
  #expect(Value.order(value, value) == nil)
  #expect(Value.order(value, .int(1)) == nil)
  #expect(Value.order(.string("1"), value) == nil)
}

@Test func theOrderOfNumbersAgreesWithEqualityAndIsTotalBelow2To53() {
  var generator = SeededGenerator(seed: 7)
  var numbers: [Value] = []
  for _ in 0..<60 {
    let shift = Int64.random(in: 11...62, using: &generator)
    let base = Int64.random(in: .min ... .max, using: &generator) >> shift
    numbers += [.int(base), .double(Double(base)), .double(Double(base) / 2)]
    numbers.append(.uint(base.magnitude))
  }
  for left in numbers {
    for right in numbers {
      let order = Value.order(left, right)
      #expect(order == Value.order(right, left)?.reversed)
      #expect((order == .equal) == (left == right))
    }
  }
  let sorted = numbers.sorted { Value.order($0, $1) == .less }
  for index in sorted.indices {
    #expect(sorted[index...].allSatisfy { Value.order(sorted[index], $0) != .greater })
  }
}

@Test func textIsFoundByItsBytes() {
  #expect(Text.find("ababc", in: "abababc") == 2)
  #expect(Text.find("", in: "abc", from: 3) == 3)
  #expect(Text.find("e", in: "\u{E9}") == nil)
  #expect(Text.find("e", in: "e\u{301}") == 0)
  #expect(Text.find("aab", in: "aaaaaaab") == 5)
  #expect(Text.find("abc", in: "ab") == nil)
  #expect(Text.hasPrefix("e\u{301}a", "e"))
  #expect(!Text.hasPrefix("\u{E9}a", "e\u{301}"))
  #expect(Text.hasSuffix("a\r\n", "\n"))
  #expect(Text.hasSuffix("", ""))
  #expect(Text("e\u{301}") != Text("\u{E9}"))
  #expect(Set([Text("e\u{301}"), Text("\u{E9}"), Text("\u{E9}")]).count == 2)
}
