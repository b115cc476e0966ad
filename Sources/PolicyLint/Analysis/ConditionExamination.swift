import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// What two clauses of a condition, or one and the domain of its attribute, make of each other.
struct ConditionExamination {
  /// Something about a clause.
  enum Remark {
    /// It can never hold beside another one.
    case clash(Clause, with: Clause)
    /// It holds wherever another one does that has to hold too.
    case implied(Clause, by: Clause)
    /// It adds nothing to an alternative beside it, which holds wherever it does.
    case covered(Clause, by: Clause)
    /// One of the two always holds.
    case complementary(Clause, with: Clause)
    /// It is `true` or `false` as it is written.
    case literal(Clause, Bool)
    /// It has one value in every session.
    case decided(Clause, Bool, reason: String)
  }

  /// With how many clauses before it a clause is compared.
  private static let reach = 64

  private(set) var remarks: [Remark] = []

  /// Examines a condition, together with what has to hold besides.
  init(_ tree: ConditionTree) {
    var facts = Facts()
    examineAll(tree.conjuncts, &facts)
  }

  /// What is known to hold.
  private struct Facts {
    var clauses: [String: Clause] = [:]
    var atoms: [AttributePath: [(atom: Atom, clause: Clause)]] = [:]
  }

  private mutating func examineAll(_ parts: [ConditionTree], _ facts: inout Facts) {
    for case .clause(let clause) in parts { examine(clause, &facts) }
    for case .any(let choices) in parts {
      compare(choices)
      for choice in choices {
        var inner = facts
        examineAll(choice.conjuncts, &inner)
      }
    }
  }

  private mutating func examine(_ clause: Clause, _ facts: inout Facts) {
    if let literal = clause.literal {
      remarks.append(.literal(clause, literal))
      return
    }
    if let other = facts.clauses[clause.key] {
      noteImplied(clause, by: other)
      return
    }
    if let other = facts.clauses[clause.oppositeKey] {
      remarks.append(.clash(clause, with: other))
      return
    }
    facts.clauses[clause.key] = clause
    guard let atom = clause.atom else { return }
    if let value = atom.domain.decides(atom.constraint) {
      remarks.append(.decided(clause, value, reason: atom.domain.reason))
      return
    }
    for (known, other) in facts.atoms[atom.path, default: []].suffix(Self.reach) {
      if known.constraint.excludes(atom.constraint) {
        remarks.append(.clash(clause, with: other))
        return
      }
      if known.constraint.implies(atom.constraint) {
        noteImplied(clause, by: other)
        return
      }
      if atom.constraint.implies(known.constraint) { noteImplied(other, by: clause) }
    }
    facts.atoms[atom.path, default: []].append((atom, clause))
  }

  /// Notes a needless clause. What a definition says is needed elsewhere, so it is none.
  private mutating func noteImplied(_ clause: Clause, by other: Clause) {
    if !clause.isBorrowed, !other.isBorrowed { remarks.append(.implied(clause, by: other)) }
  }

  /// Compares alternatives that are single clauses.
  private mutating func compare(_ choices: [ConditionTree]) {
    var seen: [(clause: Clause, atom: Atom?)] = []
    for case .clause(let clause) in choices where !clause.isBorrowed {
      let atom = clause.atom
      for (other, known) in seen.suffix(Self.reach) {
        if other.key == clause.key {
          remarks.append(.covered(clause, by: other))
        } else if other.key == clause.oppositeKey {
          remarks.append(.complementary(clause, with: other))
        } else if let atom, let known, atom.path == known.path {
          if atom.constraint.implies(known.constraint) {
            remarks.append(.covered(clause, by: other))
          } else if known.constraint.implies(atom.constraint) {
            remarks.append(.covered(other, by: clause))
          } else if atom.constraint.completes(known.constraint, in: atom.domain) {
            remarks.append(.complementary(clause, with: other))
          } else {
            continue
          }
        } else {
          continue
        }
        break
      }
      seen.append((clause, atom))
    }
  }
}

extension ConditionExamination {
  /// What is remarkable about the conditions of a policy: its own, and those of its rules.
  ///
  /// The clauses of the policy's condition are known to hold in each rule, and are spoken of once.
  /// A definition that stands in several rules is examined where it is used.
  static func remarks(
    on policy: Policy, _ rules: [ScopedRule]
  ) -> [(remark: Remark, condition: Condition)] {
    var all: [(Remark, Condition)] = []
    if let when = policy.when {
      var room = ConditionTree.room
      all += ConditionExamination(ConditionTree(when, room: &room)).remarks.map { ($0, when) }
    }
    for scoped in rules {
      guard let condition = scoped.rule.condition else { continue }
      let remarks = ConditionExamination(scoped.tree).remarks
      all += remarks.filter { condition.contains($0.clause.location) }.map { ($0, condition) }
    }
    return all
  }
}

extension Condition {
  /// Whether it is an expression, and joins nothing.
  var isExpression: Bool {
    if case .expression = kind { true } else { false }
  }

  /// Whether a place is in the condition.
  func contains(_ place: SourceLocation) -> Bool {
    place.file.name == location.file.name && location.range.start <= place.range.start
      && place.range.end <= location.range.end
  }
}

extension ConditionExamination.Remark {
  /// The clause that the remark is about.
  var clause: Clause {
    switch self {
    case .clash(let clause, _), .implied(let clause, _), .covered(let clause, _),
      .complementary(let clause, _), .literal(let clause, _), .decided(let clause, _, _):
      clause
    }
  }
}
