/// Finds the rules of a policy that apply wherever another one does, without looking at every pair.
///
/// A rule applies only where another does if it has each part of the other's condition. So each is kept
/// under the part that the fewest rules have, and for a rule only those are looked at that are kept
/// under a part of its own; rules that apply everywhere are looked at for all. How many pairs that are
/// is known before any is compared, and beyond a budget none is, for a policy in which each rule is
/// within every other has as many pairs as its rules squared.
struct RuleComparison {
  /// The rules.
  let rules: [ScopedRule]
  private let byParts: Index

  /// The most pairs that are looked at.
  static let budget = 2_000_000

  /// Prepares to compare rules; `nil` beyond the budget.
  init?(_ rules: [ScopedRule]) {
    self.rules = rules
    var counts: [String: Int] = [:]
    for rule in rules { for key in rule.partKeys { counts[key, default: 0] += 1 } }
    byParts = Index(rules, counts, \.parts)
    guard byParts.pairs <= Self.budget else { return nil }
  }

  /// Nothing to compare.
  init() {
    rules = []
    byParts = Index([], [:], \.parts)
  }

  /// The rules that apply wherever a rule does, in their order, the rule itself among them.
  func wider(than rule: ScopedRule) -> some Sequence<ScopedRule> {
    byParts.candidates(for: rule).lazy.map { rules[$0] }.filter { rule.isWithin($0) }
  }

  /// Rules by their rarest part.
  private struct Index {
    private(set) var everywhere: [Int] = []
    private(set) var byKey: [String: [Int]] = [:]
    /// How many pairs are looked at for all rules together.
    private(set) var pairs = 0

    init(
      _ rules: [ScopedRule], _ counts: [String: Int],
      _ parts: KeyPath<ScopedRule, [ScopedRule.Part]>
    ) {
      for (index, rule) in rules.enumerated() { add(index, rule[keyPath: parts], counts) }
      count(rules, counts)
    }

    private mutating func add(
      _ index: Int, _ parts: [ScopedRule.Part], _ counts: [String: Int]
    ) {
      func frequency(_ part: ScopedRule.Part) -> Int {
        part.keys.reduce(0) { $0 + counts[$1, default: 0] }
      }
      guard let rarest = parts.min(by: { frequency($0) < frequency($1) }) else {
        everywhere.append(index)
        return
      }
      for key in Set(rarest.keys) { byKey[key, default: []].append(index) }
    }

    private mutating func count(_ rules: [ScopedRule], _ counts: [String: Int]) {
      pairs = rules.count * everywhere.count
      for (key, several) in byKey { pairs += several.count * counts[key, default: 0] }
    }

    /// The rules that may be wider than a rule, each once, in their order.
    func candidates(for rule: ScopedRule) -> [Int] {
      let own = rule.partKeys.flatMap { byKey[$0] ?? [] }
      guard !own.isEmpty else { return everywhere }
      return Set(own + everywhere).sorted()
    }
  }
}
