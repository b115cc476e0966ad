import PolicyAnalysis
import PolicyJSON
import SessionPolicy

// The comparison in the shape that programs read. Keys may be added, never renamed.

extension DiffReport {
  var json: JSONValue {
    [
      "version": 1, "verdict": .string(verdict.rawValue), "old": .string(old.text),
      "new": .string(new.text),
      "assumed": .array(assumptions.map { .string($0) }),
      "changes": .array(changes.map(\.json)),
      "omitted": .array(
        difference.omitted.map { part, direction in
          ["part": .string(part.rawValue), "direction": .string(direction.rawValue)]
        }),
      "rules": .array(
        difference.rules.map { rule in
          [
            "rule": .string(rule.rule), "change": .string(rule.kind.rawValue),
            "effect": .string(rule.effectName),
          ]
        }),
      "undecided": .array(
        difference.undecided.map { ["rule": .string($0.rule), "why": .string($0.why)] }),
    ]
  }
}

extension PolicyDifference.RuleChange {
  /// The word for what it is worth.
  var effectName: String { effect == .equivalent ? "none" : effect.rawValue }
}

extension DiffReport.Change {
  fileprivate var json: JSONValue {
    [
      "fingerprint": .string(fingerprint), "direction": .string(difference.direction.rawValue),
      "part": .string(difference.part.rawValue), "region": difference.region.json,
      "words": .string(difference.region.words), "whole": .bool(difference.isWhole),
      "rule": .text(difference.rule),
      "transition": .string(transition),
      "witness": difference.witness?.json ?? .null,
      "old": side(decisions?.old), "new": side(decisions?.new),
      "sample": .text(sample),
      "possible": .bool(difference.isPossible),
      "hangs_on": .array(difference.hangsOn.map { .string($0) }),
      "approved": approval?.json ?? .null,
    ]
  }

  private func side(_ decision: Decision?) -> JSONValue {
    guard let decision else { return .null }
    return [
      "decision": decision.json(),
      "rules": .array(decision.rules(for: difference.part).map { .string($0) }),
    ]
  }
}
