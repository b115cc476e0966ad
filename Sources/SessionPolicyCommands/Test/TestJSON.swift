import PolicyDiagnostics
import PolicyJSON
import PolicyTesting
import PolicyTime
import SessionPolicy

// Results of tests in the shape that programs read. Keys may be added, never renamed.

extension SuiteResult {
  /// The suite with its cases, of which some may be left out.
  func json(_ tests: some Sequence<TestResult>, omitted: Int) -> JSONValue {
    [
      "file": .string(file.name), "suite": .text(name),
      "tests": .array(tests.map(\.json)), "omitted": .number(omitted),
      "findings": .array(diagnostics.map { $0.json }),
    ]
  }
}

extension LawResult {
  /// The finding, with the suite that asked.
  func json(suite: SuiteResult) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("file", .string(suite.file.name)), ("suite", .text(suite.name)),
      ("name", .string(name)), ("when", .text(words.when)), ("claim", .string(words.claim)),
      ("result", .string(finding.rawValue)),
      ("outcome", .string(outcome.rawValue)), ("message", .text(message)),
      ("witness", witness.map { $0.snapshot.json } ?? .null),
      ("on", .array(unknowns.map { .string($0) })), ("path", .string(path)),
      ("range", location.json),
    ]
    if let witness { members.append(("decision", witness.decision.json())) }
    if let reproduction { members.append(("reproduce", .string(reproduction))) }
    if let reason { members.append(("reason", .string(reason))) }
    return .object(JSONObject(members))
  }
}

extension TestResult {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(name)),
      ("case", ["session": .string(session), "request": .text(request)]),
      ("outcome", .string(outcome.rawValue)), ("failures", .array(failures.map(\.json))),
      ("range", location.json),
    ]
    if let skipReason { members.append(("reason", .string(skipReason))) }
    return .object(JSONObject(members))
  }
}

extension TestFailure {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("path", .string(path)), ("part", .string(part)), ("expected", .string(expected)),
      ("actual", .string(actual)), ("range", location.json),
    ]
    if let evidence {
      members += [
        ("now", .string(evidence.now.rfc3339)), ("snapshot", evidence.snapshot.json),
        ("cause", evidence.cause.map(\.json) ?? .null),
        ("decision", evidence.decision.json().listing(Self.listed)),
        ("rules", .array(evidence.rules.map(\.json))), ("omitted", .number(evidence.omittedRules)),
        ("reproduce", .string(evidence.reproduction)),
      ]
    }
    return .object(JSONObject(members))
  }
}

extension FailureEvidence.Cause {
  fileprivate var json: JSONValue {
    [
      "rule": .string(rule), "path": .text(path), "text": .string(text), "saw": .text(saw),
      "file": .text(location?.file.name), "range": location?.json ?? .null,
    ]
  }
}

extension TestFailure {
  /// How many items of each list in a decision a failure shows.
  private static let listed = 50
}

extension JSONValue {
  /// The same with no more than so many items in each list.
  fileprivate func listing(_ limit: Int) -> JSONValue {
    if let items = array { return .array(items.prefix(limit).map { $0.listing(limit) }) }
    guard let object else { return self }
    return .object(JSONObject(object.members.map { ($0.key, $0.value.listing(limit)) }))
  }
}

extension PolicyCoverage {
  /// The counts.
  var json: JSONValue {
    let listed = listed(rules: 10_000, parts: 10_000)
    return [
      "covered": .number(covered), "total": .number(total),
      "rules": .array(listed.rules.map(\.json)),
      "conditions": .array(listed.conditions.map(\.json)),
      "requirements": .array(listed.requirements.map { $0.json(limit(of: $0)) }),
      "omitted": .number(listed.omitted),
    ]
  }

  /// What is listed of what was seen.
  struct Listed {
    var rules: [RuleCount]
    /// The clauses of the rules, and those of whole files and definitions.
    var conditions: [ConditionCount]
    var requirements: [RequirementCount]
    /// How many rules, clauses and requirements there are besides.
    var omitted: Int
  }

  /// So many rules, clauses and requirements, in their order: where there are more, first those that were not
  /// seen both ways, with the rules that they belong to.
  func listed(rules ruleLimit: Int, parts limit: Int) -> Listed {
    let all = Listed(
      rules: rules, conditions: conditions, requirements: requirements, omitted: 0)
    guard
      all.rules.count > ruleLimit || all.conditions.count > limit || all.requirements.count > limit
    else { return all }
    let lacking = Set(
      all.conditions.filter { !$0.isCovered }.compactMap(\.rule)
        + all.requirements.filter { !$0.isCovered }.map(\.rule))
    let rules = Self.first(ruleLimit, of: all.rules) {
      $0.isCovered && !lacking.contains($0.rule)
    }
    let named = Set(rules.map(\.rule))
    let conditions = Self.first(
      limit, of: all.conditions.filter { $0.rule.map(named.contains) ?? true }, leaving: \.isCovered
    )
    let requirements = Self.first(
      limit, of: all.requirements.filter { named.contains($0.rule) }, leaving: \.isCovered)
    let omitted =
      all.rules.count + all.conditions.count + all.requirements.count - rules.count
      - conditions.count - requirements.count
    return Listed(
      rules: rules, conditions: conditions, requirements: requirements, omitted: omitted)
  }

  /// So many of a list, in their order: first those that may not be left out.
  private static func first<Item>(
    _ limit: Int, of items: [Item], leaving isLess: (Item) -> Bool
  ) -> [Item] {
    let needed = items.indices.filter { !isLess(items[$0]) }
    let others = items.indices.filter { isLess(items[$0]) }
    return (needed + others).prefix(limit).sorted().map { items[$0] }
  }
}

extension PolicyCoverage.RuleCount {
  fileprivate var json: JSONValue {
    [
      "rule": .string(rule), "fired": .number(fired), "not_fired": .number(notFired),
      "path": .string(path), "file": .string(location.file.name), "range": location.json,
    ]
  }
}

extension PolicyCoverage.ConditionCount {
  fileprivate var json: JSONValue {
    [
      "rule": .text(rule), "policy": .string(policy), "definition": .text(definition),
      "path": .string(path), "expression": .string(expression), "true": .number(trueCount),
      "false": .number(falseCount), "error": .number(errorCount),
      "file": .string(location.file.name),
      "range": location.json,
    ]
  }
}

extension PolicyCoverage.RequirementCount {
  /// The counts, and for a limit whether some case stood just before it, at it, and just after.
  fileprivate func json(_ limit: LimitCoverage?) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("rule", .string(rule)), ("key", .string(key)), ("path", .string(path)),
      ("alternative", .bool(isAlternative)), ("met", .number(met)), ("not_met", .number(unmet)),
      ("unknown", .number(unknown)), ("file", .string(location.file.name)),
      ("range", location.json),
    ]
    if let limit {
      members += [
        ("before", .bool(limit.isTestedBefore)), ("at", .bool(limit.isTestedAt)),
        ("after", .bool(limit.isTestedAfter)),
      ]
    }
    return .object(JSONObject(members))
  }
}

extension TestRun.Summary {
  /// The counts.
  var json: JSONValue {
    [
      "suites": .number(suites), "passed": .number(passed), "failed": .number(failed),
      "errors": .number(errors), "skipped": .number(skipped),
    ]
  }
}
