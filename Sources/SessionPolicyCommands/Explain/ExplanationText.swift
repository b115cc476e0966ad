import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy

/// An explanation as text: the decision, then every rule with its clauses and the values they saw.
struct ExplanationText {
  let coloring: TextColoring
  let now: Timestamp

  /// The whole text, ending with a line break.
  func text(of explanation: Explanation) -> String {
    let decision = DecisionText(coloring: coloring, now: now).text(of: explanation.decision)
    return decision + explanation.rules.map { "\n" + text(of: $0) }.joined()
  }

  /// One rule with its clauses, ending with a line break.
  func text(of rule: Explanation.RuleExplanation) -> String {
    let place = rule.rule.location
    let line = place.file.position(at: place.range.start).line
    var rows = [
      coloring.paint(escapedForDisplay(rule.rule.qualifiedID), .title)
        + "  \(rule.rule.effect)  → \(standing(rule))"
        + "  (\(escapedForDisplay(place.file.name)):\(line))"
    ]
    if rule.clauses.isEmpty { rows.append("  always applies") }
    for clause in rule.clauses { rows += self.rows(of: clause) }
    if !rule.reasons.isEmpty {
      rows.append("  not met: " + rule.reasons.map(\.rawValue).joined(separator: ", "))
    }
    return rows.joined(separator: "\n") + "\n"
  }

  private func standing(_ rule: Explanation.RuleExplanation) -> String {
    switch rule.standing {
    case .grants: "grants"
    case .refuses: "does not grant"
    case .inForce: "in force"
    case .met: "met"
    case .doesNotApply: "does not apply"
    }
  }

  private func rows(of clause: Explanation.Clause) -> [String] {
    let mark: String
    switch clause.result {
    case .success(true): mark = "true   "
    case .success(false): mark = "false  "
    case .failure: mark = "unknown"
    }
    var rows = ["  \(mark)  \(escapedForDisplay(clause.text))"]
    for reading in clause.values {
      rows.append(
        "             \(escapedForDisplay(reading.name)) = "
          + (reading.value.map(escapedForDisplay) ?? reading.cause?.rawValue ?? "missing"))
    }
    if case .failure(let error) = clause.result {
      rows.append("             \(escapedForDisplay(error.description))")
    }
    return rows
  }
}

extension Explanation {
  /// The explanation in the shape that programs read.
  var json: JSONValue {
    ["decision": decision.json(), "now": .string(now.rfc3339), "rules": .array(rules.map(\.json))]
  }
}

extension Explanation.RuleExplanation {
  /// The rule in the shape that programs read.
  var json: JSONValue {
    let place = rule.location
    return [
      "rule": .string(rule.qualifiedID), "effect": .string(rule.effect.description),
      "standing": .string(standing.rawValue), "file": .string(place.file.name),
      "line": .number(place.file.position(at: place.range.start).line), "path": .string(rule.path),
      "reasons": .array(reasons.map { .string($0.rawValue) }),
      "clauses": .array(clauses.map(\.json)),
    ]
  }
}

extension Explanation.Clause {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [("expression", .string(text)), ("path", .string(path))]
    switch result {
    case .success(let value): members.append(("value", .bool(value)))
    case .failure(let error):
      members += [("value", .null), ("error", .string(error.description))]
    }
    members.append(
      (
        "values",
        .object(JSONObject(values.map { ($0.name, $0.value.map(JSONValue.string) ?? .null) }))
      ))
    return .object(JSONObject(members))
  }
}
