import PolicyCEL
import SessionPolicy

/// The texts that a clause leaves to an attribute, where it compares that with constants as it is written.
///
/// What follows for sessions is asked of `PolicyAnalysis`; this is for telling people what they wrote.
struct Atom {
  /// The attribute, by its one name.
  let path: AttributePath
  let texts: Set<String>
  /// Whether it leaves all but these.
  let isComplement: Bool

  /// The most values of a list that is only named here, and so may be in every rule; what is written out
  /// is read whole.
  private static let reach = 256

  /// Reads a part of a condition; `nil` for one that says something else.
  init?(_ expr: Expr, in checked: CheckedExpression, isNegated: Bool) {
    guard case .binary(let operation, let left, let right) = expr.kind else { return nil }
    func attribute(_ expr: Expr) -> AttributePath? {
      checked.attribute(of: expr).map { SessionSchema.canonicalPath($0) }
    }
    if operation == .in {
      guard let path = attribute(left), case .list(let items) = checked.constant(of: right),
        items.count <= Self.reach || right.isList
      else { return nil }
      let texts = items.compactMap(\.text)
      guard texts.count == items.count else { return nil }
      self.init(path: path, texts: Set(texts), isComplement: isNegated)
      return
    }
    guard let comparison = Comparison(operation),
      let (side, value) = [(left, right), (right, left)].lazy.compactMap({ one, other in
        attribute(one).flatMap { path in checked.constant(of: other).map { (path, $0) } }
      }).first, let text = value.text
    else { return nil }
    switch isNegated ? comparison.opposite : comparison {
    case .equal: self.init(path: side, texts: [text], isComplement: false)
    case .unequal: self.init(path: side, texts: [text], isComplement: true)
    default: return nil
    }
  }

  private init(path: AttributePath, texts: Set<String>, isComplement: Bool) {
    self.path = path
    self.texts = texts
    self.isComplement = isComplement
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
