import PolicyDiagnostics
import PolicyJSON
import PolicyLint

/// Checks as SARIF describes them.
enum SarifRule {
  /// A check with everything that is known about it.
  static func json(_ rule: LintRule) -> JSONValue {
    let page = RuleText.page(rule)
    var tags: [JSONValue] = ["session", rule.isSecurity ? "security" : "correctness"]
    if rule.isOptIn { tags.append("opt-in") }
    var properties: [(String, JSONValue)] = [
      ("tags", .array(tags)), ("precision", .string(precision(rule.confidence))),
      ("problem.severity", .string(problemSeverity(rule.severity))),
    ]
    if rule.isSecurity {
      properties.append(("security-severity", .string(securitySeverity(rule.severity))))
    }
    return [
      "id": .string(rule.code.id), "name": .string(rule.code.name),
      "shortDescription": text(rule.summary), "fullDescription": text(rule.rationale),
      "help": ["text": .string(page), "markdown": .string(markdown(rule, page))],
      "defaultConfiguration": ["level": .string(level(rule.severity))],
      "properties": .object(JSONObject(properties)),
    ]
  }

  /// A code of which nothing but its name is known.
  static func json(_ code: DiagnosticCode) -> JSONValue {
    let name = text(code.name)
    return [
      "id": .string(code.id), "name": .string(code.name), "shortDescription": name,
      "fullDescription": name, "help": name, "defaultConfiguration": ["level": "error"],
    ]
  }

  /// The level of a severity.
  static func level(_ severity: Diagnostic.Severity) -> String {
    severity == .info ? "note" : severity.rawValue
  }

  /// The page is indented where it shows examples, which Markdown takes for code; the rest is prose.
  private static func markdown(_ rule: LintRule, _ page: String) -> String {
    page + "\nOffline: `session-policy rule \(rule.code.id)`\n"
  }

  private static func precision(_ confidence: Confidence) -> String {
    switch confidence {
    case .proved: "very-high"
    case .likely: "high"
    case .heuristic: "medium"
    }
  }

  private static func problemSeverity(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "recommendation"
    }
  }

  private static func securitySeverity(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "8.0"
    case .warning: "5.0"
    case .info: "2.0"
    }
  }

  /// A text, cut where code scanning would refuse it.
  private static func text(_ text: String) -> JSONValue {
    let limit = 1_024
    guard text.utf16.count > limit else { return ["text": .string(text)] }
    var kept = ""
    for character in text {
      guard kept.utf16.count + character.utf16.count < limit else { break }
      kept.append(character)
    }
    return ["text": .string(kept + "…")]
  }
}
