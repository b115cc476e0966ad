import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What `test` and `lint` read, and what they never read.
@Suite struct SuiteFolderTests {
  private let folder: TemporaryDirectory
  private static let secret = "DATABASE_PASSWORD=hunter2"

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      "version: 1\npolicy: p\nrules: [{ id: confirm, may: refresh }]\n", to: "work/p.yaml")
    try folder.write("\(Self.secret)\n", to: "secret.env")
    try folder.write("\(Self.secret)\n", to: "work/inner.env")
    try folder.write(#"{"private_key": "hunter2"}"#, to: "work/key.json")
    try folder.write("[\(Self.secret)\n", to: "work/broken.env")
    try folder.write("session: { lifespan: 1h }\n", to: "kratos.yml")
    try write()
  }

  private func write(
    policies: String = "p.yaml", kratos: String? = nil,
    session: String = "{ set: { id: a1, expires_at: +1h } }"
  ) throws {
    try folder.write(
      """
      version: 1
      suite: s
      policies: [\(policies)]
      now: 2026-03-01T09:00:00Z
      \(kratos.map { "kratos: \($0)" } ?? "description: none")
      sessions: { ada: \(session) }
      tests: [{ name: t, session: ada, expect: { outcome: proceed } }]
      """, to: "work/s.yaml")
  }

  private func test(_ more: String...) -> CommandRun {
    CommandRun(["test", folder.path + "/work", "--root", folder.path + "/work"] + more)
  }

  @Test func whatIsInsideIsRead() throws {
    #expect(test().status == .success, "\(test().errors)\(test().output)")
    try folder.link("work/inner.yml", to: "p.yaml")
    try write(policies: "inner.yml")
    #expect(test().status == .success)
  }

  @Test(
    arguments: [
      ("/etc/passwd", nil, nil), ("../secret.env", nil, nil), ("out.yaml", nil, nil),
      ("outer", nil, nil), ("..", nil, nil), ("p.yaml", "/etc/hostname", nil),
      ("p.yaml", "../kratos.yml", nil), ("p.yaml", "out.yaml", nil),
      ("p.yaml", nil, "{ from: /etc/passwd }"), ("p.yaml", nil, "{ from: ../secret.env }"),
      ("p.yaml", nil, "{ from: out.json }"),
    ] as [(String, String?, String?)])
  func nothingOutsideIsReadAndTheLineOfTheSuiteIsShown(
    policies: String, kratos: String?, session: String?
  ) throws {
    try folder.link("work/out.yaml", to: "../secret.env")
    try folder.link("work/out.json", to: "../secret.env")
    try folder.link("work/outer", to: "..")
    try write(
      policies: policies, kratos: kratos, session: session ?? "{ set: { id: a1, expires_at: +1h } }"
    )
    let suite = folder.path + "/work/s.yaml"
    let root = ["--root", folder.path + "/work"]
    for run in [CommandRun(["test", suite] + root), CommandRun(["lint", suite] + root)] {
      let told = run.output + run.errors
      #expect(run.status != .success, "\(told)")
      #expect(told.contains("is outside of the folder that may be read"), "\(told)")
      #expect(told.contains("s.yaml:"), "\(told)")
      #expect(!told.contains("hunter2") && !told.contains("root:x"), "\(told)")
    }
  }

  @Test(
    arguments: [
      ("inner.env", nil, nil, "is no policy"), ("broken.env", nil, nil, "is no policy"),
      ("key.json", nil, nil, "is no policy"),
      ("p.yaml", "inner.env", nil, "is no configuration of Kratos"),
      ("p.yaml", "key.json", nil, "is no configuration of Kratos"),
      ("p.yaml", "broken.env", nil, "is no configuration of Kratos"),
      ("p.yaml", nil, "{ from: inner.env }", "is no session document"),
      ("p.yaml", nil, "{ from: key.json }", "is no session document"),
    ] as [(String, String?, String?, String)])
  func aFileOfAnotherKindIsNotShown(
    policies: String, kratos: String?, session: String?, message: String
  ) throws {
    try write(
      policies: policies, kratos: kratos, session: session ?? "{ set: { id: a1, expires_at: +1h } }"
    )
    let suite = folder.path + "/work/s.yaml"
    for command in ["test", "lint"] {
      let run = CommandRun([command, suite, "--root", folder.path + "/work"])
      let told = run.output + run.errors
      #expect(run.status != .success, "\(told)")
      #expect(told.contains(message), "\(told)")
      #expect(told.contains("s.yaml:"), "\(told)")
      #expect(!told.contains("hunter2") && !told.contains("private_key"), "\(told)")
    }
  }

  @Test func theFolderOfTheCommandIsTheOneItRunsIn() throws {
    try #require(CommandProcess.program != nil)
    try write(policies: "../p.yaml")
    try folder.write(
      "version: 1\npolicy: p\nrules: [{ id: confirm, may: refresh }]\n", to: "p.yaml")
    let inside = try CommandProcess("exec \"$cmd\" test s.yaml", in: folder.path + "/work")
    #expect(inside.status == 1)
    #expect(inside.output.contains("outside of the folder"), "\(inside.output)")
    let named = try CommandProcess("exec \"$cmd\" test s.yaml --root ..", in: folder.path + "/work")
    #expect(named.status == 0, "\(named.output)")
    let above = try CommandProcess("exec \"$cmd\" test work/s.yaml", in: folder.path)
    #expect(above.status == 0, "\(above.output)")
  }

  @Test func theConfigurationOfLintNamesNothingOutside() throws {
    try #require(CommandProcess.program != nil)
    for (key, path) in [("kratos", "../kratos.yml"), ("baseline", "/etc/passwd")] {
      try folder.write("\(key): \(path)\n", to: "work/.session-policy.yaml")
      let run = try CommandProcess("exec \"$cmd\" lint p.yaml", in: folder.path + "/work")
      #expect(run.status == 2)
      #expect(run.errors.contains("which the configuration names as `\(key)`, is outside"))
      #expect(!run.errors.contains("root:"))
    }
    try folder.remove("work/.session-policy.yaml")
    try folder.link("work/.session-policy.yaml", to: "../secret.env")
    let link = try CommandProcess("exec \"$cmd\" lint p.yaml", in: folder.path + "/work")
    #expect(link.status == 2)
    #expect(link.errors.contains("is outside of the folder that may be read"), "\(link.errors)")
    #expect(!link.errors.contains("hunter2"))
  }

  // MARK: What else stands in a folder

  @Test(arguments: [
    ("siute: x\npolicies: [p.yaml]\n", "did you mean `suite`?"), ("", "empty"), ("# later\n", ""),
    ("suite: [x\n", ""), ("policy: [x\n", ""), ("key: [x\n", ""), ("- a\n- b\n", "neither a suite"),
    ("polici: p\n", "did you mean `policy`?"), ("a: 1\n", "neither a suite nor a policy"),
    ("text", "neither a suite nor a policy"),
    ("services: { x: 1 }\n", "not a test suite, so nothing of it is tested"),
    ("things: { x: 1 }\n", "neither a suite"),
    ("suite: s\n---\nsuite: t\n", ""),
    // What would be taken for a policy, and its tests be passed over.
    ("version: 1\nsuite: s\npolicy: p.yaml\ntests: []\n", "did you mean `policies`?"),
    ("version: 1\npolicy: s\npolicies: [p.yaml]\ntests: []\n", "a suite has no field `policy`"),
    ("policy: s\nsessions: {}\n", "a suite has no field `policy`"),
    ("policy: s\nrules: []\nlaws: []\n", "a suite has no field `rules`"),
  ])
  func aFileThatIsNothingIsAnErrorOfTheRun(text: String, message: String) throws {
    for name in ["x.yaml", "deep/er/x.yml", "x.YAML", "deep/x.Yml"] {
      try folder.write(text, to: "work/" + name)
      let run = test()
      #expect(run.status != .success, "\(text)")
      #expect((run.errors + run.output).contains(name), "\(text): \(run.errors)")
      #expect(
        message.isEmpty || (run.errors + run.output).contains(message),
        "\(text): \(run.errors)\(run.output)")
      // The others are run all the same.
      #expect(run.output.contains("1 passed, "), "\(run.output)")
      try folder.remove("work/" + name)
    }
  }

  @Test func aFileInAnotherEncodingIsAnErrorOfTheRun() throws {
    let bytes = "suite: s\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    try Data([0xFF, 0xFE] + bytes).write(to: URL(fileURLWithPath: folder.path + "/work/x.yaml"))
    #expect(test().status == .failure)
    #expect(test().errors.contains("x.yaml"))
  }

  @Test func aConfigurationOfKratosIsSkippedWithALine() throws {
    try folder.write("selfservice: { default_browser_return_url: x }\n", to: "work/kratos.yml")
    let run = test()
    #expect(run.status == .success, "\(run.errors)")
    #expect(
      run.errors == "skipped \(folder.path)/work/kratos.yml, which is a configuration of Kratos\n")
  }

  @Test func hiddenNamesAreNotEntered() throws {
    try folder.write("siute: x\n", to: "work/.x.yaml")
    try folder.write("siute: x\n", to: "work/.git/x.yaml")
    #expect(test().status == .success)
  }

  @Test func aLinkInAFolderLeadsToNoSuiteElsewhere() throws {
    try folder.write("suite: hunter2\n", to: "elsewhere.yaml")
    try folder.link("work/x.yaml", to: "../elsewhere.yaml")
    let run = test()
    #expect(run.status == .failure)
    #expect(run.errors.contains("x.yaml` is outside of the folder"), "\(run.errors)")
    #expect(!(run.errors + run.output).contains("hunter2"))
  }

  // MARK: What is counted

  @Test func theFilterAndCoverageSpeakOfTheSameSuites() throws {
    try folder.write(
      "version: 1\npolicy: q\nrules: [{ id: over, must: sign_in }]\n", to: "work/q.yaml")
    try folder.write(
      """
      version: 1
      suite: other
      policies: [q.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { ada: { set: { id: a1, expires_at: +1h } } }
      tests: [{ name: u, session: ada, expect: { outcome: sign_in } }]
      """, to: "work/o.yaml")
    let all = test("--coverage")
    #expect(all.output.contains("q/over") && all.output.contains("p/confirm"))
    let one = test("--coverage", "--filter", "other", "--min-coverage", "100")
    #expect(one.status == .success, "\(one.errors)")
    #expect(one.output.contains("coverage: 1 of 1") && !one.output.contains("p/confirm"))
    #expect(one.output.contains("1 passed, 0 failed, 0 skipped"))
    #expect(!one.output.contains("0 passed"))
  }

  @Test func veryManyFailuresAreCountedAndNotAllListed() throws {
    let head = try String(contentsOfFile: folder.path + "/work/s.yaml", encoding: .utf8)
      .split(separator: "\n").dropLast().joined(separator: "\n")
    try folder.remove("work/s.yaml")
    for part in 0..<6 {
      let tests = (0..<2_000).map {
        "\n  - { name: t\($0), session: ada, expect: { outcome: sign_in } }"
      }
      try folder.write(head + "\ntests:" + tests.joined() + "\n", to: "work/s\(part).yaml")
    }
    let text = test()
    #expect(text.status == .findings)
    #expect(text.output.utf8.count < 500_000)
    #expect(text.output.contains("\nand 1900 more, not listed\n"))
    #expect(text.output.contains("\nand 2000 more, not listed\n"))
    #expect(text.output.hasSuffix("0 passed, 12000 failed, 0 skipped\n"))
    let json = test("--format", "json")
    #expect(json.output.utf8.count < 8_000_000)
    #expect(json.output.contains(#""omitted":2000"#))
    #expect(json.output.contains(#""failed":12000"#))
    let junit = test("--format", "junit")
    #expect(junit.output.utf8.count < 8_000_000)
    #expect(junit.output.contains("2000 more are not listed"))
  }

  @Test func veryManyFindingsAreCountedAndNotAllListed() throws {
    let comments = (0..<3_000).map { "# lint: ignore XXX\($0)\n" }.joined()
    let policy = comments + "version: 1\npolicy: p\nrules: [{ id: confirm, may: refresh }]\n"
    for format in LintCommand.Format.allCases {
      let run = CommandRun(["lint", "-", "--format", format.rawValue], input: policy)
      #expect(run.output.utf8.count < 1_500_000, "\(format): \(run.output.utf8.count)")
      #expect(run.output.contains("5900"), "\(format): \(run.output.suffix(300))")
    }
  }
}
