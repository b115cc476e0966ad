import PolicyCEL
import PolicyDiagnostics
import Testing

@testable import SessionPolicy

/// `one_of`: requirements of which one is enough, from the file to the decision.
@Suite struct OneOfTests {
  static let rows = [
    LawRow(
      "one alternative that is met is enough",
      "- { id: r, may: refresh, one_of: [{ aal: aal2 }, { methods: [password] }] }",
      "proceed · extend no: no_matching_permit · refresh by r · until +22h"),
    LawRow(
      "where none is, the reasons are those of all, each once",
      "- { id: r, may: refresh, one_of: [{ aal: aal2, max_age: 5m }, { methods: [totp], max_age: 5m }] }",
      "proceed · extend no: no_matching_permit · refresh no: aal_insufficient (r), "
        + "method_missing (r), max_age_exceeded (r) · until +22h"),
    LawRow(
      "a key beside it holds for each",
      "- { id: m, must: sign_in, max_idle: 4m, one_of: [{ aal: aal1 }, { methods: [password] }] }",
      "sign_in: idle_timeout (m) · extend no: sign_in_due (m) "
        + "· refresh no: sign_in_due (m), no_matching_permit · until +22h"),
    LawRow(
      "a demand holds until the last alternative ends",
      "- { id: m, must: sign_in, one_of: [{ max_age: 2h }, { methods: [password], max_age: 3h }] }",
      "proceed · extend no: no_matching_permit · refresh no: no_matching_permit · until +2h"),
    LawRow(
      "a permission is as many as alternatives, each with its own cap",
      "- { id: e, may: extend, one_of: [{ max_lifetime: 20h }, { aal: aal1, max_lifetime: 30h }] }",
      "proceed · extend to +24h by e · refresh no: no_matching_permit · until +4h1ns"),
    LawRow(
      "only alternatives that are met have obstacles",
      "- { id: e, may: extend, one_of: [{ max_lifetime: 20h }, { aal: aal2 }] }",
      "proceed · extend no: extend_cap_reached (e) · refresh no: no_matching_permit · until +18h"),
  ]

  @Test(arguments: rows)
  func alternativesByExample(row: LawRow) throws {
    #expect(LawExample.summary(try row.decide()) == row.expected, "\(row.rules)")
  }

  static let mistakes = [
    ("max_age: 1h, one_of: [{ aal: aal2, max_age: 5m }]", "stands beside `one_of` and in it"),
    ("one_of: []", "is an empty list"),
    ("one_of: [{}]", "requires nothing"),
    ("one_of: [{ one_of: [{ aal: aal2 }] }]", "has no field `one_of`"),
    ("one_of: { aal: aal2 }", "must be a list of requirements"),
    ("one_of: [{ max_lifetime: 1d }]", "would ask for ever"),
    ("one_of: [{ when: \"true\" }]", "has no field `when`"),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsAnError(rule: String, message: String) {
    let text = "version: 1\npolicy: p\nrules:\n- { id: r, must: reauthenticate, \(rule) }\n"
    let (set, problems) = PolicySet.load([SourceFile(name: "p.yaml", text: text)]).parts
    #expect(set == nil)
    #expect(problems.contains { $0.message.contains(message) }, "\(problems.map(\.message))")
  }

  @Test func whatForbidsTakesNone() {
    let text =
      "version: 1\npolicy: p\nrules:\n- { id: r, never: extend, one_of: [{ aal: aal2 }] }\n"
    let (set, problems) = PolicySet.load([SourceFile(name: "p.yaml", text: text)]).parts
    #expect(set == nil)
    #expect(problems.map(\.message) == ["`one_of` has no meaning under `never: extend`"])
  }
}

/// What is listed in `indeterminate` of a requirement: inputs, and not what a user has not shown.
@Suite struct MissingEvidenceTests {
  private func missing(
    _ rule: String, _ change: (inout LawExample) -> Void = { _ in }
  ) throws -> [String?] {
    var example = LawExample()
    change(&example)
    return try example.decide(
      "- { id: m, must: reauthenticate, \(rule) }\n- { id: r, may: refresh }"
    )
    .indeterminate.map(\.attribute)
  }

  @Test func aFactorThatWasNotShownIsNoMissingInput() throws {
    #expect(try missing("aal: aal2, max_age: 10m") == [])
    #expect(try missing("methods: [totp], max_age: 10m") == [])
  }

  @Test func aCompletionWithoutATimeIsOne() throws {
    let found = try missing("methods: [totp], max_age: 10m") {
      $0.snapshot.session.authenticationMethods.append(
        AuthenticationMethod(method: "totp", aal: .aal2))
    }
    #expect(found == ["session.authentication_methods[].completed_at"])
  }

  @Test func soIsAListThatIsNotThere() throws {
    let found = try missing("methods: [totp]") { $0.leavesOutMethods = true }
    #expect(found == ["session.authentication_methods"])
  }
}
