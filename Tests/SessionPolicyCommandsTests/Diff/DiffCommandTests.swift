import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What `diff` writes of two sets of policies, and how it ends.
@Suite struct DiffCommandTests {
  private let folder: TemporaryDirectory

  private static let old = """
    version: 1
    policy: shop
    attributes: { context.risk: { type: string, values: [low, medium, high] } }
    rules:
      - { id: slide, may: extend, max_lifetime: 30d }
      - { id: confirm, may: refresh }
      - { id: risky, must: sign_in, when: 'context.risk == "high"' }
      - { id: a-month, must: sign_in, max_lifetime: 30d }

    """

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.old, to: "old.yaml")
    try folder.write(
      Self.old.replacing(
        "must: sign_in, max_lifetime: 30d", with: "must: sign_in, max_lifetime: 60d"),
      to: "looser.yaml")
    try folder.write(
      Self.old.replacing(#"== "high""#, with: #"in ["high", "medium"]"#), to: "stricter.yaml")
    try folder.write(
      Self.old.replacing(
        "a-month, must: sign_in, max_lifetime: 30d",
        with: "a-month, must: sign_in, when: 'session.age >= duration(\"30d\")'"),
      to: "same.yaml")
  }

  private func run(_ line: String) -> CommandRun {
    let words = line.split(separator: " ").map { String($0).replacing("@", with: folder.path) }
    return CommandRun(["diff"] + words)
  }

  private func json(_ line: String) throws -> JSONValue {
    let text = run(line + " --format json").output
    return try #require(JSONReader.parse(SourceFile(name: "diff.json", text: text)).value)
  }

  // MARK: What is said

  @Test func aReviewerReadsTheVerdictTheSessionsAndTheRulesFirst() throws {
    let run = run("@/old.yaml @/looser.yaml")
    #expect(run.status == .success && run.errors == "")
    let text = run.output
    #expect(
      text.hasPrefix(
        "looser: NEW asks less of some sessions, and more of none\n1 change, 1 looser\n"))
    #expect(text.contains("\n1. looser: sign_in → proceed  ["))
    #expect(text.contains("\n   for       session.age at least 30d and below 60d\n"))
    #expect(text.contains("\n   OLD       sign_in (shop/a-month)\n"))
    #expect(text.contains("\n   NEW       proceed (no rule)\n"))
    #expect(
      text.contains("\nrules\n  changed  shop/a-month  looser\n  3 rules say the same as before\n"))
  }

  @Test func equivalentPoliciesDifferInNothingWhateverTheirWords() throws {
    let run = run("@/old.yaml @/same.yaml --fail-if any")
    #expect(run.status == .success)
    #expect(run.output.hasPrefix("equivalent: NEW decides every session as OLD does\n"))
    #expect(!run.output.contains("no effect") || run.output.contains("shop/a-month  no effect"))
    #expect(try json("@/old.yaml @/old.yaml")["changes"] == [])
  }

  /// Three choices of methods take a way of three steps, and of ten ways two together are looked at: who has only
  /// that way is signed out by NEW, and no shorter way tells the two apart.
  @Test func aWayThatIsLongerThanThoseThatAreLookedAtIsNoProof() throws {
    let old = """
      version: 1
      policy: ways
      rules:
        - { id: again, may: refresh }
        - { id: one, must: reauthenticate, methods: [password], max_age: 1m, when: 'request.action == "x"' }
        - { id: two, must: reauthenticate, methods: [code], max_age: 1m, when: 'request.action == "x"' }
        - { id: three, must: reauthenticate, methods: [totp], max_age: 1m, when: 'request.action == "x"' }
        - { id: many, must: reauthenticate, methods: [passkey, webauthn, lookup_secret, oidc, saml], max_age: 1h, when: 'request.action == "y"' }
        - { id: young, must: reauthenticate, aal: aal2, when: 'request.action == "z" && session.authentication_age < duration("1m")' }

      """
    try folder.write(old, to: "short.yaml")
    try folder.write(
      old + """
          - id: four
            must: sign_in
            when: >-
              request.action == "x" && session.authentication_age > duration("1m")
              && !session.authentication_methods.exists(m, m.method in ["code", "totp"])

        """, to: "long.yaml")
    try folder.write(
      """
      {"session": {"id": "s", "active": true, "authenticator_assurance_level": "aal1",
        "issued_at": "2026-03-01T07:00:00Z", "authenticated_at": "2026-03-01T07:00:00Z",
        "expires_at": "2026-03-02T07:00:00Z", "authentication_methods": [
          {"method": "password", "aal": "aal1", "completed_at": "2026-03-01T07:00:00Z"}],
        "identity": {"id": "a", "schema_id": "default", "state": "active"}},
       "request": {"action": "x"}}
      """, to: "session.json")
    func decided(by policy: String) -> String {
      CommandRun([
        "decide", folder.path + "/session.json", "--policies", folder.path + "/" + policy,
        "--now", "2026-03-01T09:00:00Z",
      ]).output
    }
    #expect(decided(by: "short.yaml").hasPrefix("reauthenticate"))
    #expect(decided(by: "long.yaml").hasPrefix("sign_in"))
    let run = run("@/short.yaml @/long.yaml --fail-if looser")
    #expect(run.status == .findings)
    #expect(run.output.hasPrefix("undecided: "), "\(run.output)")
    #expect(
      run.output.contains("ways/four: ways of more than 2 steps are not looked at"),
      "\(run.output)")
    #expect(run.output.contains("  added    ways/four  undecided"), "\(run.output)")
    try folder.write(
      """
      version: 1
      suite: laws
      policies: [short.yaml]
      now: 2026-03-01T09:00:00Z
      laws:
        - name: who has shown neither is signed out
          when: >-
            request.action == "x" && session.authentication_age > duration("1m")
            && !session.authentication_methods.exists(m, m.method in ["code", "totp"])
          assume: [session.active]
          always: { outcome: sign_in }
      """, to: "laws.yaml")
    let law = CommandRun(["test", folder.path + "/laws.yaml", "--root", folder.path])
    #expect(law.status == .findings, "\(law.output)")
    #expect(law.output.contains("ways of more than 2 steps"), "\(law.output)")
  }

  /// What is compared with a method is known of the methods that policies name and Kratos knows, and of none that
  /// stands for others.
  @Test(arguments: [
    #"exists(m, m.method == "sms")"#, #"exists(m, m.method in ["totp", "sms"])"#,
    #"exists(m, m.method > "u")"#, #"map(m, m.method).exists(x, x == "sms")"#,
    #"filter(m, m.method > "u").size() > 0"#, #"exists(m, m.method == request.client.id)"#,
  ])
  func noMethodIsTakenForThoseThatNobodyNames(question: String) throws {
    let start = Self.old.replacing(
      "rules:", with: "rules:\n  - { id: none, never: extend, when: 'false' }")
    try folder.write(start, to: "before.yaml")
    try folder.write(
      start
        + "  - { id: asked, must: sign_in, when: 'session.authentication_methods.\(question)' }\n",
      to: "after.yaml")
    let run = run("@/before.yaml @/after.yaml --fail-if any")
    #expect(run.status == .findings, "\(run.output)")
    #expect(run.output.hasPrefix("stricter: "), "\(run.output)")
    let lint = CommandRun(["lint", folder.path + "/after.yaml"]).output
    #expect(!lint.contains("T305"), "\(lint)")
  }

  /// Two first factors that no requirement asks for are no way, whatever the conditions would come to.
  @Test func aWayThatNoRuleRequiresIsNone() throws {
    func recent(_ method: String) -> String {
      "session.authentication_methods.exists(m, m.method == \"\(method)\" && "
        + "now - m.completed_at < duration(\"1m\"))"
    }
    let due = """
      version: 1
      policy: due
      rules:
        - { id: confirm, may: refresh }
        - { id: due, must: reauthenticate, max_age: 5m }

      """
    try folder.write(due, to: "due.yaml")
    try folder.write(
      due + """
          - id: both
            must: sign_in
            when: >-
              session.authentication_age < duration("1m")
              && !(\(recent("password")) && \(recent("oidc")))

        """, to: "both.yaml")
    let run = run("@/due.yaml @/both.yaml")
    #expect(run.output.hasPrefix("stricter: "), "\(run.output)")
    #expect(run.output.contains("reauthenticate → sign_in"), "\(run.output)")
  }

  @Test func everySampleThatIsPrintedPassesAsPrinted() throws {
    var count = 0
    for new in ["looser", "stricter"] {
      for change in try #require(try json("@/old.yaml @/\(new).yaml")["changes"]?.array) {
        let sample = try #require(change["sample"]?.string)
        #expect(
          run("@/old.yaml @/\(new).yaml").output.contains(
            sample.split(separator: "\n").joined(separator: "\n             ")))
        try folder.write(sample, to: "sample.yaml")
        let test = CommandRun(["test", folder.path + "/sample.yaml", "--root", folder.path])
        #expect(test.status == .success, "\(test.errors)\(test.output)")
        // It tells NEW from OLD.
        try folder.write(sample.replacing("\(new).yaml", with: "old.yaml"), to: "sample.yaml")
        #expect(
          CommandRun(["test", folder.path + "/sample.yaml", "--root", folder.path]).status
            == .findings)
        count += 1
      }
    }
    #expect(count >= 2)
  }

  @Test func everyWitnessIsASnapshotThatDecideAccepts() throws {
    let change = try #require(try json("@/old.yaml @/looser.yaml")["changes"]?[0])
    let witness = JSONWriter.text(of: try #require(change["witness"]))
    for (side, file) in [("old", "old"), ("new", "looser")] {
      let run = CommandRun(
        ["decide", "-", "--policies", folder.path + "/\(file).yaml", "--format", "json"],
        input: witness)
      let decision = JSONReader.parse(SourceFile(name: "d", text: run.output)).value
      #expect(change[side]?["decision"]?["outcome"] == decision?["outcome"])
      #expect(decision != nil)
    }
    #expect(change["old"]?["rules"] == ["shop/a-month"])
    #expect(change["region"] == ["session.age": ["from": "30d", "until": "60d"]])
    #expect(change["words"] == "session.age at least 30d and below 60d")
    #expect(change["possible"] == false && change["approved"] == .null && change["whole"] == false)
  }

  @Test func theSchemaDescribesWhatIsWritten() throws {
    func value(_ words: [String]) throws -> JSONValue {
      try #require(
        JSONReader.parse(SourceFile(name: "json", text: CommandRun(words).output)).value)
    }
    let schema = SchemaValidator(schema: try value(["schema", "diff"]))
    for new in ["looser", "stricter", "same"] {
      #expect(schema.problems(with: try json("@/old.yaml @/\(new).yaml")) == [])
    }
    #expect(!schema.problems(with: ["version": 1]).isEmpty)
  }

  @Test func aCommentHasEverythingAndFitsIntoOne() throws {
    let text = run("@/old.yaml @/looser.yaml --format markdown").output
    #expect(text.hasPrefix("### session-policy: looser\n"))
    #expect(text.contains("- session.age at least 30d and below 60d\n"))
    #expect(text.contains("| OLD | sign\\_in | `shop/a-month` |"))
    #expect(text.contains("| `shop/a-month` | changed | looser |"))
    #expect(text.contains("```yaml\nversion: 1\n"))
    // Of ninety rules that each change something so many are told apart, and those do not fit.
    let many = (0..<90).map {
      "  - { id: r\($0), must: sign_in, when: 'has(request.action) && request.action == \"\(String(repeating: "long-", count: 190))\($0)\"' }\n"
    }
    try folder.write(Self.old + many.joined(), to: "many.yaml")
    let long = run("@/old.yaml @/many.yaml --format markdown").output
    #expect(long.utf8.count <= 60_000)
    #expect(long.contains("more changes are left out"))
    #expect(long.contains("more rules changed"))
  }

  @Test func nothingInACommentIsMarkdownThatAPolicyHas() throws {
    let text = "<img src=x> | **b** [l](http://x) @team #1 `c` ~~d~~ _e_ &amp;"
    try folder.write(
      Self.old + "  - { id: odd, never: refresh, when: 'request.action == \"\(text)\"' }\n",
      to: "odd.yaml")
    let run = run("@/old.yaml @/odd.yaml --format markdown")
    #expect(run.status == .success)
    let comment = try #require(run.output.components(separatedBy: "<details>").first)
    #expect(comment.contains("&lt;img src=x> \\| \\*\\*b\\*\\* \\[l\\](http://x) \\@team \\#1"))
    #expect(comment.contains("\\`c\\` \\~\\~d\\~\\~ \\_e\\_ &amp;amp;"), "\(comment)")
    // In the sample it is code, behind a fence that is longer than any in it.
    #expect(run.output.contains("```yaml\n"))
  }

  @Test func soManyChangesAreToldApartAndTheRestIsSaid() throws {
    var text = "version: 1\npolicy: many\nrules:\n  - { id: confirm, may: refresh }\n"
    try folder.write(text, to: "few.yaml")
    for number in 0..<60 {
      text += "  - { id: r\(number), never: refresh, when: 'request.country == \"c\(number)\"' }\n"
    }
    try folder.write(text, to: "many.yaml")
    let report = try json("@/few.yaml @/many.yaml")
    #expect(report["changes"]?.array?.count == 24)
    #expect(report["omitted"] == [["part": "refresh", "direction": "stricter"]])
    #expect(report["verdict"] == "stricter" && report["undecided"] == [])
    #expect(report["rules"]?.array?.count { $0["effect"] == "stricter" } == 60)
    let gate = run("@/few.yaml @/many.yaml --fail-if stricter")
    #expect(gate.status == .findings)
    #expect(run("@/few.yaml @/many.yaml --fail-if looser").status == .success)
  }

  @Test func codeScanningSeesEachChangeAtItsRule() throws {
    func result(_ line: String) throws -> JSONValue {
      let text = run(line + " --format sarif").output
      let log = try #require(JSONReader.parse(SourceFile(name: "diff.sarif", text: text)).value)
      #expect(log["version"] == "2.1.0")
      let run = try #require(log["runs"]?[0])
      #expect(run["tool"]?["driver"]?["rules"]?.array?.count == 3)
      #expect(run["results"]?.array?.count == 1)
      return try #require(run["results"]?[0])
    }
    let looser = try result("@/old.yaml @/looser.yaml")
    #expect(looser["ruleId"] == "diff/looser" && looser["level"] == "warning")
    let place = looser["locations"]?[0]?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.string?.hasSuffix("/looser.yaml") == true)
    #expect(place?["region"]?["startLine"] == 8)
    let message = looser["message"]?["text"]?.string
    #expect(
      message
        == "sign_in → proceed: session.age at least 30d and below 60d, unless another rule decides. OLD: shop/a-month. NEW: no rule"
    )
    let fingerprint = try json("@/old.yaml @/looser.yaml")["changes"]?[0]?["fingerprint"]
    #expect(looser["partialFingerprints"] == ["sessionPolicyChange": fingerprint ?? .null])
    #expect(looser["properties"]?["witness"]?["session"] != nil)
    #expect(try result("@/old.yaml @/stricter.yaml")["level"] == "note")
    // What NEW has no more is missed in its policy.
    try folder.write(
      Self.old.split(separator: "\n").dropLast().joined(separator: "\n") + "\n", to: "less.yaml")
    let less = try result("@/old.yaml @/less.yaml")
    #expect(less["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"] == 2)
    try folder.write(
      "- { fingerprint: \(fingerprint?.string ?? ""), reason: agreed, expires: 2126-03-31 }\n",
      to: "approvals.yaml")
    let approved = try result("@/old.yaml @/looser.yaml --approvals @/approvals.yaml")
    #expect(approved["suppressions"] == [["kind": "external", "justification": "agreed"]])
  }

  // MARK: The gate

  @Test(arguments: [
    ("looser", "looser", false), ("looser", "stricter", true), ("looser", "any", false),
    ("stricter", "looser", true), ("stricter", "stricter", false), ("same", "any", true),
  ])
  func theGateSaysNoToWhatItIsAskedFor(_ new: String, _ gate: String, _ passes: Bool) {
    let run = run("@/old.yaml @/\(new).yaml --fail-if \(gate)")
    #expect(run.status == (passes ? .success : .findings))
    #expect(run.errors.contains("error: --fail-if \(gate): ") != passes)
  }

  @Test func anApprovalCountsWhileItHolds() throws {
    let change = try #require(try json("@/old.yaml @/looser.yaml")["changes"]?[0])
    let fingerprint = try #require(change["fingerprint"]?.string)
    #expect(fingerprint.utf8.count == 12)
    try folder.write(
      "- { fingerprint: \(fingerprint), reason: agreed with audit, expires: 2026-03-31 }\n",
      to: "approvals.yaml")
    let line = "@/old.yaml @/looser.yaml --approvals @/approvals.yaml --fail-if looser"
    let held = run(line + " --now 2026-03-31T23:59:59Z")
    #expect(held.status == .success && held.errors == "")
    #expect(held.output.contains("approved  until 2026-03-31: agreed with audit"))
    #expect(run(line).status == .success)
    let late = run(line + " --now 2026-04-01")
    #expect(late.status == .findings)
    #expect(late.errors.contains("this approval held until `2026-03-31`, and counts no more"))
    let approved = try json(line)["changes"]?[0]?["approved"]
    #expect(
      approved == [
        "fingerprint": .string(fingerprint), "reason": "agreed with audit", "expires": "2026-03-31",
      ])
  }

  @Test(arguments: [
    (
      "- { fingerprint: ba92cceba726, reason: old, expires: 2027-01-01 }", 1,
      "is no change between OLD and NEW"
    ),
    ("- { fingerprint: ba92cceba726, expires: 2027-01-01 }", 2, "has no `reason`"),
    ("- { fingerprint: ba92cceba726, reason: x, expires: soon }", 2, "`soon` is no date"),
    // What has to be there cannot be left out.
    (
      "- { fingerprint: ba92cceba726, reason: ' ', expires: 2027-01-01 }", 2,
      "= help: write the text\n"
    ),
    ("- { fingerprint: a1, expires: 2027-01-01, reason: }", 2, "= help: write text\n"),
    ("fingerprint: x", 2, "must be a list of approvals"),
    (
      "- { fingerprint: a1, reason: x, expires: 2027-01-01 }\n- { fingerprint: a1, reason: y, expires: 2027-01-01 }",
      2, "is approved twice"
    ),
  ])
  func anApprovalThatApprovesNothingIsTold(_ text: String, _ status: Int32, _ message: String)
    throws
  {
    try folder.write(text + "\n", to: "approvals.yaml")
    let run = run("@/old.yaml @/looser.yaml --approvals @/approvals.yaml --fail-if looser")
    #expect(run.status.rawValue == status)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test func aFingerprintHangsOnTheSessionsAloneAndNotOnNamesOrOrder() throws {
    func prints(_ text: String, _ other: String) throws -> [JSONValue?] {
      try folder.write(text, to: "a/x.yaml")
      try folder.write(other, to: "b/y.yaml")
      return try json("@/a @/b")["changes"]?.array?.map { $0["fingerprint"] } ?? []
    }
    let new = Self.old.replacing(
      "must: sign_in, max_lifetime: 30d", with: "must: sign_in, max_lifetime: 60d")
    func reversed(_ text: String) -> String {
      let rows = text.split(separator: "\n")
      return (rows.prefix(4) + rows.dropFirst(4).reversed()).joined(separator: "\n") + "\n"
    }
    let first = try prints(Self.old, new)
    #expect(first.count == 1)
    #expect(try prints(reversed(Self.old), new) == first)
    #expect(try prints(Self.old, reversed(new)) == first)
  }

  /// What was agreed on for an hour is not agreed on for a month, though it is about the same sessions.
  @Test(arguments: [
    (
      "must: reauthenticate, when: 'request.action == \"pay\"', aal: aal2, max_age: 15m",
      "max_age: 15m", ["max_age: 1h", "max_age: 30d", "max_age: 52w"]
    ),
    (
      "must: reauthenticate, when: 'request.action == \"pay\"', methods: [totp], max_age: 15m",
      "methods: [totp]", ["methods: [totp, lookup_secret]", "methods: [totp, webauthn]"]
    ),
    ("may: extend, by: 12h", "by: 12h", ["by: 48h", "by: 20d", "by: 365d"]),
  ])
  func anApprovalIsOfHowFarAChangeGoes(_ rule: String, _ part: String, _ changed: [String]) throws {
    var seen: Set<String> = []
    for (number, other) in changed.enumerated() {
      let head = "version: 1\npolicy: p\nrules:\n  - { id: c, may: refresh }\n  - { id: a, "
      try folder.write(head + rule + " }\n", to: "from.yaml")
      try folder.write(head + rule.replacing(part, with: other) + " }\n", to: "to\(number).yaml")
      let changes = try #require(try json("@/from.yaml @/to\(number).yaml")["changes"]?.array)
      let prints = Set(changes.compactMap { $0["fingerprint"]?.string })
      #expect(!prints.isEmpty && prints.count == changes.count)
      #expect(seen.isDisjoint(with: prints), "\(other)")
      seen.formUnion(prints)
    }
    // Approved once, and then it goes further.
    let agreed = try #require(try json("@/from.yaml @/to0.yaml")["changes"]?.array)
    let approvals = agreed.compactMap { $0["fingerprint"]?.string }.map {
      "- { fingerprint: '\($0)', reason: agreed, expires: 2126-03-31 }\n"
    }
    try folder.write(approvals.joined(), to: "approvals.yaml")
    let gate = "--approvals @/approvals.yaml --fail-if looser"
    #expect(run("@/from.yaml @/to0.yaml \(gate)").status == .success)
    #expect(run("@/from.yaml @/to\(changed.count - 1).yaml \(gate)").status == .findings)
  }

  @Test func anApprovalIsOfWhatWasAssumed() throws {
    let assumed = try json(#"@/old.yaml @/looser.yaml --assume request.action=="pay""#)
    let any = try json("@/old.yaml @/looser.yaml")
    #expect(assumed["changes"]?[0]?["words"] == any["changes"]?[0]?["words"])
    #expect(assumed["changes"]?[0]?["fingerprint"] != any["changes"]?[0]?["fingerprint"])
  }

  /// For programs a factor that no policy names is any, and not the one that the sample has.
  @Test(arguments: [
    ("aal: aal2", "session.authentication_methods.*@aal2.age"),
    ("methods: [totp]", "session.authentication_methods.totp@aal2.age"),
  ])
  func whatStandsForAnyFactorIsSaidSo(_ requirement: String, _ attribute: String) throws {
    let rule = "version: 1\npolicy: p\nrules:\n  - { id: c, may: refresh }\n  - { id: a, must: "
    for (name, age) in [("from", "15m"), ("to", "1h")] {
      try folder.write(
        rule + "reauthenticate, \(requirement), max_age: \(age) }\n", to: "\(name).yaml")
    }
    let changes = try #require(try json("@/from.yaml @/to.yaml")["changes"]?.array)
    let region = changes.compactMap { $0["region"]?[attribute] }.first
    #expect(region == ["from": "15m", "until": "1h"], "\(changes.map { $0["region"] })")
  }

  /// An attribute may become one of another type; what one set reads then the other cannot.
  @Test(arguments: [
    ("{ type: string, values: [low, high], optional: true }", "== \"high\"", "int", "> 5"),
    ("{ type: string, optional: true }", "== \"high\"", "int", "> 5"),
    ("{ type: string, optional: true }", "== \"true\"", "bool", "== true"),
    ("{ type: int, optional: true }", "> 3", "timestamp", "< now"),
    ("{ type: duration, optional: true }", "> duration(\"1h\")", "double", "> 0.5"),
    ("{ type: bool, optional: true }", "== true", "list(string)", "== [\"a\"]"),
  ])
  func whatIsReadAsAnotherTypeIsShown(
    _ before: String, _ one: String, _ after: String, _ other: String
  ) throws {
    func policy(_ type: String, _ test: String) -> String {
      """
      version: 1
      policy: p
      attributes: { context.risk: \(type) }
      rules:
        - { id: c, may: refresh }
        - { id: s, may: extend, max_lifetime: 30d }
        - { id: n, never: extend, when: 'has(context.risk) && context.risk \(test)' }

      """
    }
    try folder.write(policy(before, one), to: "from.yaml")
    try folder.write(policy("{ type: \(after), optional: true }", other), to: "to.yaml")
    for line in ["@/from.yaml @/to.yaml", "@/to.yaml @/from.yaml"] {
      let found = try json(line)
      #expect(found["verdict"] == "both")
      let known = found["changes"]?.array?.filter { $0["witness"] != .null } ?? []
      #expect(
        Set(known.compactMap { $0["direction"]?.string }) == ["looser", "stricter"], "\(found)")
    }
  }

  /// What a rule says by itself is cut down to the sessions that are decided otherwise.
  @Test(arguments: [
    ("session.age >= duration(\"29d\")", "session.age exactly 29d"),
    ("session.age >= duration(\"20d\")", "session.age at least 20d and at most 29d"),
    (
      "request.action in [\"pay\", \"read\"] && session.age >= duration(\"20d\")",
      "request.action is read, session.age at least 20d and at most 29d"
    ),
  ])
  func aRegionHasNoSessionsThatAreDecidedAlike(_ when: String, _ words: String) throws {
    let rules = """
      version: 1
      policy: p
      rules:
        - { id: c, may: refresh }
        - { id: s, may: extend, max_lifetime: 30d }
        - { id: pay, never: extend, when: 'request.action == "pay"' }

      """
    try folder.write(rules, to: "from.yaml")
    try folder.write(rules + "  - { id: n, never: extend, when: '\(when)' }\n", to: "to.yaml")
    let changes = try #require(try json("@/from.yaml @/to.yaml")["changes"]?.array)
    #expect(changes.map { $0["words"]?.string } == [words])
  }

  /// When something was shown is said only of what was.
  @Test func whatWasNotShownWasNotShownAtSomeTime() throws {
    let rules = """
      version: 1
      policy: p
      rules:
        - { id: fresh, must: reauthenticate, aal: aal2, max_age: 1h }
        - { id: end, must: sign_in, when: 'request.country != "DE" && session.authentication_age > duration("2h")' }

      """
    try folder.write(rules, to: "from.yaml")
    let refresh = "  - { id: c, may: refresh, when: session.age >= duration('12h') }\n"
    try folder.write(rules + refresh, to: "to.yaml")
    let changes = try #require(try json("@/from.yaml @/to.yaml")["changes"]?.array)
    let said = changes.filter { $0["part"] == "outcome" }.compactMap { $0["words"]?.string }
    #expect(
      said.contains(
        "session.aal is aal1, session.age at least 12h, session.authentication_age at most 2h"),
      "\(said)")
    for change in changes {
      let region = try #require(change["region"])
      guard region["session.aal"] == ["in": ["aal1"]] else { continue }
      #expect(region["session.authentication_methods.*@aal2.age"] == nil, "\(region)")
    }
  }

  /// What was not shown lately was shown long ago, or not at all.
  @Test func whatWasNotShownLatelyMayNotBeShown() throws {
    let rules = "version: 1\npolicy: p\nrules:\n  - { id: c, may: refresh }\n"
    try folder.write(rules, to: "from.yaml")
    try folder.write(
      rules + "  - { id: a, must: reauthenticate, methods: [totp], max_age: 15m }\n", to: "to.yaml")
    let changes = try #require(try json("@/from.yaml @/to.yaml")["changes"]?.array)
    let region = changes.compactMap { $0["region"] }.first {
      $0["session.authentication_methods.totp@aal2.age"] != nil
    }
    #expect(
      region == [
        "session.authentication_methods.totp@aal2.age": [
          "from": "15m", "until": .null, "or": ["absent"],
        ]
      ], "\(changes.map { $0["region"] })")
    #expect(
      changes.contains {
        $0["words"] == "totp as second factor was shown at least 15m ago, or not at all"
      })
  }

  /// Times that lie too far apart to be reckoned are no times of every session.
  @Test func noRegionIsSaidToBeEverySessionThatIsNot() throws {
    let rules = "version: 1\npolicy: p\nrules:\n  - { id: c, may: refresh"
    let when = "session.expires_at - session.issued_at > duration(\"48h\")"
    try folder.write(rules + " }\n", to: "from.yaml")
    try folder.write(rules + ", when: '\(when)' }\n", to: "to.yaml")
    let changes = try #require(try json("@/from.yaml @/to.yaml")["changes"]?.array)
    #expect(changes.count == 2)
    #expect(!changes.contains { $0["words"] == "every session" }, "\(changes.map { $0["words"] })")
  }

  /// A time between two instants is that of the later one less the other, and what cannot fail does not.
  @Test(arguments: [
    (
      "session.expires_at - session.issued_at > duration(\"48h\")",
      "session.expires_at - session.issued_at above 2d"
    ),
    (
      "session.issued_at + duration(\"48h\") < session.expires_at",
      "session.expires_at - session.issued_at above 2d"
    ),
    (
      "session.authentication_age < session.idle",
      "request.last_active_at - session.authenticated_at below 0s"
    ),
    (
      "session.authenticated_at <= request.last_active_at",
      "request.last_active_at - session.authenticated_at at least 0s"
    ),
  ])
  func aTimeBetweenInstantsReadsAsPeopleSayIt(_ when: String, _ words: String) throws {
    let rules = "version: 1\npolicy: p\nrules:\n  - { id: c, may: refresh }\n"
    try folder.write(rules, to: "from.yaml")
    try folder.write(rules + "  - { id: n, must: sign_in, when: '\(when)' }\n", to: "to.yaml")
    let changes = try #require(try json("@/from.yaml @/to.yaml")["changes"]?.array)
    let said = changes.compactMap { $0["words"]?.string }
    #expect(said.contains(words), "\(said)")
    #expect(!said.contains { $0.contains("unreadable") }, "\(said)")
  }

  // MARK: Assumptions

  @Test func whatIsAssumedNarrowsTheSessions() throws {
    let narrowed = run(
      #"@/old.yaml @/looser.yaml --assume session.age<duration("20d") --fail-if any"#)
    #expect(narrowed.status == .success)
    #expect(narrowed.output.contains("assumed: session.age<duration(\"20d\")"))
    let both = run(
      #"@/old.yaml @/looser.yaml --assume context.risk=="low" --assume session.age<duration("40d")"#
    )
    #expect(both.output.contains("looser: "))
    let wrong = run("@/old.yaml @/looser.yaml --assume contxt.risk==1")
    #expect(wrong.status == .failure)
    #expect(
      wrong.errors.contains("--> <--assume>:1:1")
        && wrong.errors.contains("did you mean `context`?"))
    #expect(run("@/old.yaml @/looser.yaml --assume request.action").status == .failure)
  }

  /// A step for one rule makes another one apply that would end the session, and a further step meets that.
  @Test func aWayThatMeetsWhatWouldEndTheSessionIsOne() throws {
    let old = """
      version: 1
      policy: p
      rules:
        - { id: confirm, may: refresh }
        - { id: key, must: reauthenticate, methods: [totp, webauthn], max_age: 1h }
        - { id: codes, must: sign_in, when: has(session.idle), methods: [lookup_secret], max_idle: 1h }

      """
    try folder.write(old, to: "codes.yaml")
    try folder.write(
      old
        + "  - { id: totp, must: sign_in, when: 'session.authentication_methods.exists(m, m.method == \"totp\")', aal: aal2, max_age: 1h }\n",
      to: "totp.yaml")
    let run = run("@/codes.yaml @/totp.yaml")
    #expect(run.output.hasPrefix("stricter: "))
    #expect(run.output.contains("stricter: reauthenticate → sign_in"))
    #expect(!run.output.contains("possible"), "\(run.output)")
  }

  /// What a pattern says of a text is shown by texts that it matches and others that it does not.
  @Test func aChangeOfAPatternIsShownBySamplesThatPass() throws {
    func policy(_ country: String, _ device: String) -> String {
      """
      version: 1
      policy: p
      attributes: { context.device: { type: string, optional: true } }
      rules:
        - { id: confirm, may: refresh }
        - { id: slide, may: extend, max_lifetime: 30d, when: '\(country)' }
        - { id: block, must: reauthenticate, aal: aal2, when: 'has(context.device) && (\(device))' }

      """
    }
    try folder.write(
      policy(
        #"request.country.matches("^[A-J]")"#,
        #"context.device.startsWith("dev-") && context.device.endsWith("-x") || context.device.matches("^[0-9]{4}-[a-f]+$")"#
      ), to: "patterns.yaml")
    try folder.write(
      policy(
        #"request.country.matches("^[A-J]") && !request.country.matches("^[A-D]")"#,
        #"context.device.startsWith("dev-") && size(context.device) > 20"#), to: "patterns-new.yaml"
    )
    let run = run("@/patterns.yaml @/patterns-new.yaml")
    #expect(run.output.hasPrefix("both: "))
    #expect(!run.output.contains("possible"), "\(run.output)")
    let changes = try #require(try json("@/patterns.yaml @/patterns-new.yaml")["changes"]?.array)
    #expect(changes.count >= 4)
    for change in changes {
      try folder.write(try #require(change["sample"]?.string), to: "sample.yaml")
      let test = CommandRun(["test", folder.path + "/sample.yaml", "--root", folder.path])
      #expect(test.status == .success, "\(test.errors)\(test.output)")
    }
  }

  /// A span that is a sum has no value beyond ten thousand years, and what has none is in force.
  @Test func aSumOfSpansThatOverflowsIsNoNumber() throws {
    func write(_ condition: String, to name: String) throws {
      try folder.write(
        """
        version: 1
        policy: p
        attributes: { context.span: { type: duration, optional: true } }
        rules:
          - { id: confirm, may: refresh }
          - { id: s, must: sign_in, when: 'has(context.span) && \(condition)' }

        """, to: name)
    }
    try write(#"context.span + duration("12h") < duration("1h")"#, to: "sum.yaml")
    try write(#"context.span < duration("1h") - duration("12h")"#, to: "constant.yaml")
    let run = run("@/sum.yaml @/constant.yaml")
    #expect(run.output.hasPrefix("looser: "), "\(run.output)")
    #expect(run.output.contains("looser: sign_in → proceed"))
    try write(#"context.span + duration("12h") < duration("1h") + duration("0s")"#, to: "same.yaml")
    #expect(self.run("@/sum.yaml @/same.yaml").output.hasPrefix("equivalent: "))
  }

  /// What stands for all methods that no policy names is one that Kratos offers.
  @Test(arguments: [
    ("password: { enabled: false }", #"session.aal == "aal2""#),
    (
      "totp: { enabled: false }",
      #"session.aal == "aal1" && session.authentication_age < duration("1m")"#
    ),
  ])
  func aMethodThatIsOffIsNotTheOnlyOne(off: String, condition: String) throws {
    let head = """
      version: 1
      policy: p
      rules:
        - { id: confirm, may: refresh }
        - { id: level, must: sign_in, when: '\(condition)' }

      """
    try folder.write(head + "  - { id: recent, must: reauthenticate, max_age: 1h }\n", to: "a.yaml")
    try folder.write(head + "  - { id: recent, must: sign_in, max_age: 1h }\n", to: "b.yaml")
    let methods = ["password: { enabled: true }", "totp: { enabled: true }"]
      .filter { $0.prefix(4) != off.prefix(4) }
    try folder.write(
      """
      selfservice:
        methods:
          \(off)
          \(methods[0])
          oidc: { enabled: true }
          lookup_secret: { enabled: true }

      """, to: "off.yml")
    let run = run(
      #"@/a.yaml @/b.yaml --kratos @/off.yml --assume session.aal=="aal1""#)
    #expect(run.output.contains("stricter: reauthenticate → sign_in"), "\(run.output)")
  }

  // MARK: Places

  @Test func kratosAndItsReleaseSettleWhatCanBeExtended() throws {
    try folder.write("session: { lifespan: 2160h }\n", to: "kratos.yml")
    let run = run("@/old.yaml @/looser.yaml --kratos @/kratos.yml --kratos-release v1.3")
    #expect(run.output.contains("kratos: \(folder.path)/kratos.yml"))
    #expect(run.output.contains("kratos_release: v1.3"))
    #expect(self.run("@/old.yaml @/looser.yaml --kratos @/none.yml").status == .failure)
  }

  @Test func nothingOutsideOfTheRootIsRead() throws {
    try folder.write(Self.old, to: "in/a.yaml")
    for line in [
      "@/in/a.yaml @/old.yaml --root @/in",
      "@/in/a.yaml @/in/a.yaml --root @/in --kratos @/old.yaml",
      "@/in/a.yaml @/in/a.yaml --root @/in --approvals @/old.yaml",
    ] {
      let run = run(line)
      #expect(run.status == .failure, "\(line)")
      #expect(run.errors.contains("is outside of the folder that may be read"), "\(run.errors)")
    }
    #expect(run("@/in @/in/a.yaml --root @/in").status == .success)
  }

  @Test(arguments: [
    ("@/none.yaml @/old.yaml", "there is no file or directory"),
    ("@/old.yaml @/old.yaml --now soon", "`--now soon` is no instant"),
    ("@/old.yaml @/old.yaml --fail-if none", "none"),
    ("@/old.yaml", "<new>"), ("@/old.yaml @/old.yaml --format yaml", "yaml"),
  ])
  func whatCannotBeReadIsAFailure(_ line: String, _ message: String) {
    let run = run(line)
    #expect(run.status == .failure && run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test func helpShowsExamples() {
    let run = CommandRun(["diff", "--help"])
    #expect(run.status == .success)
    #expect(run.output.contains("session-policy diff main:policies policies --fail-if looser"))
  }
}
