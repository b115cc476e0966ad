import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Finds the small changes that can be made to the text of a policy.
///
/// It goes by the text and knows no law: a mutant is loaded like any policy, and what it means is for the
/// evaluator to say. Changes that make the same text are listed once.
struct MutantFinder {
  private let file: SourceFile
  private let policy: String
  private(set) var mutants: [Mutant] = []
  private var known: Set<String> = []
  /// The durations of the file, each with how it is changed; from all of them come the neighbours of each.
  private var lengths: [Length] = []

  /// The values that attributes are declared to have, by their paths.
  private let values: [String: [String]]

  /// A duration of the file.
  private struct Length {
    let value: Duration
    let place: Place
    let location: SourceLocation
    let subject: String
    /// What it is called, such as `max_idle`; `nil` in an expression.
    let key: String?
    let edit: (String) -> Fix.Edit
  }

  /// Where a change belongs.
  struct Place {
    /// The full name of the rule; `nil` for what belongs to none.
    var rule: String?
    /// What it is called where it is no rule's.
    var owner: String
    /// The machine path.
    var path: String

    func step(_ key: String) -> Place { Place(rule: rule, owner: owner, path: "\(path).\(key)") }
    func item(_ index: Int) -> Place {
      Place(rule: rule, owner: owner, path: "\(path)[\(index)]")
    }
  }

  /// - Parameters:
  ///   - document: The policy as YAML.
  ///   - policy: Its name.
  init(_ document: YAMLNode, in file: SourceFile, policy: String) {
    self.file = file
    self.policy = policy
    values = Dictionary(
      (document["attributes"]?.mapping ?? []).map { entry in
        (
          entry.key.scalar ?? "",
          (entry.value["values"]?.sequence ?? []).compactMap(\.scalar)
        )
      }, uniquingKeysWith: { first, _ in first })
    let root = Place(rule: nil, owner: policy, path: "$")
    func named(_ key: String, in section: String, _ noun: String) -> Place {
      Place(rule: nil, owner: "\(policy), \(noun) \(key)", path: "$.\(section).\(key)")
    }
    for name in document["constants"]?.mapping ?? [] {
      guard let key = name.key.scalar else { continue }
      findValues(name.value, named(key, in: "constants", "constant"))
    }
    for name in document["definitions"]?.mapping ?? [] {
      guard let key = name.key.scalar else { continue }
      findClauses(
        name.value, named(key, in: "definitions", "definition"), isNamed: true)
    }
    findCondition(of: document, root)
    let rules = document["rules"]?.sequence ?? []
    for (index, rule) in rules.enumerated() {
      let name = rule["id"]?.scalar.map { "\(policy)/\($0)" }
      let path = "$.rules[\(index)]"
      let place = Place(rule: name, owner: name ?? path, path: path)
      if let list = document["rules"] {
        remove(index, of: list, .ruleRemoval, "drop the rule", place)
      }
      findInRule(rule, place)
    }
    addLengths()
  }

  // MARK: Rules

  private mutating func findInRule(_ rule: YAMLNode, _ place: Place) {
    findEffects(of: rule, place)
    findCondition(of: rule, place)
    let effect = (rule.mapping ?? []).lazy.compactMap(Self.effect).first
    findRequirements(of: rule, place, under: effect)
    for (index, entry) in (rule.mapping ?? []).enumerated()
    where ["by", "within"].contains(entry.key.scalar ?? "") {
      guard let key = entry.key.scalar else { continue }
      remove(index, of: rule, .requirementRemoval, "drop `\(words(of: entry))`", place.step(key))
      addLength(entry, place.step(key))
    }
    guard let alternatives = rule["one_of"], let items = alternatives.sequence else { return }
    for (index, item) in items.enumerated() {
      let place = place.step("one_of").item(index)
      remove(
        index, of: alternatives, .alternativeRemoval,
        "drop the alternative `\(Self.line(file.text(of: item.range)))`", place)
      findRequirements(of: item, place, under: effect)
    }
  }

  private mutating func findEffects(of rule: YAMLNode, _ place: Place) {
    let entries = rule.mapping ?? []
    for (index, entry) in entries.enumerated() {
      guard let effect = Self.effect(of: entry) else { continue }
      let other = effect.swapped
      // What has no meaning beside the other effect goes with it; otherwise it would not load.
      let strangers = Set(
        entries.indices.filter { number in
          guard number != index, let name = entries[number].key.scalar else { return false }
          return FieldTable.rule[name].map { !$0.stands(under: other) } ?? false
        })
      let cuts = Removal.ranges(of: strangers, among: rule.parts) ?? []
      let range = entry.key.occurrence.range.union(entry.value.occurrence.range)
      add(
        .effectSwap, place.step(effect.verb.rawValue), at: range,
        edits: cuts.map { Fix.Edit(SourceLocation(file, $0), replacement: "") }
          + [
            Fix.Edit(entry.key.occurrence, replacement: other.verb.rawValue),
            Fix.Edit(entry.value.occurrence, replacement: other.object.rawValue),
          ],
        replacement: "\(other)", subject: "\(effect)", words: "`\(effect)` → `\(other)`")
    }
  }

