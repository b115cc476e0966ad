import PolicyCEL

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

  /// Takes a session's state; `nil` if anything does not fit.
  init?(_ state: SessionState) {
    func fits(_ instant: Int128) -> Bool { instant.magnitude < UInt128(Self.bound) }
    let (expiry, opening) = (state.expiresAt ?? 0, state.opensAt ?? Int128(Int64.min) / 4)
    guard fits(expiry), fits(opening), state.lifespan.magnitude < 1 << 60 else { return nil }
    isOver = state.active != true || state.expiresAt == nil || !state.isIdentityActive
    expiresAt = Int64(truncatingIfNeeded: expiry)
    opensAt = Int64(truncatingIfNeeded: opening)
    lifespan = Int64(truncatingIfNeeded: state.lifespan)
    level = state.level.map { Int($0.rank) } ?? -1
    methods = state.methodSets
  }
}
