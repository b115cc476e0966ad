import PolicyCEL
import SessionPolicy

/// What is known of an attribute in every session that rules decide about, and why.
struct Domain {
  /// What is known of its values.
  enum Values {
    /// Nothing.
    case open
    /// They are of these texts.
    case texts(Set<String>)
    /// They compare so with a value.
    case between(Comparison, Value)
    /// There is one.
    case flag(Bool)
  }

  let values: Values
  /// Why, as the end of a sentence.
  let reason: String

  init(of subject: AtomReader.Subject) {
    let name = subject.path.description
    (values, reason) =
      switch name {
      case "session.active":
        (.flag(true), "rules decide only about sessions that are active")
      case "session.remaining":
        (
          .between(.greater, .duration(.zero)),
          "rules decide only about sessions that have not expired"
        )
      case "session.aal":
        (.texts(["aal0", "aal1", "aal2"]), "Kratos gives no session more than `aal2`")
      case "identity.state":
        (.texts(["active"]), "rules decide only about sessions of active identities")
      default: Self.derived(subject)
      }
  }

  private static func derived(_ subject: AtomReader.Subject) -> (Values, String) {
    guard let field = subject.field else { return (.open, "") }
    if case .elapsed = field.derivation {
      return (.between(.atLeast, .duration(.zero)), "time that has passed is never below zero")
    }
    guard field.type == .string, !field.values.isEmpty else { return (.open, "") }
    return (.texts(field.valueSet), "it has no other values")
  }

  /// What a constraint comes to whatever the session; `nil` if that depends on it.
  func decides(_ constraint: Constraint) -> Bool? {
    let own: Constraint
    switch (values, constraint) {
    case (.open, _): return nil
    case (.texts(let all), .texts(let texts, false)):
      return texts.isDisjoint(with: all) ? false : all.isSubset(of: texts) ? true : nil
    case (.texts, _): return nil
    case (.between(let comparison, let value), _): own = .between(comparison, value)
    case (.flag(let flag), _): own = .flag(flag)
    }
    return own.excludes(constraint) ? false : own.implies(constraint) ? true : nil
  }
}
