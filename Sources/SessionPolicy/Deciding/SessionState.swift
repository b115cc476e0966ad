import PolicyCEL
import PolicyDiagnostics

/// What decisions need of a session besides its attributes; spans and instants in nanoseconds.
struct SessionState: Sendable {
  let id: SessionID
  /// Whether it was live when its document was written.
  let active: Bool?
  let expiresAt: Int128?
  /// Whether the identity, where it is shown with a state, is active.
  let isIdentityActive: Bool
  /// `nil` while nobody knows.
  let level: AssuranceLevel?
  /// Whether a first factor was completed, or a login that another provider vouched for.
  let hasFirstFactor: Bool
  /// How long it lives after an extension.
  let lifespan: Int128
  /// The first instant at which the server extends it.
  let opensAt: Int128?
  /// A bit for each of the first sets of methods of which it completed one.
  let methodSets: UInt64
  /// The numbers of further such sets; `nil` for none.
  private let furtherSets: Set<Int>?

  /// Reads a session.
  init(_ session: Session, _ settings: KratosSettings, methodSets: [[String]]) {
    var bits: UInt64 = 0
    var further: Set<Int> = []
    for (number, set) in methodSets.enumerated()
    where session.authenticationMethods.contains(where: { $0.isOne(of: set) }) {
      if number < 64 { bits |= 1 << UInt64(number) } else { further.insert(number) }
    }
    self.init(
      id: .text(session.id), active: session.active, expiresAt: session.expiresAt,
      isIdentityActive: session.identity?.state.map { $0 == "active" } ?? true,
      level: session.assuranceLevel,
      hasFirstFactor: session.authenticationMethods.contains { $0.level == .aal1 || $0.isUpstream },
      lifespan: settings.lifespan(for: session), settings, bits,
      further.isEmpty ? nil : further)
  }

  /// Takes a session that was scanned; `nil` if its lifespan depends on what was not looked at.
  init?(_ session: borrowing ScannedSession, id: SessionID, _ settings: KratosSettings) {
    guard settings.release != .head || settings.organizationLifespans.isEmpty else { return nil }
    self.init(
      id: id, active: session.active, expiresAt: session.expiresAt,
      isIdentityActive: session.isIdentityActive, level: session.level,
      hasFirstFactor: session.hasFirstFactor, lifespan: settings.lifespan, settings,
      session.methodSets, nil)
  }

  private init(
    id: SessionID, active: Bool?, expiresAt: Timestamp?, isIdentityActive: Bool,
    level: AssuranceLevel?, hasFirstFactor: Bool, lifespan: Duration, _ settings: KratosSettings,
    _ methodSets: UInt64, _ furtherSets: Set<Int>?
  ) {
    self.id = id
    self.active = active
    self.expiresAt = expiresAt?.nanosecondsSinceEpoch
    self.isIdentityActive = isIdentityActive
    self.level = level
    self.hasFirstFactor = hasFirstFactor
    self.lifespan = lifespan.clampedNanoseconds
    opensAt =
      expiresAt.flatMap(KratosRules(settings).firstExtendable(from:))?
      .nanosecondsSinceEpoch
    self.methodSets = methodSets
    self.furtherSets = furtherSets
  }

  /// Whether one of a set of methods was completed, by the number of the set.
  func completed(_ set: Int) -> Bool {
    set < 64 ? methodSets >> UInt64(set) & 1 != 0 : furtherSets?.contains(set) ?? false
  }
}

/// The identifier of a session, made a text only when it is asked for.
enum SessionID: Sendable {
  case text(String)
  /// A place in a document, without escapes.
  case place(SourceFile, Range<Int>)

  var text: String {
    switch self {
    case .text(let text): text
    case .place(let file, let range): String(decoding: file.bytes[range], as: UTF8.self)
    }
  }
}

extension Duration {
  /// The duration in nanoseconds, at most CEL's range of ±10 000 years, which leads out of all calendars.
  var clampedNanoseconds: Int128 {
    wholeNanoseconds ?? (self < .zero ? -1 : 1) * 315_576_000_000_000_000_000
  }
}

/// An instant some nanoseconds later; `nil` beyond the calendar.
func instant(_ start: Int128, plus nanoseconds: Int128) -> Int128? {
  let end = start + nanoseconds
  return Timestamp.calendar.contains(end) ? end : nil
}

extension Timestamp {
  /// All instants, in nanoseconds since 1970.
  fileprivate static let calendar =
    minimum.nanosecondsSinceEpoch...maximum.nanosecondsSinceEpoch
}
