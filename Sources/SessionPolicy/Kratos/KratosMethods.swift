/// The methods that `selfservice.methods` enables.
///
/// What a configuration does not mention is as Kratos' schema has it by default: password, code and
/// profile are on, every other method is off.
public struct KratosMethods: Sendable, Hashable {
  private var states: [String: Bool]

  /// The methods that Kratos has, each with whether it is on by default.
  public static let defaults: [String: Bool] = Dictionary(
    KnownMethod.all.compactMap { method in method.setting.map { ($0, method.isOnByDefault) } },
    uniquingKeysWith: { first, _ in first })

  /// Enables the methods that are on by default.
  public init() { states = Self.defaults }

  /// Whether a method is enabled; one that Kratos does not have is not.
  public func isEnabled(_ method: String) -> Bool { states[method] ?? false }

  /// The methods that are enabled, in the order of their names.
  public var enabled: [String] { states.filter(\.value).keys.sorted() }

  /// Turns a method on or off.
  public mutating func set(_ method: String, enabled: Bool) { states[method] = enabled }
}
