/// What of a requirement is not met or not known, in the order of its keys.
struct Shortfall: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let aal = Shortfall(rawValue: 1)
  static let methods = Shortfall(rawValue: 2)
  static let maxAge = Shortfall(rawValue: 4)
  static let maxIdle = Shortfall(rawValue: 8)
  static let maxLifetime = Shortfall(rawValue: 16)

  /// The reasons that they are, in order.
  var reasons: [ReasonCode] {
    var codes: [ReasonCode] = []
    forEach { codes.append($0) }
    return codes
  }

  /// Names the reasons, in order.
  @inline(__always)
  func forEach(_ body: (ReasonCode) -> Void) {
    guard !isEmpty else { return }
    if contains(.aal) { body(.aalInsufficient) }
    if contains(.methods) { body(.methodMissing) }
    if contains(.maxAge) { body(.maxAgeExceeded) }
    if contains(.maxIdle) { body(.idleTimeout) }
    if contains(.maxLifetime) { body(.lifetimeExceeded) }
  }
}
