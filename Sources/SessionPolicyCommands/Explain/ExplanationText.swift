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
    let rules = explanation.listed(atMost: 200)
    let omitted = explanation.rules.count - rules.count
    return decision + rules.map { "\n" + text(of: $0) }.joined()
      + (omitted > 0 ? "\nand \(omitted) more rules, not listed\n" : "")
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
    let limit = 200
    for clause in rule.clauses.prefix(limit) { rows += self.rows(of: clause) }
    if rule.clauses.count > limit {
      rows.append("  and \(rule.clauses.count - limit) more clauses, not listed")
    }
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
    let limit = 50
    for reading in clause.values.prefix(limit) {
      rows.append(
        "             \(escapedForDisplay(reading.name)) = "
          + (reading.value.map(escapedForDisplay) ?? reading.cause?.rawValue ?? "missing"))
    }
    if clause.values.count > limit {
      rows.append("             and \(clause.values.count - limit) more, not listed")
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
    let listed = listed(atMost: 5_000)
    return [
      "decision": decision.json(), "now": .string(now.rfc3339),
      "rules": .array(listed.map(\.json)), "omitted": .number(rules.count - listed.count),
    ]
  }

  /// So many of the rules, in their order: where there are more, first those that apply.
  fileprivate func listed(atMost limit: Int) -> [RuleExplanation] {
    guard rules.count > limit else { return rules }
    let applying = rules.indices.filter { rules[$0].standing != .doesNotApply }
    let others = rules.indices.filter { rules[$0].standing == .doesNotApply }
    return (applying + others).prefix(limit).sorted().map { rules[$0] }
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
