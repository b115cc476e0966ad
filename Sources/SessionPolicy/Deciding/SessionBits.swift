import CEL

/// What verdicts need of a session besides its attributes, as plain bits; instants in nanoseconds.
struct SessionBits: Sendable {
  /// Whether the session is over whatever the time.
  let isOver: Bool
  let expiresAt: Int64
  /// The rank of the level; -1 while nobody knows.
  let level: Int
  /// A bit for each set of methods of which the session completed one.
  let methods: UInt64
  /// How long a session lives after an extension.
  let lifespan: Int64
  /// When the server begins to extend.
  let opensAt: Int64

  /// Instants and spans below this can be added up without overflow.
  static let bound: Int64 = 1 << 62

  /// Reads a session; `nil` if anything does not fit.
  init?(_ session: Session, _ settings: KratosSettings, methodSets: [[String]]) {
    func fit(_ instant: Timestamp) -> Int64? {
      let count = instant.nanosecondsSinceEpoch
      return count.magnitude < UInt128(Self.bound) ? Int64(count) : nil
    }
    isOver =
      session.active != true || session.expiresAt == nil
      || (session.identity?.state).map { $0 != "active" } ?? false
    guard let expiry = fit(session.expiresAt ?? Timestamp(seconds: 0) ?? .minimum),
      let span = VerdictPlan.nanoseconds(settings.lifespan(for: session))
    else { return nil }
    expiresAt = expiry
    lifespan = span
    guard let opening = KratosRules(settings).firstExtendable(session).map(fit) ?? .min else {
      return nil
    }
    opensAt = opening
    level = session.assuranceLevel.map { Int($0.rank) } ?? -1
    var bits: UInt64 = 0
    for (number, set) in methodSets.prefix(64).enumerated()
    where session.authenticationMethods.contains(where: { set.contains($0.method) }) {
      bits |= 1 << UInt64(number)
    }
    methods = bits
  }
}
