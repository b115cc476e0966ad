import PolicyJSON
import PolicyTesting
import PolicyTime
import SessionPolicy

extension LifePicture {
  /// The life in the shape that programs read; the one before under `old`.
  var json: JSONValue {
    var members = life.members
    if let before { members.append(("old", .object(JSONObject(before.members)))) }
    return .object(JSONObject([("version", .number(1))] + members))
  }
}

extension SessionLife {
  fileprivate var members: [(String, JSONValue)] {
    [
      ("from", .string(begin.rfc3339)), ("until", .string(end.rfc3339)),
      ("now", .string(now.rfc3339)), ("lifespan", .text(lifespan.policyText)),
      ("client", .string(client.rawValue)),
      ("spans", .array(spans.map(\.json))), ("limits", .array(limits.map(\.json))),
      ("events", .array(events.map(\.json))), ("windows", .array(windows.map { $0.json(true) })),
      ("cookie", .array(cookies.map { $0.json(false) })),
      ("changes", .array(changes.flatMap(\.rows))),
      (
        "expectations",
        .array(
          expectations.map {
            [
              "at": .string($0.at.rfc3339), "met": .bool($0.failures.isEmpty),
              "failures": .array($0.failures.map { .string($0.message) }),
            ]
          })
      ),
      ("cut", .bool(isCut)),
    ]
  }
}

extension SessionLife.Span {
  fileprivate var json: JSONValue {
    let rules =
      decision.reasons.compactMap(\.rule) + (decision.extend.isAllowed ? decision.extend.rules : [])
    var seen: Set<String> = []
    return [
      "from": .string(from.rfc3339), "until": .string(until.rfc3339),
      "outcome": .string(decision.outcome.rawValue), "extend": .bool(decision.extend.isAllowed),
      "refresh": .bool(decision.refresh.isAllowed), "expires_at": .text(expiresAt?.rfc3339),
      "rules": .array(rules.filter { seen.insert($0).inserted }.map { .string($0) }),
      "extendable_from": .text(decision.extend.notBefore?.rfc3339),
      "reasons": .array(decision.reasons.map { .string($0.code.rawValue) }),
      "extend_reasons": .array(decision.extend.reasons.map { .string($0.code.rawValue) }),
    ]
  }
}

extension SessionLife.Limit {
  fileprivate var json: JSONValue {
    [
      "rule": .string(rule), "path": .string(path), "key": .string(key),
      "limit": .text(length.policyText), "effect": .string(effect.description),
      "spans": .array(
        spans.map {
          [
            "from": .string($0.from.rfc3339), "until": .string($0.until.rfc3339),
            "evidence": .text($0.evidence?.rfc3339), "reached_at": .text($0.reachedAt?.rfc3339),
            "missing": .text($0.missing),
          ]
        }),
    ]
  }
}

extension SessionLife.Event {
  /// What became of it, in a word or two.
  var outcome: String {
    switch effect {
    case .changed: "changed"
    case .unchanged(let why): "unchanged: \(why)"
    case .refused(let why): "refused: \(why)"
    case .told: "told"
    }
  }

  fileprivate var json: JSONValue {
    [
      "at": .string(at.rfc3339), "do": .string(name), "with": .text(method),
      "assumed": .bool(isAssumed), "effect": .string(outcome),
      "expires_at": .text(expiry.after?.rfc3339),
    ]
  }
}

extension SessionLife.Window {
  fileprivate func json(_ hasRule: Bool) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("from", .string(from.rfc3339)), ("until", .string(until.rfc3339)),
    ]
    if hasRule { members.append(("rule", .text(rule))) }
    return .object(JSONObject(members))
  }
}

extension SessionLife.Change {
  /// What turned that has a say in a part of the decision, or in its reasons.
  func causes(of part: String) -> [Explanation.Change.Cause] {
    let name = part == "demand" || part == "reasons" ? "outcome" : part
    let own = causes.filter { name.hasPrefix($0.part) || $0.rule == nil }
    // What follows from another outcome has its cause there.
    return own.isEmpty && events.isEmpty ? causes : own
  }

  /// One row for each part that is different, with what turned first; the others stand under `also`.
  fileprivate var rows: [JSONValue] {
    let names = events.map { JSONValue.string($0.name) }
    let parts =
      self.parts.isEmpty
      ? events.filter { $0.expiry.before != $0.expiry.after }.map {
        (
          "expires_at", $0.expiry.before?.rfc3339 ?? "none", $0.expiry.after?.rfc3339 ?? "none",
          true
        )
      } : self.parts.map { ($0.name, $0.from, $0.to, $0.isAnswer) }
    return parts.map { part, from, to, isAnswer in
      let own = self.causes(of: part)
      let cause = own.first
      return [
        "at": .string(at.rfc3339), "part": .string(part), "from": .string(from), "to": .string(to),
        "cause": .text(cause?.text ?? events.first?.name), "rule": .text(cause?.rule),
        "path": .text(cause?.path), "saw": .text(cause?.saw), "events": .array(names),
        "answer": .bool(isAnswer), "also": .array(own.dropFirst().prefix(20).map(\.json)),
      ]
    }
  }
}