  /// The effect that an entry of a rule names, if it does.
  private static func effect(of entry: YAMLNode.Entry) -> Effect? {
    guard let verb = Effect.Verb(rawValue: entry.key.scalar ?? "") else { return nil }
    return Effect.Object(rawValue: entry.value.scalar ?? "").flatMap { Effect(verb, $0) }
  }

  /// - Parameter effect: The effect of the rule, under which not every limit has a meaning.
  private mutating func findRequirements(
    of node: YAMLNode, _ place: Place, under effect: Effect?
  ) {
    for (index, entry) in (node.mapping ?? []).enumerated() {
      guard let key = entry.key.scalar else { continue }
      let here = place.step(key)
      let clock = LimitKey(rawValue: key)
      guard clock != nil || key == "aal" || key == "methods" else { continue }
      remove(index, of: node, .requirementRemoval, "drop `\(words(of: entry))`", here)
      if clock != nil { addLength(entry, here) }
      for other in LimitKey.allCases where clock != nil && other != clock {
        guard node[other.rawValue] == nil,
          effect.flatMap({ FieldTable.rule[other.rawValue]?.stands(under: $0) }) ?? true
        else { continue }
        add(
          .clockSwap, here, at: entry.key.occurrence.range,
          edits: [Fix.Edit(entry.key.occurrence, replacement: other.rawValue)],
          replacement: other.rawValue, subject: words(of: entry),
          words: "`\(words(of: entry))` → `\(other.rawValue)`")
      }
      if key == "aal", entry.value.scalar == AssuranceLevel.aal2.rawValue {
        replace(
          entry.value, by: AssuranceLevel.aal1.rawValue, .levelLowering, here,
          words: "`\(words(of: entry))` → `\(AssuranceLevel.aal1.rawValue)`")
      }
      for (number, method) in (entry.value.sequence ?? []).enumerated() where key == "methods" {
        remove(
          number, of: entry.value, .methodRemoval, "drop the method `\(method.scalar ?? "")`",
          here.item(number))
      }
    }
  }

  // MARK: Conditions

  /// The `when` of a rule, or of the whole file.
  private mutating func findCondition(of node: YAMLNode, _ place: Place) {
    guard let index = node.mapping?.firstIndex(where: { $0.key.scalar == "when" }),
      let condition = node.mapping?[index].value
    else { return }
    let here = place.step("when")
    remove(
      index, of: node, .conditionRemoval,
      place.rule == nil ? "drop the `when` of the whole file" : "drop the `when`", here)
    findClauses(condition, here, isNamed: false)
  }

  private mutating func findClauses(_ node: YAMLNode, _ place: Place, isNamed: Bool) {
    guard node.scalar == nil else { return findInExpression(node, place, isNamed: isNamed) }
    for entry in node.mapping ?? [] {
      guard let key = entry.key.scalar, let items = entry.value.sequence else { continue }
      let here = place.step(key)
      let other: (name: String, mutator: Mutator)? =
        switch key {
        case "all": ("any", .junctionSwap)
        case "any": ("all", .junctionSwap)
        case "none": ("any", .clauseNegation)
        default: nil
        }
      if let other, items.count > 1 || other.mutator == .clauseNegation {
        add(
          other.mutator, here, at: entry.key.occurrence.range,
          edits: [Fix.Edit(entry.key.occurrence, replacement: other.name)],
          replacement: other.name, subject: words(of: entry), words: "`\(key)` → `\(other.name)`")
      }
      for (index, item) in items.enumerated() {
        remove(
          index, of: entry.value, .clauseRemoval,
          "drop `\(Self.line(item.scalar ?? file.text(of: item.range)))`", here.item(index))
        findClauses(item, here.item(index), isNamed: false)
      }
    }
  }

  /// An expression is written anew as a whole, in double quotes: what a change makes of it may be no plain
  /// text of YAML any more.
  private mutating func findInExpression(_ node: YAMLNode, _ place: Place, isNamed: Bool) {
    guard let text = node.scalar,
      let expression = ExpressionParser.parse(
        text, sourceMap: node.sourceMap, shortNames: SessionSchema.shortNames
      ).value
    else { return }
    let bytes = Array(text.utf8)
    func edit(_ range: SourceRange, _ replacement: String) -> Fix.Edit {
      let start = min(max(range.start, 0), bytes.count)
      let end = min(max(range.end, start), bytes.count)
      let changed = String(
        decoding: bytes[..<start] + Array(replacement.utf8) + bytes[end...], as: UTF8.self)
      return Fix.Edit(node.occurrence, replacement: JSONWriter.text(of: .string(changed)))
    }
    let found = ExpressionMutations(expression, isNamed: isNamed, values: values)
    for change in found.changes {
      add(
        change.mutator, place, at: expression.location(of: change.range).range,
        edits: [edit(change.range, change.replacement)], replacement: change.replacement,
        subject: change.subject, words: change.words)
    }
    for length in found.lengths {
      lengths.append(
        Length(
          value: length.value, place: place, location: expression.location(of: length.range),
          subject: length.subject, key: nil
        ) { edit(length.range, "\"\($0)\"") })
    }
  }

