import CEL

/// What verdicts need of a session besides its attributes, as plain bits; instants in nanoseconds.
struct SessionBits: Sendable {
  /// Whether the session is over whatever the time.
  let isOver: Bool
  let expiresAt: Int64
  /// The rank of the level; -1 while nobody knows.
  let level: Int
  /// A bit for each set of methods of which the session completed one.
  private(set) var methods: UInt64
  /// How long a session lives after an extension.
  let lifespan: Int64
  /// When the server begins to extend.
  let opensAt: Int64

  /// Instants and spans below this can be added up without overflow.
  static let bound: Int64 = 1 << 62

  /// Reads a session; `nil` if anything does not fit.
  init?(_ session: Session, _ settings: KratosSettings, methodSets: [[String]]) {
    self.init(
      isOver: session.active != true
        || (session.identity?.state).map { $0 != "active" } ?? false,
      expiresAt: session.expiresAt, lifespan: settings.lifespan(for: session), settings,
      level: session.assuranceLevel)
    for (number, set) in methodSets.prefix(64).enumerated()
    where session.authenticationMethods.contains(where: { set.contains($0.method) }) {
      methods |= 1 << UInt64(number)
    }
  }

  /// Takes a session that was scanned; `nil` if anything does not fit.
  init?(_ session: ScannedSession, _ settings: KratosSettings) {
    // Which organization a session belongs to was not looked at.
    guard settings.release != .head || settings.organizationLifespans.isEmpty else { return nil }
    self.init(
      isOver: session.active != true || !session.isIdentityActive, expiresAt: session.expiresAt,
      lifespan: settings.lifespan, settings, level: session.level)
    methods = session.methodSets
  }

  private init?(
    isOver: Bool, expiresAt: Timestamp?, lifespan: Duration, _ settings: KratosSettings,
    level: AssuranceLevel?
  ) {
    func fit(_ instant: Timestamp) -> Int64? {
      let count = instant.nanosecondsSinceEpoch
      return count.magnitude < UInt128(Self.bound) ? Int64(count) : nil
    }
    self.isOver = isOver || expiresAt == nil
    guard let expiry = fit(expiresAt ?? Timestamp(seconds: 0) ?? .minimum),
      let span = VerdictPlan.nanoseconds(lifespan)
    else { return nil }
    self.expiresAt = expiry
    self.lifespan = span
    guard
      let opening = expiresAt.flatMap(KratosRules(settings).firstExtendable(from:)).map(fit)
        ?? .min
    else { return nil }
    opensAt = opening
    self.level = level.map { Int($0.rank) } ?? -1
    methods = 0
  }
}
