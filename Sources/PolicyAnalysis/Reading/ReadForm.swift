package import PolicyCEL
import SessionPolicy

/// A condition part by part, each with where it is true and where it is false.
struct ReadForm: Sendable {
  /// The forms; no joint is a part of one of its own kind, and none has fewer than two parts.
  enum Kind: Sendable {
    case all([ReadForm])
    case any([ReadForm])
    case clause(BooleanClause)
  }

  let kind: Kind
  let truth: Truth

  /// The parts of which every one has to hold.
  var conjuncts: [ReadForm] {
    if case .all(let parts) = kind { parts } else { [self] }
  }

  /// The clauses, each with where it is true and false, in the order written.
  var clauses: [(clause: BooleanClause, truth: Truth)] {
    switch kind {
    case .all(let parts), .any(let parts): parts.flatMap(\.clauses)
    case .clause(let clause): [(clause, truth)]
    }
  }

  /// The same for those who write about it.
  var part: ConditionPart {
    switch kind {
    case .all(let parts): ConditionPart(joint: .and, parts: parts.map(\.part))
    case .any(let parts): ConditionPart(joint: .or, parts: parts.map(\.part))
    case .clause(let clause): ConditionPart(clause)
    }
  }
}

/// A part of a condition as it is written: a clause, or clauses that are joined.
package indirect enum ConditionPart: Sendable {
  /// Something that joins nothing; definitions are closed.
  case clause(BooleanClause)
  case joint(Operator, [ConditionPart])

  init(_ clause: BooleanClause) { self = .clause(clause) }
  init(joint: Operator, parts: [ConditionPart]) { self = .joint(joint, parts) }

  /// The clauses, in the order written.
  package var clauses: [BooleanClause] {
    switch self {
    case .clause(let clause): [clause]
    case .joint(_, let parts): parts.flatMap(\.clauses)
    }
  }
}

extension ConditionReader {
  /// Reads a condition part by part.
  mutating func parts(of form: BooleanForm) -> ReadForm {
    switch form.kind {
    case .clause(let clause):
      return ReadForm(kind: .clause(clause), truth: read(clause))
    case .all(let parts):
      let flat = parts.flatMap { self.parts(of: $0).conjuncts }
      if flat.count == 1, let only = flat.first { return only }
      return ReadForm(kind: .all(flat), truth: space.table.all(flat.map(\.truth)))
    case .any(let parts):
      let flat = parts.flatMap { part -> [ReadForm] in
        let form = self.parts(of: part)
        if case .any(let inner) = form.kind { return inner }
        return [form]
      }
      if flat.count == 1, let only = flat.first { return only }
      return ReadForm(kind: .any(flat), truth: space.table.any(flat.map(\.truth)))
    }
  }
}