  /// The values of constants: one is left out of each list.
  private mutating func findValues(_ node: YAMLNode, _ place: Place) {
    for (index, item) in (node.sequence ?? []).enumerated() {
      remove(
        index, of: node, .valueRemoval, "drop `\(Self.line(file.text(of: item.range)))`",
        place.item(index))
      findValues(item, place.item(index))
    }
    for entry in node.mapping ?? [] {
      guard let key = entry.key.scalar else { continue }
      findValues(entry.value, place.step(key))
    }
  }

  // MARK: Limits

  private mutating func addLength(_ entry: YAMLNode.Entry, _ place: Place) {
    guard let value = entry.value.scalar.flatMap(Duration.init(policyText:)) else { return }
    let location = entry.value.occurrence
    lengths.append(
      Length(
        value: value, place: place, location: location, subject: words(of: entry),
        key: entry.key.scalar
      ) { Fix.Edit(location, replacement: $0) })
  }

  private mutating func addLengths() {
    let values = Set(lengths.map(\.value)).sorted()
    for length in lengths {
      let near = [length.value - .seconds(1), length.value + .seconds(1)]
      let neighbours = [
        values.last { $0 < length.value }, values.first { $0 > length.value },
      ].compactMap { $0 }
      for (mutator, others) in [
        (Mutator.limitBoundary, near), (.limitNeighbour, neighbours.filter { !near.contains($0) }),
      ] {
        for other in others {
          guard other > .zero, let text = other.policyText else { continue }
          add(
            mutator, length.place, at: length.location.range, edits: [length.edit(text)],
            replacement: length.key == nil ? "\"\(text)\"" : text, subject: length.subject,
            words: "`\(length.subject)` → `\(text)`")
        }
      }
    }
  }

  // MARK: Adding

  private mutating func remove(
    _ index: Int, of node: YAMLNode, _ mutator: Mutator, _ words: String, _ place: Place
  ) {
    let parts = node.parts
    guard parts.indices.contains(index), let range = Removal.range(of: index, among: parts) else {
      return
    }
    add(
      mutator, place, at: parts[index],
      edits: [Fix.Edit(SourceLocation(file, range), replacement: "")], replacement: "",
      subject: Self.line(file.text(of: parts[index]), limit: .max), words: words)
  }

  private mutating func replace(
    _ node: YAMLNode, by text: String, _ mutator: Mutator, _ place: Place, words: String
  ) {
    add(
      mutator, place, at: node.occurrence.range,
      edits: [Fix.Edit(node.occurrence, replacement: text)], replacement: text,
      subject: file.text(of: node.occurrence.range), words: words)
  }

  private mutating func add(
    _ mutator: Mutator, _ place: Place, at range: SourceRange, edits: [Fix.Edit],
    replacement: String, subject: String, words: String
  ) {
    let key = edits.map {
      "\($0.location.range.start) \($0.location.range.end) \($0.replacement)"
    }.sorted().joined(separator: "\u{0}")
    guard known.insert(key).inserted else { return }
    mutants.append(
      Mutant(
        mutator: mutator, file: file, edits: edits, location: SourceLocation(file, range),
        replacement: replacement, rule: place.rule, owner: place.owner, path: place.path,
        words: words,
        subject: [policy, place.rule ?? "", mutator.rawValue, subject].joined(separator: "\u{0}")))
  }

  /// A key with its value, in one line.
  private func words(of entry: YAMLNode.Entry) -> String {
    Self.line("\(entry.key.scalar ?? ""): \(file.text(of: entry.value.range))")
  }

  /// A text in one line, cut off where it is long.
  private static func line(_ text: String, limit: Int = 80) -> String {
    let line = text.split { $0 == " " || $0.isNewline }.joined(separator: " ")
    return limit == .max ? line : shortened(line, to: limit)
  }
}

extension Effect {
  /// The effect that people write for this one by mistake.
  fileprivate var swapped: Effect {
    switch self {
    case .mayExtend: .neverExtend
    case .mayRefresh: .neverRefresh
    case .neverExtend: .mayExtend
    case .neverRefresh: .mayRefresh
    case .mustReauthenticate: .mustSignIn
    case .mustSignIn: .mustReauthenticate
    }
  }
}
