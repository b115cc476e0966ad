import PolicyAnalysis
import PolicyJSON
import PolicyTime
import SessionPolicy

extension ImpactTally {
  /// The report for programs.
  func json(by: String?) -> JSONValue {
    func group(_ name: String, _ key: String, _ value: Group) -> JSONValue {
      .object(
        JSONObject([
          (key, .string(name)), ("count", .number(value.sessions)),
          ("signed_out", .number(value.signedOut)), ("asked_again", .number(value.askedAgain)),
          ("stricter", .number(value.stricter)), ("looser", .number(value.looser)),
        ]))
    }
    let cells = sortedCells.map { cell, count -> JSONValue in
      [
        "old": cell.old.json, "new": cell.new.json, "count": .number(count),
        "direction": .string(cell.direction == .equivalent ? "same" : cell.direction.rawValue),
      ]
    }
    var members: [(String, JSONValue)] = [
      ("version", 1), ("sessions", .number(sessions)), ("unreadable", .number(unreadable)),
      ("matrix", .array(cells)), ("signed_out", .number(signedOut)), ("let_in", .number(letIn)),
      (
        "asked_again",
        [
          "now": .number(askedAgain), "within_24h": .number(askedWithinDay),
          "for_other": .number(askedForOther),
        ]
      ),
      (
        "life",
        [
          "gained": .string(gained.policyText ?? gained.secondsText),
          "lost": .string(lost.policyText ?? lost.secondsText),
        ]
      ),
      ("by_rule", .array(Self.sorted(rules, by: \.sessions).map { group($0, "rule", $1) })),
      ("lacking", .number(lacking)),
      (
        "missing",
        .array(
          Self.sorted(missing, by: { $0 })
            .map { ["attribute": .string($0.name), "count": .number($0.counted)] })
      ),
      (
        "examples",
        .array(
          sortedCells.flatMap { cell, _ in
            (examples[cell] ?? []).map { snapshot -> JSONValue in
              ["old": cell.old.json, "new": cell.new.json, "snapshot": snapshot]
            }
          })
      ),
      (
        "problems",
        .array(
          problems.map { ["document": .number($0.number), "message": .string($0.message)] })
      ),
    ]
    if let by {
      members.insert(
        (
          "by",
          .object([
            "attribute": .string(by),
            "values": .array(
              Self.sorted(values, by: \.sessions).map { group($0, "value", $1) }),
          ])
        ), at: members.count - 2)
    }
    return .object(JSONObject(members))
  }
}
