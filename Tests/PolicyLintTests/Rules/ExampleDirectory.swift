import Foundation
import PolicyDiagnostics
import PolicyLint
import PolicyTesting

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

  /// Lints the files of the example with every rule, opt-in rules among them if they are asked for.
  func lint(optingInto rule: LintRule) throws -> [Diagnostic] {
    let paths = example.files.filter { $0.role == .source || $0.role == .missing }
    let kratos = example.files.filter { $0.role == .kratos }
    let input = LintInput(
      paths: paths.map { path + "/" + $0.name }, kratos: kratos.map { path + "/" + $0.name },
      root: path)
    var codes = LintRule.all.filter { !$0.isOptIn }.map(\.code.id)
    if rule.isOptIn { codes.append(rule.code.id) }
    let linter = Linter(
      selection: try RuleSelection(select: codes),
      profile: example.profile.flatMap(LimitProfile.named))
    var found = linter.lint(input).open.map(\.diagnostic)
    if case .testing = rule.check {
      var run = TestRun(root: path)
      _ = run.run(paths: [path]) {
        found += $0.tests.flatMap(\.failures).map(\.diagnostic) + $0.laws.compactMap(\.diagnostic)
      }
    }
    return found
  }

  /// The places marked in the example, as `name:start-end`.
  var marks: [String] {
    example.files.compactMap { file in
      file.range.map { "\(file.name):\($0.start)-\($0.end)" }
    }
  }

  /// A place in the words of ``marks``.
  func mark(_ location: SourceLocation) -> String {
    let name = location.file.name.dropFirst(path.count + 1)
    return "\(name):\(location.range.start)-\(location.range.end)"
  }
}
