import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// What decisions hang on inputs that are not there, as text and for programs.
struct MissingInputs {
  let impacts: [InputImpact]
  let policies: PolicySet
  let settings: KratosSettings

  /// Inputs by name, each with what changes; those without which nothing changes last, in one line.
  func text(_ coloring: TextColoring) -> String {
    var rows: [String] = []
    var quiet: [String] = []
    for (input, states) in byInput {
      guard states.contains(where: \.mattersAtAll) else {
        quiet.append(input)
        continue
      }
      rows.append(coloring.paint(input, .title))
      for impact in states { rows += self.rows(of: impact, coloring) }
      rows.append("")
    }
    if !quiet.isEmpty {
      rows.append("no decision changes without \(quiet.joined(separator: ", "))")
    }
    if impacts.isEmpty {
      rows.append("no condition and no requirement reads an input that can be missing")
    }
    if rows.last == "" { rows.removeLast() }
    return rows.joined(separator: "\n") + "\n"
  }

  private var byInput: [(String, [InputImpact])] {
    var found: [(String, [InputImpact])] = []
    for impact in impacts {
      let name = escapedForDisplay(impact.input.description)
      if found.last?.0 == name {
        found[found.count - 1].1.append(impact)
      } else {
        found.append((name, [impact]))
      }
    }
    return found
  }

  private func rows(of impact: InputImpact, _ coloring: TextColoring) -> [String] {
    let name = impact.state.words
    guard impact.mattersAtAll else { return ["  \(name): no decision changes"] }
    var rows: [String] = []
    for change in impact.changes {
      let direction = coloring.paint(
        change.direction.rawValue,
        .severity(change.direction == .looser ? .warning : .info))
      rows.append("  \(name): \(direction): \(words(of: change))")
      rows += change.region.listing.map { "    where \($0)" }
      if !change.isWhole { rows.append("    unless another rule decides") }
      rows += change.hangsOn.map {
        "    possible: hangs on `\(escapedForDisplay($0))`, which is not looked into"
      }
    }
    rows += impact.omitted.map {
      "  \(name): more: " + DiffReport.words(forOmitted: $0.part, $0.direction)
    }
    rows += impact.unknowns.map {
      "  \(name): possible: `\(escapedForDisplay($0))` is not looked into"
    }
    if impact.isUndecided {
      rows.append(
        "  \(name): undecided: not everything was found out within the work that is allowed")
    }
    return rows
  }

  /// What is decided with the input and without it.
  private func words(of change: InputImpact.Change) -> String {
    guard let (with, without) = decisions(on: change) else {
      return "\(change.part.rawValue) may be \(change.direction.rawValue)"
    }
    let now = change.witness?.with.now
    let rules = without.rules(for: change.part)
    let isNamed = change.part == .extend || change.part == .refresh
    return (isNamed ? change.part.rawValue + ": " : "") + with.words(for: change.part, at: now)
      + " → " + without.words(for: change.part, at: now)
      + (rules.isEmpty ? "" : " (\(rules.map(escapedForDisplay).joined(separator: ", ")))")
  }

  private func decisions(
    on change: InputImpact.Change
  ) -> (with: Decision, without: Decision)? {
    change.witness.map {
      (
        policies.decide($0.with, settings: settings),
        policies.decide($0.without, settings: settings)
      )
    }
  }

  /// The same for programs. Keys may be added, never renamed.
  var json: JSONValue {
    ["version": 1, "inputs": .array(impacts.map(json))]
  }

  private func json(_ impact: InputImpact) -> JSONValue {
    [
      "attribute": .string(impact.input.description), "state": .string(impact.state.rawValue),
      "changes": .array(impact.changes.map(json)),
      "omitted": .array(
        impact.omitted.map { part, direction in
          ["part": .string(part.rawValue), "direction": .string(direction.rawValue)]
        }),
      "undecided": .bool(impact.isUndecided),
      "possible": .array(impact.unknowns.map { .string($0) }),
    ]
  }

  private func json(_ change: InputImpact.Change) -> JSONValue {
    func side(_ decision: Decision?) -> JSONValue {
      decision.map { decision in
        [
          "decision": decision.json(),
          "rules": .array(decision.rules(for: change.part).map { .string($0) }),
        ]
      } ?? .null
    }
    let decisions = decisions(on: change)
    return [
      "part": .string(change.part.rawValue), "direction": .string(change.direction.rawValue),
      "region": change.region.json, "words": .string(change.region.words),
      "whole": .bool(change.isWhole),
      "witness": change.witness?.with.json ?? .null,
      "without": change.witness?.without.json ?? .null,
      "old": side(decisions?.with), "new": side(decisions?.without),
      "hangs_on": .array(change.hangsOn.map { .string($0) }),
    ]
  }
}

extension InputImpact {
  /// Whether anything may change.
  fileprivate var mattersAtAll: Bool {
    !changes.isEmpty || !omitted.isEmpty || isUndecided || !unknowns.isEmpty
  }
}

extension InputImpact.State {
  fileprivate var words: String {
    switch self {
    case .absent: "absent"
    case .failed: "unreadable"
    case .notSent: "not sent"
    }
  }
}
