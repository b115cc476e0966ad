import Foundation
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyLint
import PolicyTesting
import SessionPolicy
import Testing

@testable import SessionPolicyCommands

/// The schemas as they are printed.
@Suite struct SchemaCommandTests {
  private static let policy = validator("policy")
  private static let suite = validator("suite")
  private static let config = validator("config")

  private static func validator(_ document: String) -> SchemaValidator {
    let run = CommandRun(["schema", document])
    let source = SourceFile(name: document, bytes: Array(run.output.utf8))
    return SchemaValidator(schema: JSONReader.parse(source).value ?? .null)
  }

  /// What the schema of a text says against it.
  private func problems(_ text: String) -> [String] {
    guard let value = EditorView.value(of: text) else { return ["no YAML"] }
    return (value["suite"] == nil ? Self.policy : Self.suite).problems(with: value)
  }

  private static func files(in folder: String) throws -> [String] {
    let path = CommandRun.root + "/" + folder
    return try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(".yaml") }.map { path + "/" + $0 }.sorted()
  }

  @Test(arguments: ["policies", "samples"])
  func everyShippedFileIsAccepted(folder: String) throws {
    let files = try Self.files(in: folder)
    #expect(files.count >= 6)
    for file in files {
      #expect(problems(try String(contentsOfFile: file, encoding: .utf8)) == [], "\(file)")
    }
  }

  /// What a schema can see: shape, words and units, but no names, types or duplicates.
  private static let structural: Set<DiagnosticCode> = [
    .unknownField, .missingField, .unsupportedVersion, .wrongKind, .conflictingFields,
    .misplacedField, .emptyCollection, .nullValue, .missingUnit,
  ]

  @Test func everyStructuralBadExampleIsRefused() {
    var seen: Set<DiagnosticCode> = []
    for rule in LintRule.all where Self.structural.contains(rule.code) {
      for example in rule.bad {
        for file in example.files where file.range != nil && file.role == .source {
          seen.insert(rule.code)
          #expect(!problems(file.text).isEmpty, "\(rule.code.id): \(file.text)")
        }
      }
    }
    #expect(seen == Self.structural)
  }

  @Test func everyGoodExampleIsAccepted() {
    var count = 0
    for rule in LintRule.all {
      for example in rule.good {
        for file in example.files where file.role == .source && !file.isLatin1 {
          count += 1
          #expect(problems(file.text) == [], "\(rule.code.id): \(file.text)")
        }
      }
    }
    #expect(count > 40)
  }

  /// Policies and suites that are wrong in a way that shows without knowing what names mean.
  static let wrong: [String] = [
    "policy: p\nrules: [{ id: a, may: refresh }]",
    "version: 2\npolicy: p\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nrules: []",
    "version: 1\npolicy: a b\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nrules: [{ id: a }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, never: extend }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: reauthenticate }]",
    "version: 1\npolicy: p\nrules: [{ id: a, never: extend, max_age: 1h }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: refresh, within: 1h }]",
    "version: 1\npolicy: p\nrules: [{ id: a, must: reauthenticate, max_lifetime: 1h }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, by: 90 }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, by: 0s }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, by: 1m1h }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, by: 1.5h }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, aal: aal3 }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, methods: totp }]",
    "version: 1\npolicy: p\nrules: [{ id: a, may: extend, methods: [totp, totp] }]",
    "version: 1\npolicy: p\nwhen: { all: [a], any: [b] }\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nwhen: { all: [{ nor: [b] }] }\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nwhen: [a]\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nattributes: { context.a: str }\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nattributes: { context.a: {} }\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nconstants: { a: }\nrules: [{ id: a, may: refresh }]",
    suite("sessions: { a: { set: {} } }", "{ name: t, session: a, expect: {} }"),
    suite("sessions: { a: {} }", "{ name: t, session: a, expect: { extend: true } }"),
    suite("sessions: { a: { from: x, extends: b } }", expectation),
    suite("sessions: { a: { set: { issued_at: 2h ago } } }", expectation),
    suite("sessions: { a: { set: { aktive: true } } }", expectation),
    suite("sessions: { a: { set: {} } }", "{ name: t, session: a }"),
    suite("sessions: { a: { set: {} } }", "{ session: a, expect: { extend: true } }"),
    suite("sessions: { a: { set: {} } }", "{ name: t, session: a, expect: { outcome: go } }"),
    suite("sessions: { a: { set: {} } }", "{ name: t, session: a, expect: { aal: high } }"),
    suite("sessions: { a: { set: {} } }", "{ name: t, session: a, timeline: [{ at: 1m }] }"),
    suite("sessions: { a: { set: {} } }", "{ name: t, session: a, timeline: [{ do: nap }] }"),
    suite("sessions: { a: { set: {} } }\nnow: today", expectation),
  ]

  private static let expectation = "{ name: t, session: a, expect: { extend: true } }"

  private static func suite(_ sessions: String, _ test: String) -> String {
    let now = sessions.contains("now:") ? "" : "now: 2026-03-01T09:00:00Z\n"
    return "version: 1\nsuite: s\npolicies: [p.yaml]\n\(now)\(sessions)\ntests: [\(test)]"
  }

  @Test(arguments: wrong) func wrongShapeIsRefused(text: String) {
    #expect(!problems(text).isEmpty)
  }

  @Test(arguments: [
    "version: \"1\"\npolicy: 2026\ndescription: 7\nrules: [{ id: 1, may: extend, by: 1w2d }]",
    "version: 1\npolicy: p\nattributes: { a: list(list(int)) }\nrules: [{ id: a, may: refresh }]",
    "version: 1\npolicy: p\nwhen: true\nrules: [{ id: a, must: sign_in, max_lifetime: 0s1m }]"
      .replacing("0s1m", with: "1m0s"),
    suite("sessions: { a: { set: { devices: null, identity: { state: null } } } }", expectation),
    suite("sessions: { a: { set: { issued_at: -1h30m } } }", expectation),
  ])
  func unusualButRightIsAccepted(text: String) {
    #expect(problems(text) == [])
  }

  @Test func configurationIsChecked() {
    func problems(_ text: String) -> [String]? {
      EditorView.value(of: text).map { Self.config.problems(with: $0) }
    }
    #expect(problems("fail_level: warning\nselect: [SEC]\nprofile: nist-63b-4\n") == [])
    #expect(problems("fail_level: loud\n") != [])
    #expect(problems("fail_levl: info\n") != [])
  }

  @Test func everyFieldIsDescribed() {
    for schema in [Self.policy.schema, Self.suite.schema, Self.config.schema] {
      let tables = [schema] + (schema["definitions"]?.object?.members.map(\.value) ?? [])
      for table in tables {
        for field in table["properties"]?.object?.members ?? [] {
          let description = field.value["description"]?.string
          #expect(description?.isEmpty == false, "\(field.key)")
        }
      }
    }
  }

  /// Schemas cite tables by their subjects, so two tables with one subject would be mixed up.
  @Test func noTwoTablesShareASubject() {
    var known: [String: [String]] = [:]
    func visit(_ table: FieldTable) {
      let names = table.fields.map(\.name)
      if let seen = known[table.subject] {
        #expect(seen == names, "\(table.subject)")
        return
      }
      known[table.subject] = names
      for field in table.fields { visit(field.kind) }
    }
    func visit(_ kind: FieldTable.Kind) {
      switch kind {
      case .record(let table), .records(let table): visit(table)
      case .link(let table): visit(table())
      case .dictionary(let kind), .list(let kind), .items(let kind): visit(kind)
      case .either(let first, let second):
        visit(first)
        visit(second)
      default: break
      }
    }
    for table in [FieldTable.policy, .suite, .lintConfiguration] { visit(table) }
    #expect(known.count > 15)
  }

  @Test func unknownDocumentIsAMistakeOfUse() {
    #expect(CommandRun(["schema", "sample"]).status == .failure)
    #expect(CommandRun(["schema"]).status == .failure)
  }
}
