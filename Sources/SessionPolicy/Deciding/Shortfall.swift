/// What of a requirement is not met or not known, in the order of its keys.
struct Shortfall: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

  // Not `[]`, which makes a list first: these are the innermost steps of a decision.
  static var none: Shortfall { Shortfall(rawValue: 0) }
  static let aal = Shortfall(rawValue: 1)
  static let methods = Shortfall(rawValue: 2)

  /// The part that is a limit; its bit is the place of its key, after those of the two above.
  init(_ key: LimitKey) {
    self.init(rawValue: 4 << UInt16(LimitKey.allCases.firstIndex(of: key) ?? 0))
  }

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The reasons that they are, in order.
  var reasons: [ReasonCode] {
    var codes: [ReasonCode] = []
    forEach { codes.append($0) }
    return codes
  }

  /// All parts and the reasons that they are, in order.
  private static let all: [(part: Shortfall, reason: ReasonCode)] =
    [(.aal, .aalInsufficient), (.methods, .methodMissing)]
    + LimitKey.allCases.map { (Shortfall($0), $0.row.reason) }

  /// Names the reasons, in order.
  @inline(__always)
  func forEach(_ body: (ReasonCode) -> Void) {
    guard !isEmpty else { return }
    for (part, reason) in Self.all where contains(part) { body(reason) }
  }
}
