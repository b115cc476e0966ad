import Foundation
import PolicyDiagnostics
import PolicyLint
import PolicyTesting
import Testing

/// The files of an example, written where the linter reads them.
final class ExampleDirectory {
  private let path: String
  private let example: LintExample

  init(_ example: LintExample) throws {
    self.example = example
    path = NSTemporaryDirectory() + "lint-example-" + UUID().uuidString
    for file in example.files {
      guard file.role != .missing else { continue }
      let url = URL(fileURLWithPath: path + "/" + file.name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: url)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// What is found before and after everything is mended that can be, safely or not; `nil` where nothing can.
  func mend(optingInto rule: LintRule) throws -> (before: [Diagnostic], after: [Diagnostic]?) {
    let before = try lint(optingInto: rule)
    let fixer = Fixer(input, with: try linter(optingInto: rule), includingUnsafe: true)
    guard before.contains(where: { $0.code == rule.code && $0.fix != nil }) else {
      return (before, nil)
    }
    for (_, file) in fixer.changes {
      try Data(file.bytes).write(to: URL(fileURLWithPath: file.name))
    }
    return (before, try lint(optingInto: rule))
  }

  private var input: LintInput {
    let paths = example.files.filter { $0.role == .source || $0.role == .missing }
    let kratos = example.files.filter { $0.role == .kratos }
    return LintInput(
      paths: paths.map { path + "/" + $0.name }, kratos: kratos.map { path + "/" + $0.name },
      root: path)
  }

  private func linter(optingInto rule: LintRule) throws -> Linter {
    var codes = LintRule.all.filter { !$0.isOptIn }.map(\.code.id)
    if rule.isOptIn { codes.append(rule.code.id) }
    return Linter(
      selection: try RuleSelection(select: codes),
      profile: example.profile.flatMap(LimitProfile.named))
  }

  /// Lints the files of the example with every rule, opt-in rules among them if they are asked for.
  func lint(optingInto rule: LintRule) throws -> [Diagnostic] {
    var found = try linter(optingInto: rule).lint(input).open.map(\.diagnostic)
    if case .testing = rule.check {
      var run = TestRun(root: path)
      _ = run.run(paths: [path]) {
        found += $0.tests.flatMap(\.failures).map(\.diagnostic) + $0.laws.compactMap(\.diagnostic)
      }
    }
    return found
  }

  /// What is found in a policy, with the configuration of Kratos and the suite that it is linted with.
  static func lint(
    _ policy: String, kratos: String? = nil, suite: String? = nil, profile: String? = nil,
    optingInto code: String = "SEC001"
  ) throws -> [Diagnostic] {
    var files = [LintExample.File("policy.yaml", policy)]
    if let kratos { files.append(LintExample.File("kratos.yml", kratos, role: .kratos)) }
    if let suite { files.append(LintExample.File("suite.yaml", suite)) }
    let rule = try #require(LintRule.named(code))
    return try ExampleDirectory(LintExample(files: files, profile: profile)).lint(optingInto: rule)
  }

  /// The places marked in the example, as `name:start-end`.
  var marks: [String] {
    example.files.compactMap { file in
      file.range.map { "\(file.name):\($0.start)-\($0.end)" }
    }
  }

  /// A place in the words of ``marks``.
  func mark(_ location: PolicyDiagnostics.SourceLocation) -> String {
    let name = location.file.name.dropFirst(path.count + 1)
    return "\(name):\(location.range.start)-\(location.range.end)"
  }
}
