import PolicyDiagnostics
import Testing

private let fields = [
  "id", "description", "may", "never", "must", "when", "aal", "methods", "max_age", "max_idle",
  "max_lifetime", "by", "within", "because",
]

@Test(arguments: [
  ("max_lifetme", ["max_lifetime"]),
  ("max_lifteime", ["max_lifetime"]),
  ("max-lifetime", ["max_lifetime"]),
  ("MAX_LIFETIME", ["max_lifetime"]),
  ("wehn", ["when"]),
  ("mya", ["may"]),
  ("mst", ["must"]),
  ("x", []),
  ("", []),
  ("zzzzzzzz", []),
])
func nearNamesAreFoundAndFarOnesAreNot(name: String, expected: [String]) {
  #expect(nearestNames(to: name, among: fields) == expected)
}

@Test func equallyNearNamesComeInAlphabeticalOrderAndAtMostThree() {
  let names = nearestNames(to: "bat", among: ["rat", "cat", "hat", "mat", "cat", "BAT"])
  #expect(names == ["BAT", "cat", "hat"])
}

@Test func theNameItselfIsNotSuggested() {
  #expect(nearestNames(to: "hat", among: ["hat", "cat"]) == ["cat"])
}

@Test func aTranspositionIsOneEdit() {
  #expect(nearestNames(to: "aal1", among: ["ala1"]) == ["ala1"])
  #expect(nearestNames(to: "abc", among: ["cba"]).isEmpty)
}

@Test func anEnormousNameIsNotCompared() {
  let name = String(repeating: "a", count: 1_000_000)
  #expect(nearestNames(to: name, among: [name + "b"]).isEmpty)
}

@Test(
  arguments: [
    ([], nil), (["a"], "did you mean `a`?"), (["a", "b"], "did you mean `a` or `b`?"),
    (["a", "b", "c"], "did you mean `a`, `b` or `c`?"),
  ] as [([String], String?)])
func suggestionsReadAsAQuestion(names: [String], expected: String?) {
  #expect(didYouMean(names) == expected)
}
