import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// A comparison as SARIF: each change at the rule of NEW that makes it, with the session that shows it.
struct DiffSarif {
  private let report: DiffReport
  private let places: [Text: SourceLocation]
  /// Where NEW begins, for rules that it has no more.
  private let beginning: SourceLocation?

  init(_ report: DiffReport) {
    self.report = report
    let policies = report.new.set?.policies ?? []
    places = Dictionary(
      policies.flatMap(\.rules).map { (Text($0.qualifiedID), $0.effectLocation) }
        + policies.map { (Text($0.name.value), $0.name.location) },
      uniquingKeysWith: { first, _ in first })
    beginning = policies.first?.name.location
  }

  /// The kinds of results, in the order in which they are described.
  private enum Kind: String, CaseIterable {
    case looser, stricter, undecided

    var level: String {
      switch self {
      case .looser: "warning"
      case .stricter: "note"
      case .undecided: "error"
      }
    }

    var summary: String {
      switch self {
      case .looser: "NEW asks less of some sessions than OLD"
      case .stricter: "NEW asks more of some sessions than OLD"
      case .undecided: "whether NEW decides as OLD does was not found out"
      }
    }

    var json: JSONValue {
      [
        "id": .string("diff/\(rawValue)"), "name": .string("policy-\(rawValue)"),
        "shortDescription": ["text": .string(summary)],
        "fullDescription": ["text": .string(summary)],
        "help": ["text": "session-policy help diff"],
        "defaultConfiguration": ["level": .string(level)],
        "properties": ["tags": ["session", "security"], "precision": "very-high"],
      ]
    }
  }

  /// The document.
  var json: JSONValue {
    SarifLog(
      rules: Kind.allCases.map(\.json),
      results: report.changes.map(result) + report.difference.undecided.map(result)
        + report.difference.omitted.map(result),
      omitted: 0
    ).json
  }

  private func result(_ change: DiffReport.Change) -> JSONValue {
    let difference = change.difference
    let kind: Kind = difference.direction == .looser ? .looser : .stricter
    var text = change.transition + ": " + difference.sessions.joined(separator: ", ")
    if let (old, new) = change.decisions {
      for (name, decision) in [("OLD", old), ("NEW", new)] {
        let rules = decision.rules(for: difference.part)
        text += ". \(name): " + (rules.isEmpty ? "no rule" : rules.joined(separator: ", "))
      }
    }
    for unknown in difference.hangsOn {
      text += ". Only possible: it hangs on `\(unknown)`, which is not looked into"
    }
    let deciding =
      change.decisions.map {
        $0.new.rules(for: difference.part) + $0.old.rules(for: difference.part)
      }
      ?? []
    var properties: [(String, JSONValue)] = [("part", .string(difference.part.rawValue))]
    if let witness = difference.witness { properties.append(("witness", witness.json)) }
    if let sample = change.sample { properties.append(("sample", .string(sample))) }
    var result = result(
      kind, text, at: [difference.rule].compactMap { $0 } + deciding, change.fingerprint)
    result["properties"] = .object(JSONObject(properties))
    if let approval = change.approval {
      result["suppressions"] = [
        ["kind": "external", "justification": .string(approval.reason)]
      ]
    }
    return result
  }

  private func result(_ undecided: PolicyDifference.Undecided) -> JSONValue {
    result(
      .undecided, "\(undecided.rule): \(undecided.why)", at: [undecided.rule],
      "undecided \(undecided.rule) \(undecided.why)")
  }

  private func result(_ omitted: (part: DecisionPart, direction: Direction)) -> JSONValue {
    let text = DiffReport.words(forOmitted: omitted.part, omitted.direction)
    return result(omitted.direction == .looser ? .looser : .stricter, text, at: [], text)
  }

  private func result(
    _ kind: Kind, _ message: String, at rules: [String], _ fingerprint: String
  ) -> JSONValue {
    // A rule that NEW has no more is missed in its policy.
    let names = rules + rules.compactMap { $0.split(separator: "/").first.map(String.init) }
    let place = names.lazy.compactMap { places[Text($0)] }.first ?? beginning
    return [
      "ruleId": .string("diff/\(kind.rawValue)"),
      "ruleIndex": .number(Kind.allCases.firstIndex(of: kind) ?? 0), "level": .string(kind.level),
      "message": ["text": .string(SarifLog.escaped(message))],
      "locations": .array(place.map { [SarifPlace.location($0)] } ?? []),
      "partialFingerprints": ["sessionPolicyChange": .string(fingerprint)],
    ]
  }
}
