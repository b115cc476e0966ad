import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// Whether a limit of a rule was tested just before it is reached, when it is, and just after.
public struct LimitCoverage: Sendable, Hashable {
  /// The rule by its full name.
  public let rule: String
  /// The key of the limit, such as `max_age`, with its alternative if it stands in one:
  /// `one_of[0].max_age`.
  public let key: String
  /// Whether a case stood within the second before the limit.
  public internal(set) var isTestedBefore = false
  /// Whether a case stood exactly at it.
  public internal(set) var isTestedAt = false
  /// Whether a case stood within the second after it.
  public internal(set) var isTestedAfter = false

  /// Whether all three were tested.
  public var isCovered: Bool { isTestedBefore && isTestedAt && isTestedAfter }

  /// What counts as just before and just after.
  private static let nearness = Duration.seconds(1)

  init(rule: String, key: String) {
    self.rule = rule
    self.key = key
  }

  /// Notes how far a case stood beyond the limit; below zero, how far before it.
  mutating func note(_ excess: Duration) {
    if excess == .zero { isTestedAt = true }
    if excess > .zero, excess <= Self.nearness { isTestedAfter = true }
    if excess < .zero, .zero - excess <= Self.nearness { isTestedBefore = true }
  }
}

extension Rule {
  /// The limits of the rule as they are written, by their keys, and how far a snapshot stands beyond each
  /// at an instant: one that stands beside `one_of` may count from other evidence in each alternative.
  func excesses(
    of snapshot: Snapshot, at now: Timestamp, _ settings: KratosSettings
  ) -> [(key: String, excesses: [Duration])] {
    var found: [(key: String, excesses: [Duration])] = []
    for limit in writtenLimits {
      guard let key = LimitKey(rawValue: limit.key) else { continue }
      let starts = limit.alternatives.compactMap { $0.start(of: key, in: snapshot, settings) }
      found.append(
        (
          String(limit.path.dropFirst(path.count + 1)),
          starts.map { now.elapsed(since: $0) - limit.value.value }
        ))
    }
    if let within {
      let excess = snapshot.session.expiresAt.map { within.value - $0.elapsed(since: now) }
      found.append(("within", [excess].compactMap { $0 }))
    }
    return found
  }
}
