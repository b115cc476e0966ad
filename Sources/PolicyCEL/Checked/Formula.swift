/// Conditions joined by `all`, `any` and `none`.
///
/// The joints absorb errors as `&&` and `||` do: a deciding part wins over an error in another.
package indirect enum Formula: Sendable {
  /// True when every part is; true without parts.
  case all([Formula])
  /// True when at least one part is; false without parts.
  case any([Formula])
  /// True when no part is; true without parts.
  case none([Formula])
  /// A CEL expression of type bool.
  case expression(CheckedExpression)
}
