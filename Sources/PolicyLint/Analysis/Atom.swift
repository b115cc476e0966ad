import PolicyCEL
import SessionPolicy

/// What a clause says of one attribute, where it compares that with data.
struct Atom {
  /// The attribute, by its one name.
  let path: AttributePath
  /// What is known of its values.
  let constraint: Constraint

  /// Reads a part of a condition; `nil` for one that says something else.
  init?(_ expr: Expr, in checked: CheckedExpression, isNegated: Bool) {
    let reader = AtomReader(checked)
    guard let (subject, constraint) = reader.read(expr, isNegated: isNegated) else { return nil }
    path = subject.path
    self.constraint = constraint
  }
}

/// Reads comparisons of attributes with data.
struct AtomReader {
  let checked: CheckedExpression

  /// The most values of a list that is only named here, and so may be in every rule; what is written out
  /// is read whole.
  private static let reach = 256

  init(_ checked: CheckedExpression) { self.checked = checked }

  /// An attribute and how it is declared.
  struct Subject {
    let path: AttributePath
    let field: ObjectType.Field?
    let isPresence: Bool
  }

  func read(_ expr: Expr, isNegated: Bool) -> (Subject, Constraint)? {
    if let subject = presence(expr) { return (subject, .flag(!isNegated)) }
    if checked.type(of: expr) == .bool, let subject = subject(expr) {
      return (subject, .flag(!isNegated))
    }
    guard case .binary(let operation, let left, let right) = expr.kind else { return nil }
    if operation == .in {
      guard let subject = subject(left), case .list(let items) = checked.constant(of: right),
        items.count <= Self.reach || right.isList
      else { return nil }
      let texts = items.compactMap(\.text)
      guard texts.count == items.count else { return nil }
      return (subject, .texts(Set(texts), isComplement: isNegated))
    }
    guard let comparison = Comparison(operation) else { return nil }
    if let subject = subject(left), let value = checked.constant(of: right) {
      return constraint(subject, isNegated ? comparison.opposite : comparison, value)
        .map { (subject, $0) }
    }
    if let subject = subject(right), let value = checked.constant(of: left) {
      let mirrored = comparison.mirrored
      return constraint(subject, isNegated ? mirrored.opposite : mirrored, value)
        .map { (subject, $0) }
    }
    return nil
  }

  private func constraint(
    _ subject: Subject, _ comparison: Comparison, _ value: Value
  ) -> Constraint? {
    switch value {
    case .bool(let flag):
      switch comparison {
      case .equal: return .flag(flag)
      case .unequal: return .flag(!flag)
      default: return nil
      }
    case .string(let text):
      switch comparison {
      case .equal: return .texts([text], isComplement: false)
      case .unequal: return .texts([text], isComplement: true)
      default:
        guard let field = subject.field, field.isOrdered,
          let index = field.values.firstIndex(of: text)
        else { return nil }
        let values = field.values.enumerated().filter { comparison.holds($0.offset, index) }
        return .texts(Set(values.map(\.element)), isComplement: false)
      }
    case .int, .double, .duration, .timestamp: return .between(comparison, value)
    default: return nil
    }
  }

  // MARK: Operands

  /// The attribute that an expression reads, or the time since or until one.
  func subject(_ expr: Expr) -> Subject? {
    switch expr.kind {
    case .select(_, _, isOptional: false):
      guard let path = checked.attribute(of: expr) else { return nil }
      return Subject(
        path: SessionSchema.canonicalPath(path), field: checked.field(of: expr), isPresence: false)
    case .binary(.subtract, let left, let right): return elapsed(left, right)
    default: return nil
    }
  }

  private func presence(_ expr: Expr) -> Subject? {
    guard let path = checked.attribute(askedForBy: expr) else { return nil }
    return Subject(
      path: AttributePath(["has"] + SessionSchema.canonicalPath(path).components), field: nil,
      isPresence: true)
  }

  /// `now - session.issued_at` is `session.age`, and so on.
  private func elapsed(_ left: Expr, _ right: Expr) -> Subject? {
    for (name, field) in checked.environment.objects["session"]?.fields ?? [:] {
      let isMeant: Bool
      switch field.derivation {
      case .elapsed(let path): isMeant = checked.isNow(left) && subject(right)?.path == path
      case .remaining(let path): isMeant = checked.isNow(right) && subject(left)?.path == path
      case nil: isMeant = false
      }
      if isMeant {
        return Subject(path: AttributePath(["session", name]), field: field, isPresence: false)
      }
    }
    return nil
  }
}

extension Expr {
  /// Whether it is a list that is written out.
  fileprivate var isList: Bool {
    if case .list = kind { true } else { false }
  }
}

extension Value {
  /// The text of a string.
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
