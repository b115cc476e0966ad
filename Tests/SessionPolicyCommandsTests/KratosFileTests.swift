import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What every command that reads a `kratos.yml` says of one.
@Suite struct KratosFileTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      "version: 1\npolicy: p\nrules: [{ id: confirm, may: refresh }]\n", to: "policies/p.yaml")
    try folder.write(Self.snapshot, to: "session.json")
    try folder.write(Self.suite(""), to: "suite.yaml")
  }

  private static let snapshot =
    #"{"id":"a1","active":true,"expires_at":"2026-03-02T09:00:00Z","#
    + #""authenticated_at":"2026-03-01T08:00:00Z","issued_at":"2026-03-01T08:00:00Z"}"#

  private static func suite(_ kratos: String) -> String {
    """
    version: 1
    suite: s
    policies: [policies]
    \(kratos)
    now: 2026-03-01T09:00:00Z
    sessions:
      ada:
        set:
          { id: a1, issued_at: -1h, authenticated_at: -20m, expires_at: +1h, identity: { id: i, state: active } }
    tests: [{ name: t, session: ada, expect: { outcome: proceed } }]
    """
  }

  /// A call for each way by which a configuration is named; `@` stands for the folder.
  private static let calls = [
    "lint @/policies --kratos @/kratos.yml", "lint @/kratos.yml",
    "lint @/policies --config @/lint.yaml --root @",
    "decide @/session.json --policies @/policies --kratos @/kratos.yml",
    "decide --stream --policies @/policies --kratos @/kratos.yml",
    "explain @/session.json --policies @/policies --kratos @/kratos.yml",
    "test @/suite.yaml --root @ --kratos @/kratos.yml", "test @/named.yaml --root @",
    "import @/kratos.yml --into @/imported", "init @/made --from @/kratos.yml",
  ]

  private func run(_ call: String) -> CommandRun {
    CommandRun(
      call.split(separator: " ").map { String($0).replacing("@", with: folder.path) },
      input: Self.snapshot + "\n")
  }

  private func prepare(_ text: String) throws {
    try folder.write(text, to: "kratos.yml")
    try folder.write("kratos: kratos.yml\n", to: "lint.yaml")
    try folder.write(Self.suite("kratos: kratos.yml"), to: "named.yaml")
  }

  @Test(arguments: calls)
  func aRepeatedKeyIsAnErrorWithBothPlaces(call: String) throws {
    try prepare(
      "session:\n  lifespan: 1h\nselfservice:\n  flows: { login: {} }\nsession:\n  cookie: {}\n")
    let run = run(call)
    #expect(run.status != .success)
    let told = run.output + run.errors
    #expect(
      told.contains(
        "error[Y001] duplicate-key: key `session` appears twice in one mapping, so "
          + "Kratos refuses the file"), "\(told)")
    #expect(told.contains("kratos.yml:5:1"), "\(told)")
    #expect(told.contains("first here"), "\(told)")
    #expect(!told.contains("proceed"), "\(told)")
  }

  @Test(arguments: calls)
  func aPartThatIsReadOtherwiseThanKratosDoesIsTold(call: String) throws {
    try prepare(
      "selfservice:\n  methods: { totp: { enabled: true } }\n  methods: { code: { enabled: true } }\n"
    )
    let run = run(call)
    #expect(run.status == .success)
    let told = run.output + run.errors
    #expect(told.contains("warning[Y001] duplicate-key: key `methods` appears twice"), "\(told)")
  }

  @Test func severalPartsCanBeNamedWhereverOneCan() throws {
    try folder.write("session: { lifespan: 24h }\n", to: "base.yml")
    try folder.write("session: { lifespan: 48h }\n", to: "own.yml")
    try folder.write("kratos: [base.yml, own.yml]\n", to: "lint.yaml")
    let linted = run("lint @/policies --config @/lint.yaml --root @")
    #expect(linted.output.contains("3 files, 0 errors"), "\(linted.output)\(linted.errors)")

    func expiry(_ kratos: String) throws -> CommandRun {
      let text = Self.suite(kratos).replacing(
        "tests: [{ name: t, session: ada, expect: { outcome: proceed } }]",
        with: """
          tests:
            - name: t
              session: ada
              expect: { extend: { allowed: true, expires_at: +48h } }
          """)
      try folder.write(text, to: "named.yaml")
      try folder.write(
        "version: 1\npolicy: p\nrules: [{ id: slide, may: extend }]\n", to: "policies/p.yaml")
      return run("test @/named.yaml --root @")
    }
    #expect(try expiry("kratos: [base.yml, own.yml]").status == .success)
    #expect(try expiry("kratos: [own.yml, base.yml]").status == .findings)
    #expect(try expiry("kratos: own.yml").status == .success)
    // What is wrong with a list stands at its item, and the reproduction names every part.
    let strange = try expiry("kratos: [base.yml, nowhere.yml, policies/p.yaml]")
    #expect(strange.output.contains("named.yaml:4:20"), "\(strange.output)")
    #expect(strange.output.contains("named.yaml:4:33"), "\(strange.output)")
    #expect(try expiry("kratos: []").output.contains("[S109]"))
    let failed = try expiry("kratos: [own.yml, base.yml]").output
    #expect(failed.contains("own.yml --kratos "), "\(failed)")
  }

  /// Policies that were asked for and are not there are an error all the same.
  @Test(.enabled(if: CommandProcess.program != nil, "the command was not built"))
  func aConfigurationAloneIsLintedWhereThereAreNoPolicies() throws {
    try folder.write("session: { lifespann: 1h }\n", to: "alone/kratos.yml")
    let alone = folder.path + "/alone"
    let run = try CommandProcess("exec \"$cmd\" lint --kratos kratos.yml", in: alone)
    #expect(run.status == 1, "\(run.output)\(run.errors)")
    #expect(run.output.contains("did you mean `lifespan`?"))
    #expect(run.output.hasSuffix("\n1 file, 1 error, 0 warnings\n"), "\(run.output)")
    let named = try CommandProcess("exec \"$cmd\" lint policies --kratos kratos.yml", in: alone)
    #expect(named.status == 2)
    let none = try CommandProcess("exec \"$cmd\" lint", in: alone)
    #expect(none.status == 2)
  }

  @Test(arguments: ["decide --stream", "decide @/session.json", "explain @/session.json"])
  func aConfigurationAmongPoliciesIsSkippedWithALine(call: String) throws {
    try folder.write("session: { lifespan: 24h }\n", to: "policies/kratos.yml")
    let run = run("\(call) --policies @/policies")
    #expect(run.status == .success)
    #expect(
      run.errors
        == "skipped \(folder.path)/policies/kratos.yml, which is a configuration of Kratos\n")
  }

  /// What Kratos reads and policies may not have: merge keys, tags.
  @Test(arguments: [
    "session: { cookie: &c { name: a } }\nselfservice: { flows: { login: { <<: *c } } }",
    "session: !!map { lifespan: 1h }",
  ])
  func aConfigurationAmongSuitesIsSkippedHoweverItIsWritten(text: String) throws {
    try folder.write(text + "\n", to: "kratos.yml")
    let run = run("test @ --root @")
    #expect(run.status == .success, "\(run.errors)")
    #expect(run.errors == "skipped \(folder.path)/kratos.yml, which is a configuration of Kratos\n")
  }
}
