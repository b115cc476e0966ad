import PolicyCEL
import PolicyDiagnostics

/// What rules require, as plain bits without references, by the number of the rule.
///
/// Deciding reads nothing else of a rule. Three tables refer to one another by ranges: a rule has
/// alternatives of which one is enough, an alternative has limits of which all hold. Spans are in
/// nanoseconds, of 128 bits: the longest duration of a policy has 69.
final class RuleTable: Sendable {
  /// A rule.
  struct Rule: Sendable {
    let effect: Effect
    /// Whether anything is required.
    let isDemanding: Bool
    /// Whether no steps may exist that meet it together with other rules.
    let canBeUnmeetable: Bool
    /// Whether an alternative asks for a second factor.
    let asksForSecondFactor: Bool
    /// What is enough, among ``RuleTable/alternatives``; at least one, save for what forbids.
    let alternatives: Range<Int32>
    /// How far an extension puts the expiry; `nil` for the lifespan of the server.
    let by: Int128?
    /// How long before the expiry extending begins; `nil` for as soon as the server does.
    let within: Int128?
  }

  /// One way to meet what a rule requires.
  struct Alternative: Sendable {
    /// The lowest level that is enough.
    let level: AssuranceLevel?
    /// The number of the set of methods of which one is enough, among ``RuleTable/methodSets``.
    let methods: Int32?
    /// The limits, among ``RuleTable/limits``.
    let limits: Range<Int32>
  }

  /// A limit on the time since an instant.
  struct Limit: Sendable {
    /// Where the instant stands.
    let slot: Int32
    let part: Shortfall
    /// Whether the new expiry of an extension stays within it.
    let capsExtension: Bool
    /// Whether the instant is when a method was completed, which a user may simply not have done.
    let isCompletion: Bool
    let length: Int128
  }

  private let ruleTable: PlainTable<Rule>
  private let alternativeTable: PlainTable<Alternative>
  private let limitTable: PlainTable<Limit>
  /// What the rules require, by their number.
  var rows: UnsafeBufferPointer<Rule> { ruleTable.elements }
  /// The alternatives of all rules.
  var alternatives: UnsafeBufferPointer<Alternative> { alternativeTable.elements }
  /// The limits of all alternatives.
  var limits: UnsafeBufferPointer<Limit> { limitTable.elements }
  /// The different sets of methods that rules require.
  let methodSets: [[String]]
  /// Whether all numbers fit the law in 64 bits: spans of up to 36 years, and so many sets of methods.
  let isNarrow: Bool

  /// - Parameter methodSets: Sets of methods that have their numbers already.
  init(
    _ rules: [SessionPolicy.Rule], methodSets: [[String]] = [], layout: inout InputLayout
  ) {
    var builder = Builder(methodSets: methodSets)
    for rule in rules { builder.add(rule, layout: &layout) }
    ruleTable = PlainTable(builder.rules)
    alternativeTable = PlainTable(builder.alternatives)
    limitTable = PlainTable(builder.limits)
    self.methodSets = builder.methodSets
    isNarrow = builder.isNarrow
  }

  private struct Builder {
    var rules: ContiguousArray<Rule> = []
    var alternatives: ContiguousArray<Alternative> = []
    var limits: ContiguousArray<Limit> = []
    var methodSets: [[String]]
    var isNarrow = true

    init(methodSets: [[String]]) { self.methodSets = methodSets }

    mutating func add(_ rule: SessionPolicy.Rule, layout: inout InputLayout) {
      let start = Int32(clamping: alternatives.count)
      if rule.effect.verb != .never {
        for requirement in rule.alternatives { add(requirement, layout: &layout) }
      }
      rules.append(
        Rule(
          effect: rule.effect, isDemanding: rule.isDemanding,
          canBeUnmeetable: rule.alternatives.contains { $0.methods != nil },
          asksForSecondFactor: rule.alternatives.contains { ($0.aal?.value ?? .aal0) >= .aal2 },
          alternatives: start..<Int32(clamping: alternatives.count),
          by: rule.by.map { span($0.value) }, within: rule.within.map { span($0.value) }))
    }

    private mutating func add(_ requirement: Requirement, layout: inout InputLayout) {
      let start = Int32(clamping: limits.count)
      for limit in requirement.limits {
        limits.append(
          Limit(
            slot: Int32(clamping: layout.slot(of: requirement.start(of: limit.key))),
            part: Shortfall(limit.key), capsExtension: limit.key.row.capsExtension,
            isCompletion: requirement.isCompletion(limit.key),
            length: span(limit.length.value)))
      }
      alternatives.append(
        Alternative(
          level: requirement.aal?.value, methods: requirement.methods.map { set(of: $0.value) },
          limits: start..<Int32(clamping: limits.count)))
    }

    private var methodNumbers: [[Text]: Int] = [:]

    /// The number of a set of methods.
    private mutating func set(of methods: [String]) -> Int32 {
      let methods = methods.sorted()
      let key = methods.map(Text.init)
      let known = methodNumbers[key]
      let number = known ?? methodSets.count
      if known == nil {
        methodSets.append(methods)
        methodNumbers[key] = number
      }
      isNarrow = isNarrow && number < SessionFacts<Int64>.methodSetLimit
      return Int32(clamping: number)
    }

    /// A span in nanoseconds.
    private mutating func span(_ duration: Duration) -> Int128 {
      let nanoseconds = duration.clampedNanoseconds
      isNarrow = isNarrow && Int64.fits(span: nanoseconds)
      return nanoseconds
    }
  }
}
