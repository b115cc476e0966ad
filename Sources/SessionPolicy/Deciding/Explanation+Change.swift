import PolicyDiagnostics
public import PolicyTime

extension Explanation {
  /// What is different at a later instant, and through what.
  public struct Change: Sendable {
    /// A part of the decision before and after.
    public struct Part: Sendable, Hashable {
      /// `outcome`, `extend`, `refresh`, `demand`, `not_before`, `reasons` or `indeterminate`.
      public var name: String
      /// What it was.
      public var from: String
      /// What it is.
      public var to: String
      /// Whether it is part of the answer, and not only of what is said about it.
      public var isAnswer: Bool
    }

    /// What turned.
    public struct Cause: Sendable, Hashable {
      /// The rule; `nil` where the state of the session alone is the cause.
      public var rule: String?
      /// The requirement or the clause; `nil` where no policy wrote it.
      public var path: String?
      /// The part of the decision that the rule has a say in: `outcome`, `extend` or `refresh`.
      public var part: String
      /// What turned, in words: `max_age: 4h reached`.
      public var text: String
      /// What it saw: the instant it counts from, or the values read.
      public var saw: String?
    }

    /// The instant.
    public var at: Timestamp
    /// What is different; never empty.
    public var parts: [Part]
    /// What turned, in the order of the rules.
    public var causes: [Cause]
    /// Whether the answer is another one, and not only its reasons.
    public var isOfAnswer: Bool { parts.contains(where: \.isAnswer) }
  }

  /// What is different between this and the explanation of a later instant; `nil` for nothing.
  public func change(to later: Explanation) -> Change? {
    let parts = zip(decision.parts, later.decision.parts).compactMap { before, after in
      before.text == after.text
        ? nil
        : Change.Part(
          name: before.name, from: before.text, to: after.text, isAnswer: before.isAnswer)
    }
    guard !parts.isEmpty else { return nil }
    var causes: [Change.Cause] = []
    // What an end of the session itself changes, rules had no part in.
    for reason in later.decision.reasons
    where reason.code.endsSession
      && !decision.reasons.contains(where: { $0.code == reason.code })
    {
      let instant = reason.code == .sessionExpired ? decision.deadlines.expiresAt : nil
      causes.append(
        Change.Cause(
          part: "outcome",
          text: inWords(reason.code.rawValue),
          saw: instant.map { "expires_at \($0.rfc3339)" }))
    }
    if causes.isEmpty {
      causes = zip(rules, later.rules).flatMap { $0.turned(to: $1) }
    }
    return Change(at: later.now, parts: parts, causes: causes)
  }
}

extension PolicySet {
  /// What is different when the decision of an explanation no longer holds, and through what; `nil` where
  /// time alone changes nothing.
  public func changeAhead(
    of explanation: Explanation, about snapshot: Snapshot,
    settings: KratosSettings = KratosSettings()
  ) -> Explanation.Change? {
    explanation.decision.validUntil.flatMap {
      explanation.change(to: explain(snapshot, at: $0, settings: settings))
    }
  }
}

extension Decision {
  /// What can change, as text: the answer first, then what is said about it.
  fileprivate var parts: [(name: String, text: String, isAnswer: Bool)] {
    let demand = reauthentication.map { demand in
      let asked = [
        demand.aal.map { "aal: \($0.name)" },
        demand.methods.map { "methods: \($0.joined(separator: " or "))" },
        demand.maxAge?.policyText.map { "max_age: \($0)" },
      ].compactMap { $0 }
      let words = asked.isEmpty ? "any factor" : asked.joined(separator: ", ")
      return words + " (ways: \(demand.alternatives.count))"
    }
    return [
      ("outcome", outcome.rawValue, true),
      ("extend", extend.isAllowed ? "yes" : "no", true),
      ("refresh", refresh.isAllowed ? "yes" : "no", true),
      ("demand", demand ?? "none", true),
      ("not_before", extend.notBefore?.rfc3339 ?? "none", false),
      ("reasons", Self.text(of: reasons), false),
      ("extend.reasons", Self.text(of: extend.reasons), false),
      ("refresh.reasons", Self.text(of: refresh.reasons), false),
      (
        "indeterminate",
        indeterminate.map { "\($0.rule ?? "session") \($0.attribute ?? $0.cause)" }
          .joined(separator: ", ").orNone, false
      ),
    ]
  }

  private static func text(of reasons: [Reason]) -> String {
    reasons.isEmpty
      ? "none"
      : reasons.map { $0.code.rawValue + ($0.rule.map { " \($0)" } ?? "") }.joined(separator: ", ")
  }
}

extension String {
  fileprivate var orNone: String { isEmpty ? "none" : self }
}

extension Explanation.RuleExplanation {
  /// What of this rule turned, if that changed what it says.
  fileprivate func turned(to later: Self) -> [Explanation.Change.Cause] {
    guard standing != later.standing || reasons != later.reasons else { return [] }
    var causes: [Explanation.Change.Cause] = []
    let part =
      rule.effect.verb == .must ? "outcome" : rule.effect.object == .extend ? "extend" : "refresh"
    for (before, after) in zip(clauses, later.clauses) {
      let truths = (try? before.result.get(), try? after.result.get())
      guard truths.0 != truths.1 else { continue }
      let truth = truths.1.map { $0 ? "holds" : "no longer holds" } ?? "cannot be answered"
      causes.append(
        .init(
          rule: rule.qualifiedID, path: after.path, part: part, text: "`\(after.text)` \(truth)",
          saw: after.sight))
    }
    for after in later.checks {
      let before = checks.first { $0.kind == after.kind && $0.path == after.path }
      guard before?.isMet != after.isMet else { continue }
      causes.append(
        .init(
          rule: rule.qualifiedID, path: after.path, part: part, text: after.turned, saw: after.sight
        ))
    }
    return causes
  }
}

extension Explanation.Clause {
  /// What it saw, in words; `nil` where it read nothing.
  package var sight: String? {
    values.isEmpty
      ? nil
      : values.prefix(4).map { "\($0.name) = \($0.value ?? $0.cause?.rawValue ?? "missing")" }
        .joined(separator: ", ")
  }
}

extension Explanation.Check {
  /// What it is, and how it is now.
  fileprivate var turned: String {
    let name = "\(key): \(limit ?? "")"
    switch (kind, isMet) {
    case (_, nil): return "\(name) is not known"
    case (.requirement, true?): return "\(name) met"
    case (.requirement, false?): return evidence == nil ? "\(name) not met" : "\(name) reached"
    case (.cap, true?): return "\(name) not passed by the new expiry"
    case (.cap, false?): return "\(name) would be passed by the new expiry"
    case (.window, true?), (.serverWindow, true?): return "\(name), the window is open"
    case (.window, false?), (.serverWindow, false?): return "\(name), the window is not open"
    case (.gain, true?): return "the new expiry would be later"
    case (.gain, false?): return "the new expiry would not be later"
    }
  }

  /// What it saw, in words.
  package var sight: String? {
    if let saw { return saw }
    guard let evidence else { return nil }
    switch kind {
    case .window, .serverWindow, .gain: return "expires_at \(evidence.rfc3339)"
    case .requirement, .cap: return "since \(evidence.rfc3339)"
    }
  }
}
