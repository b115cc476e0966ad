import PolicyDiagnostics
import Testing

@testable import SessionPolicy

/// A policy with one thing wrong, and what should be said about it.
struct BadPolicy: CustomTestStringConvertible, Sendable {
  let code: DiagnosticCode
  let text: String
  let message: String
  let help: String?

  var testDescription: String { "\(code.name): \(message)" }

  /// A whole file.
  init(_ code: DiagnosticCode, file text: String, _ message: String, help: String? = nil) {
    self.code = code
    self.text = text
    self.message = message
    self.help = help
  }

  /// Keys of a rule, of which `id` and, unless given, `may: extend` are added.
  init(_ code: DiagnosticCode, rule keys: String, _ message: String, help: String? = nil) {
    let verbs = ["may:", "must:", "never:", "effect:"]
    let isComplete = verbs.contains { keys.contains($0) }
    let lines = (isComplete ? keys : "may: extend\n" + keys).split(separator: "\n")
    let rule = lines.map { "    \($0)\n" }.joined()
    self.init(
      code, file: "version: 1\npolicy: p\nrules:\n  - id: r\n" + rule, message, help: help)
  }

  /// Sections at the top of a file, to which the rest is added.
  init(_ code: DiagnosticCode, top: String, _ message: String, help: String? = nil) {
    self.init(
      code, file: "version: 1\npolicy: p\n\(top)\nrules:\n  - { id: r, may: refresh }\n", message,
      help: help)
  }
}
