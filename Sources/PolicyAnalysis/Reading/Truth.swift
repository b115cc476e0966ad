/// Where a condition is true and where it is false; where it is neither, it has no answer.
struct Truth: Hashable, Sendable {
  var isTrue: Term
  var isFalse: Term

  /// A condition that is the same whatever the session.
  init(_ value: Bool) {
    isTrue = value ? .always : .never
    isFalse = value ? .never : .always
  }

  init(isTrue: Term, isFalse: Term) {
    self.isTrue = isTrue
    self.isFalse = isFalse
  }

  /// The negation.
  var opposite: Truth { Truth(isTrue: isFalse, isFalse: isTrue) }
}

extension TermTable {
  /// What is true where all of these are, and false where one is; an error in another is absorbed.
  mutating func all(_ truths: [Truth]) -> Truth {
    Truth(isTrue: all(truths.map(\.isTrue)), isFalse: any(truths.map(\.isFalse)))
  }

  /// What is true where one of these is, and false where none is; an error in another is absorbed.
  mutating func any(_ truths: [Truth]) -> Truth {
    Truth(isTrue: any(truths.map(\.isTrue)), isFalse: all(truths.map(\.isFalse)))
  }

  /// What is true or false where a term is, if something else holds; without that it has no answer.
  mutating func truth(_ term: Term, if premise: Term) -> Truth {
    Truth(isTrue: all([premise, term]), isFalse: all([premise, not(term)]))
  }
}
