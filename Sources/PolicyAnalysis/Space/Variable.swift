import PolicyCEL
package import PolicyDiagnostics

/// What a session is asked about that has finitely many answers.
enum Variable: Hashable, Sendable {
  /// A text or a truth value.
  case value(AttributePath, ValueType)
  /// Whether something is there that is compared by order, or a list or record.
  case presence(AttributePath, ValueType)
  /// Whether a list of texts has one.
  case member(AttributePath, Text)
  /// Whether two texts that no policy names are the same.
  case sameText(AttributePath, AttributePath)
  /// Whether a method was completed, at a level.
  case completion(Completion)
  /// Whether a method was completed more than once, at a level.
  case again(Completion)
  /// Whether the record is in the document at all.
  case sent(AttributePath)
  /// What an expression comes to that is not looked into.
  case opaque(String)
}

/// An answer to a ``Variable``.
enum Cell: Hashable, Sendable {
  case absent
  /// There, or not, and not to be read as it was declared.
  case failed
  /// There, whatever it is.
  case present
  /// A text that nobody names.
  case other
  case text(Text)
  case yes
  case no

  /// Whether it is a text that somebody names.
  var isText: Bool {
    if case .text = self { true } else { false }
  }
}

/// What is compared by its size: an instant, a span or a number.
enum Quantity: Hashable, Sendable {
  /// 1970-01-01T00:00:00Z, and the number 0.
  case zero
  case now
  case attribute(AttributePath, ValueType)
  /// When a method was last completed at a level.
  case completionTime(Completion)
  /// Some instant from now on, of the same session if nothing happens to it.
  case later
}

/// A way of having authenticated: a method, at the level that was recorded for it.
package struct Completion: Hashable, Sendable {
  package let method: Text
  package let isSecondFactor: Bool
  /// Whether some rule names the method; if not, it stands for all that none does.
  package let isNamed: Bool
}
