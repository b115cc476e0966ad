/// The type of a CEL expression or value.
package indirect enum ValueType: Hashable, Sendable {
  /// The type of `null`.
  case null
  /// `bool`.
  case bool
  /// `int`.
  case int
  /// `uint`.
  case uint
  /// `double`.
  case double
  /// `string`.
  case string
  /// `bytes`.
  case bytes
  /// `google.protobuf.Timestamp`.
  case timestamp
  /// `google.protobuf.Duration`.
  case duration
  /// `list(T)`.
  case list(ValueType)
  /// `map(K, V)`.
  case map(ValueType, ValueType)
  /// The type of a type value; `type(T)`.
  case type(ValueType)
  /// A named type with parameters, such as `optional_type(T)`.
  case abstract(String, [ValueType])
  /// A record declared by the environment, by its name in ``Environment/objects``.
  ///
  /// On a record null and absent are the same, and reading an absent field is an error that names it.
  case object(String)
  /// A type parameter of a function declaration, or a free variable while checking.
  case parameter(String)
  /// Anything; checked at evaluation.
  case dyn
  /// The type of an expression that was already reported; it fits everything and is never reported again.
  case error

  /// `net.IP`.
  package static let ip = ValueType.abstract("net.IP", [])

  /// `net.CIDR`.
  package static let cidr = ValueType.abstract("net.CIDR", [])

  /// `optional_type(T)`.
  package static func optional(_ wrapped: ValueType) -> ValueType {
    .abstract("optional_type", [wrapped])
  }
}
