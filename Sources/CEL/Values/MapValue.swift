/// A CEL map. Keys of any number kind that are equal in value are the same key.
public struct MapValue: Sendable {
  /// A key: bool, int, uint or string.
  ///
  /// Integers of both kinds are one key space, so that `{1: x}[1u]` finds `x`; strings are compared
  /// by their code points.
  public enum Key: Sendable {
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case string(String)
  }
}
