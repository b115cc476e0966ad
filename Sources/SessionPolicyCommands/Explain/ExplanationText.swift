import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy

/// An explanation as text: the decision, then every rule with its clauses and the values they saw.
struct ExplanationText {
  let coloring: TextColoring
  let now: Timestamp

  /// The whole text, ending with a line break.
  func text(of explanation: Explanation, _ change: Explanation.Change?) -> String {
    let decision = DecisionText(coloring: coloring, now: now).text(of: explanation.decision)
    let (rules, omitted) = explanation.listed(rules: 200, clauses: 1_000)
    return decision + rules.map { "\n" + text(of: $0) }.joined()
      + (omitted > 0 ? "\nand \(omitted) more rules, not listed\n" : "")
      + (change.map { "\n" + text(of: $0) } ?? "")
  }

  /// What is different when the decision no longer holds, and through what.
  private func text(of change: Explanation.Change) -> String {
    let kind = change.isOfAnswer ? "the answer changes" : "the reasons change"
    var rows = [coloring.paint("at \(change.at.rfc3339)", .title) + "  \(kind)"]
    let limit = 20
    for part in change.parts.prefix(limit) {
      rows.append("  \(part.name): \(cut(part.from)) → \(cut(part.to))")
    }
    for cause in change.causes.prefix(limit) {
      let rule = cause.rule.map { escapedForDisplay($0) + ": " } ?? ""
      let saw = cause.saw.map { ", \(escapedForDisplay($0))" } ?? ""
      rows.append("  for \(rule)\(escapedForDisplay(cause.text))\(saw)")
    }
    let more = change.causes.count - limit
    if more > 0 { rows.append("  and \(more) more causes, not listed") }
    return rows.joined(separator: "\n") + "\n"
  }

  private func cut(_ text: String) -> String { escapedForDisplay(shortened(text, to: 200)) }

  /// One rule with its clauses, ending with a line break.
  func text(of rule: Explanation.RuleExplanation) -> String {
    let place = rule.rule.location
    let line = place.file.position(at: place.range.start).line
    var rows = [
      coloring.paint(escapedForDisplay(rule.rule.qualifiedID), .title)
        + "  \(rule.rule.effect)  → \(rule.standing.words)"
        + "  (\(escapedForDisplay(place.file.name)):\(line))"
    ]
    if rule.clauses.isEmpty, rule.omittedClauses == 0 { rows.append("  always applies") }
    for clause in rule.clauses { rows += self.rows(of: clause) }
    if rule.omittedClauses > 0 {
      rows.append("  and \(rule.omittedClauses) more clauses, not listed")
    }
    if rule.standing != .doesNotApply {
      for check in rule.checks where !check.isServersAndMet {
        rows.append("  " + self.row(of: check))
      }
    }
    if !rule.reasons.isEmpty {
      rows.append("  not met: " + rule.reasons.map(\.rawValue).joined(separator: ", "))
    }
    return rows.joined(separator: "\n") + "\n"
  }

  /// One thing that the rule asks: whether it is met, what is asked, what was seen, until or from when.
  private func row(of check: Explanation.Check) -> String {
    let mark = check.isMet.map { $0 ? "met    " : "not met" } ?? "unknown"
    var words = [mark, " " + escapedForDisplay(check.words)]
    switch check.kind {
    case .window, .serverWindow, .gain:
      if let left = check.elapsed?.words(3) { words.append(" \(left) left") }
      if let flip = check.flipsAt { words.append(" from \(flip.rfc3339)") }
    case .requirement, .cap:
      if let saw = check.saw { words.append(" the session has \(escapedForDisplay(saw))") }
      if let evidence = check.evidence, let elapsed = check.elapsed?.words(3) {
        words.append(" \(elapsed) since \(evidence.rfc3339)")
      } else if check.saw == nil {
        words.append(check.isMet == nil ? " nobody tells" : " nothing was shown")
      }
      if let flip = check.flipsAt { words.append(" until \(flip.rfc3339)") }
    }
    return words.joined(separator: " ")
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

extension Explanation.RuleExplanation.Standing {
  /// What became of the rule, as people read it.
  var words: String {
    switch self {
    case .grants: "grants"
    case .refuses: "does not grant"
    case .inForce: "in force"
    case .met: "met"
    case .doesNotApply: "does not apply"
    }
  }
}

extension Explanation {
  /// The explanation in the shape that programs read.
  func json(_ change: Change?) -> JSONValue {
    let (listed, omitted) = listed(rules: 2_000, clauses: 5_000)
    return [
      "decision": decision.json(), "now": .string(now.rfc3339),
      "rules": .array(listed.map(\.json)),
      "omitted": .number(omitted),
      "definitions": .array(
        definitions.prefix(1_000).map {
          [
            "policy": .string($0.policy), "definition": .string($0.name),
            "clauses": .array($0.clauses.prefix(1_000).map(\.json)),
          ]
        }),
      "changes_at": change.map(\.json) ?? .null,
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
      "requirements": .array(checks.map(\.json)),
      "clauses": .array(clauses.map(\.json)), "omitted_clauses": .number(omittedClauses),
    ]
  }
}

extension Explanation.Clause {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("expression", .string(text)), ("path", .string(path)), ("range", location.json),
    ]
    switch result {
    case .success(let value): members.append(("value", .bool(value)))
    case .failure(let error):
      members += [("value", .null), ("error", .string(error.description))]
    }
    members.append(
      (
        "values",
        .object(JSONObject(values.map { ($0.name, .text($0.value)) }))
      ))
    return .object(JSONObject(members))
  }
}

extension Explanation.Check {
  /// What is asked for, as people read it.
  var words: String {
    switch kind {
    case .requirement, .window: "\(key): \(limit ?? "")"
    case .cap: "new expiry within \(key): \(limit ?? "")"
    case .serverWindow: "Kratos' \(key): \(limit ?? "")"
    case .gain: "new expiry in \(limit ?? "") is later"
    }
  }

  /// Whether no policy asks for it and nothing stands in the way.
  var isServersAndMet: Bool {
    (kind == .gain || kind == .serverWindow) && isMet == true
  }

  /// The check in the shape that programs read.
  var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "key": .string(key), "path": .text(path),
      "range": location?.json ?? .null, "met": isMet.map(JSONValue.bool) ?? .null,
      "limit": .text(limit), "saw": .text(saw), "elapsed": .text(elapsed?.policyText),
      "evidence": .text(evidence?.rfc3339), "flips_at": .text(flipsAt?.rfc3339),
    ]
  }
}

extension Explanation.Change {
  /// The change in the shape that programs read.
  var json: JSONValue {
    [
      "at": .string(at.rfc3339), "answer": .bool(isOfAnswer),
      "parts": .array(
        parts.map { ["part": .string($0.name), "from": .string($0.from), "to": .string($0.to)] }),
      "causes": .array(causes.map(\.json)),
    ]
  }
}

extension Explanation.Change.Cause {
  /// The cause in the shape that programs read.
  var json: JSONValue {
    [
      "cause": .string(text), "rule": .text(rule), "path": .text(path), "saw": .text(saw),
    ]
  }
}
