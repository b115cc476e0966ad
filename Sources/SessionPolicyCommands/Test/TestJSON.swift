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
      ("name", .string(name)), ("result", .string(finding.rawValue)),
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
        ("now", .string(evidence.now.rfc3339)),
        ("decision", evidence.decision.json().listing(Self.listed)),
        ("rules", .array(evidence.rules.map(\.json))), ("omitted", .number(evidence.omittedRules)),
        ("reproduce", .string(evidence.reproduction)),
      ]
    }
    return .object(JSONObject(members))
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
    let listed = listed(rules: 10_000, conditions: 10_000)
    return [
      "covered": .number(covered), "total": .number(total),
      "rules": .array(
        listed.rules.map {
          [
            "rule": .string($0.rule), "fired": .number($0.fired), "not_fired": .number($0.notFired),
          ]
        }),
      "conditions": .array(
        listed.conditions.map {
          [
            "rule": .string($0.rule), "path": .string($0.path),
            "expression": .string($0.expression),
            "true": .number($0.isTrue), "false": .number($0.isFalse), "error": .number($0.isError),
          ]
        }), "omitted": .number(listed.omitted),
    ]
  }

  /// So many rules and clauses, in their order, and how many are left out: where there are more, first
  /// those that were not seen both ways, with the rules that they belong to.
  func listed(
    rules ruleLimit: Int, conditions conditionLimit: Int
  ) -> (rules: [RuleCount], conditions: [ConditionCount], omitted: Int) {
    let (allRules, allConditions) = (rules, conditions)
    guard allRules.count > ruleLimit || allConditions.count > conditionLimit else {
      return (allRules, allConditions, 0)
    }
    let lacking = Set(allConditions.filter { !$0.isCovered }.map(\.rule))
    let rules = Self.first(ruleLimit, of: allRules) { $0.isCovered && !lacking.contains($0.rule) }
    let named = Set(rules.map(\.rule))
    let conditions = Self.first(
      conditionLimit, of: allConditions.filter { named.contains($0.rule) }, leaving: \.isCovered)
    return (
      rules, conditions, allRules.count + allConditions.count - rules.count - conditions.count
    )
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

extension TestRun.Summary {
  /// The counts.
  var json: JSONValue {
    [
      "suites": .number(suites), "passed": .number(passed), "failed": .number(failed),
      "errors": .number(errors), "skipped": .number(skipped),
    ]
  }
}
