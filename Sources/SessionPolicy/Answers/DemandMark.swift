import PolicyTime

/// What a user was sent away to do, and when: a parameter of the URL to which they come back.
///
/// A guard keeps nothing of those that it sends away. Without the mark, somebody whom Kratos sends straight
/// back, since it has nothing to ask, would be sent away again, and so on for ever.
///
/// Nobody gains by forging one: it turns a redirect into a page with the same link.
struct DemandMark: Sendable, Hashable {
  /// The name of the parameter.
  static let name = "session_policy_demand"

  /// The first half of the SHA-256 of what is asked.
  let demand: String
  /// When, in whole seconds.
  let at: Timestamp

  /// The mark of what a decision asks: why, and what is done first.
  init(_ decision: Decision, at now: Timestamp) {
    var words = [decision.outcome.rawValue]
    words += decision.reasons.map { "\($0.code.rawValue) \($0.rule ?? "")" }.sorted()
    words +=
      decision.reauthentication?.steps.map { "\($0.factor) \($0.browser.pathAndQuery)" } ?? []
    demand = SHA256.text(of: words.joined(separator: "\n").utf8, count: 8)
    at = Timestamp(seconds: now.seconds) ?? now
  }

  /// Reads a mark; `nil` for any other text.
  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 16, parts[1].utf8.count <= 12,
      let seconds = Int64(parts[1]), let at = Timestamp(seconds: seconds)
    else { return nil }
    demand = String(parts[0])
    self.at = at
  }

  /// The mark as it stands in a URL.
  var text: String { "\(demand).\(at.seconds)" }
}
