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
    let (rules, omitted) = explanation.listed(rules: 200, clauses: 1_000)
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
    if rule.clauses.isEmpty, rule.omittedClauses == 0 { rows.append("  always applies") }
    for clause in rule.clauses { rows += self.rows(of: clause) }
    if rule.omittedClauses > 0 {
      rows.append("  and \(rule.omittedClauses) more clauses, not listed")
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
    let (listed, omitted) = listed(rules: 2_000, clauses: 5_000)
    return [
      "decision": decision.json(), "now": .string(now.rfc3339),
      "rules": .array(listed.map(\.json)),
      "omitted": .number(omitted),
    ]
  }

  /// So many of the rules and their clauses, in their order, and how many are left out: where there are
  /// more, first the rules that apply.
  fileprivate func listed(
    rules ruleLimit: Int, clauses clauseLimit: Int
  ) -> (rules: [RuleExplanation], omitted: Int) {
    var order = Array(rules.indices)
    if order.count > ruleLimit {
      let applies = { (index: Int) in rules[index].standing != .doesNotApply }
      order = Array((order.filter(applies) + order.filter { !applies($0) }).prefix(ruleLimit))
    }
    var room = clauseLimit
    let listed = order.sorted().map { index in
      let rule = rules[index].listing(room)
      room -= rule.clauses.count
      return rule
    }
    return (listed, rules.count - listed.count)
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
      "clauses": .array(clauses.map(\.json)), "omitted_clauses": .number(omittedClauses),
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
