import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What `import` writes is a policy like any other: it lints clean, passes, and notices every change.
@Suite struct ImportCommandTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func run(_ words: String..., input: String = "") -> CommandRun {
    CommandRun(words.map { $0.replacing("@", with: folder.path) }, input: input)
  }

  private func write(_ fixture: KratosFixture) throws -> [String] {
    try fixture.parts.enumerated().map { number, text in
      try folder.write(text, to: "part\(number).yml")
      return "\(folder.path)/part\(number).yml"
    }
  }

  @Test(arguments: KratosFixture.own + KratosFixture.real)
  func whatIsWrittenLintsCleanAndPasses(fixture: KratosFixture) throws {
    let parts = try write(fixture)
    let release = fixture.release.map { ["--kratos-release", $0] } ?? []
    let written = CommandRun(["import"] + parts + ["--into", folder.path] + release)
    let isWhole = fixture.name != "stub-driver-defaults-verification.yml"
    #expect(written.status == (isWhole ? .success : .findings), "\(written.errors)")
    #expect(written.output.contains("wrote \(folder.path)/policies/kratos.yaml\n"))

    let kratos = parts.flatMap { ["--kratos", $0] }
    let linted = CommandRun(
      ["lint", "\(folder.path)/policies", "\(folder.path)/samples", "--root", folder.path]
        + ["--format", "concise"] + kratos + release)
    // What is said of the configuration itself is not about what was written.
    let about = linted.output.split(separator: "\n").filter {
      !$0.contains("part") && $0.hasPrefix(folder.path)
    }
    #expect(about == [])

    let tested = CommandRun(
      ["test", "\(folder.path)/samples", "--root", folder.path, "--min-coverage", "100"])
    #expect(tested.status == .success, "\(tested.output)\(tested.errors)")
    guard isThorough || Self.oftenMutated.contains(fixture.name) else { return }
    let mutated = CommandRun(
      ["test", "\(folder.path)/samples", "--root", folder.path, "--mutate"])
    #expect(mutated.status == .success, "\(mutated.output)\(mutated.errors)")
    #expect(mutated.output.contains("killed"))
  }

  /// Mutants of every configuration are run where somebody asks for it.
  private var isThorough: Bool {
    ProcessInfo.processInfo.environment["EVERY_MUTANT"] != nil
  }
  private static let oftenMutated: Set = [
    "several parts", "one factor in the settings", "never privileged",
    "quickstart-email-password.kratos.yml",
  ]

  @Test func aFileThatIsThereIsNeverOverwritten() throws {
    try folder.write("session: { lifespan: 1h }\n", to: "kratos.yml")
    try folder.write("mine\n", to: "new/samples/kratos.yaml")
    let run = run("import", "@/kratos.yml", "--into", "@/new")
    #expect(run.status == .failure)
    #expect(run.errors.contains("/new/samples/kratos.yaml` is there already"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/new/policies"))
  }

  @Test func standardInputIsOnePartAmongOthers() throws {
    try folder.write("session: { lifespan: 1h }\n", to: "base.yml")
    let input = "session: { earliest_possible_extend: 10m }\n"
    let run = run("import", "@/base.yml", "-", "--print", "policy", input: input)
    #expect(run.status == .success, "\(run.errors)")
    #expect(run.output.contains("    by: 1h\n    within: 10m\n"), "\(run.output)")
  }

  // MARK: What Kratos refuses

  /// What may be about sessions is refused; where it cannot be, the rest is imported, and said so.
  @Test(arguments: [
    ("session: { lifespan: 30d }", false, "Kratos knows no days"),
    ("session: { lifespan: 3600 }", false, "is not a duration"),
    ("session: { lifespan: \"${LIFESPAN}\" }", false, "${LIFESPAN}"),
    ("session:\n  lifespan: {{ .Values.lifespan }}", false, "{{"),
    ("lifespan: 1h", false, "below `session`"),
    ("sesion: { lifespan: 1h }", false, "did you mean `session`"),
    ("session: []", false, "takes a mapping"),
    ("session: { whoami: { required_aal: aal2 } }", false, "highest_available"),
    ("selfservice: []", false, "takes a mapping"),
    ("selfservice: { methods: { totp: { enabled: yes_please } } }", false, "enabled"),
    (
      "selfservice: { methods: { code: { passwordless_enabled: true, mfa_enabled: true } } }",
      false,
      "a code cannot be"
    ),
    (
      "selfservice: { flows: { settings: { privileged_session_max_age: soon } } }", false,
      "is not a duration"
    ),
    ("session: { lifespan: 1h }\nsession: { lifespan: 2h }", false, "appears twice"),
    ("serve: { public: { port: \"${PORT}\" } }", true, "${PORT}"),
    ("courier: { smpt: {} }", true, "smpt"),
    ("selfservice: { flows: { settings: { after: { hooks: {} } } } }", true, "takes a list"),
    ("log: { level: loud }", true, "loud"),
  ])
  func whatKratosRefusesIsRefusedWhereItMayMatter(
    text: String, isImported: Bool, message: String
  ) throws {
    try folder.write(text + "\ndsn: memory\n", to: "kratos.yml")
    let run = run("import", "@/kratos.yml", "--into", "@/new")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.contains("kratos.yml:"), "\(run.errors)")
    #expect(run.status == (isImported ? .findings : .failure), "\(run.errors)")
    #expect(run.errors.contains("the rest is imported") == isImported)
    #expect(
      FileManager.default.fileExists(atPath: folder.path + "/new/policies/kratos.yaml")
        == isImported)
  }

  @Test(arguments: [
    ("version: 1\npolicy: p\nrules: [{ id: a, may: refresh }]\n", "seems to be a policy"),
    ("version: 1\nsuite: s\npolicies: [p.yaml]\n", "seems to be a test suite"),
    ("apiVersion: v1\nkind: ConfigMap\ndata: { kratos.yml: \"\" }\n", "a manifest of Kubernetes"),
    ("kratos: { config: {} }\n", "values for Helm"),
    ("services: { kratos: {} }\n", "Docker Compose"), ("- a\n", "takes a mapping"),
    ("text\n", "takes a mapping"), ("a: [\n", "error"), ("", "error"),
  ])
  func whatIsNoConfigurationIsRefused(text: String, message: String) throws {
    try folder.write(text, to: "kratos.yml")
    for words in [["import", "@/kratos.yml"], ["init", "@/made", "--from", "@/kratos.yml"]] {
      let run = CommandRun(words.map { $0.replacing("@", with: folder.path) })
      #expect(run.status == .failure)
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(run.output == "")
    }
  }

  // MARK: What is said

  /// What is to be done next can be pasted, whatever the names are.
  @Test func nextStepsCanBePasted() throws {
    try folder.write("session: { lifespan: 1h }\n", to: "k y.yml")
    let run = run("import", "@/k y.yml", "--into", "@/out dir")
    #expect(run.status == .success, "\(run.errors)")
    #expect(run.output.contains("test '\(folder.path)/out dir/samples'"), "\(run.output)")
    #expect(run.output.contains("--kratos '\(folder.path)/k y.yml'"), "\(run.output)")
  }

  @Test func whatIsOpenNamesProfilesAndPoliciesThatThereAre() throws {
    try folder.write("session: { lifespan: 1h }\n", to: "kratos.yml")
    let text = run("import", "@/kratos.yml", "--print", "policy").output
    for point in OpenPoint.allCases {
      for name in point.policies { #expect(ReadyMadePolicy.names.contains(name), "\(name)") }
    }
    #expect(text.contains("pci-dss-4 (15m 8.2.8 SHALL)"), "\(text)")
    #expect(text.contains("# Open in Kratos: no idle limit"))
    for line in text.split(separator: "\n") where line.contains("#") {
      #expect(line.count <= 120, "\(line)")
    }
  }

  /// The name of a file is the one text of a caller that is written.
  @Test func aNameOfAFileIsWrittenAsAComment() throws {
    try folder.write("session: { lifespan: 1h }\n", to: "a\nrules: [b].yml")
    let run = run("import", "@/a\nrules: [b].yml", "--into", "@/new")
    #expect(run.status == .success, "\(run.errors)")
    let written = try String(
      contentsOfFile: folder.path + "/new/policies/kratos.yaml", encoding: .utf8)
    #expect(!written.contains("\nrules: [b]"))
    #expect(self.run("test", "@/new/samples", "--root", "@").status == .success)
  }
}
