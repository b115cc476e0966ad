package import PolicyTime

/// A CEL value.
///
/// Strings compare and hash by code point, never by Swift's canonical equivalence. Equality is CEL's
/// `==`: total, across the numeric kinds, with other kinds simply unequal.
package enum Value: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A signed 64-bit integer.
  case int(Int64)
  /// An unsigned 64-bit integer.
  case uint(UInt64)
  /// An IEEE 754 double.
  case double(Double)
  /// A string of code points.
  case string(String)
  /// A string of octets.
  case bytes([UInt8])
  /// An instant.
  case timestamp(Timestamp)
  /// A span of time in whole nanoseconds, within ±315 576 000 000 seconds.
  case duration(Duration)
  /// An IP address.
  case ip(IPAddress)
  /// A range of IP addresses.
  case cidr(CIDR)
  /// A list.
  case list([Value])
  /// A map with bool, int, uint or string keys.
  case map(MapValue)
  /// A type as a value, as `type(1)` gives.
  case type(ValueType)
  /// An optional value; `nil` is `optional.none()`.
  indirect case optional(Value?)
}
