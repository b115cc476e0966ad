public import CEL

/// Why a session is not live.
public enum SessionInactivity: Sendable, Hashable {
  /// Its expiry has come.
  case expired
  /// Its identity is not in the state `active`.
  case identityInactive
  /// It was ended: by a logout, an administrator, or a hook.
  case revoked
  /// It does not say whether it is active, or until when.
  case unknown
}

/// The rules by which Kratos treats a session, as pure functions of the session and an instant.
///
/// Comparisons are to the nanosecond. Results beyond the year 9999 stay at its end.
public struct KratosRules: Sendable {
  /// The settings the rules depend on.
  public let settings: KratosSettings

  /// The rules under some settings.
  public init(_ settings: KratosSettings = KratosSettings()) { self.settings = settings }

  // MARK: Activity

  /// Why a session is not live at an instant; `nil` when it is.
  ///
  /// A session ends *at* `expires_at`. Since `active` in a document is computed when it was written,
  /// a false one has a cause: in this order the expiry, the identity, or else a revocation. An
  /// identity that is missing, or has no state, ends nothing; a missing `active` or `expires_at`
  /// does, because nothing then shows that the session lives.
  public func inactivity(of session: Session, at now: Timestamp) -> SessionInactivity? {
    if let expiresAt = session.expiresAt, expiresAt <= now { return .expired }
    if let state = session.identity?.state, state != "active" { return .identityInactive }
    if session.active == false { return .revoked }
    return session.active == nil || session.expiresAt == nil ? .unknown : nil
  }

  /// Whether a session is live at an instant.
  public func isActive(_ session: Session, at now: Timestamp) -> Bool {
    inactivity(of: session, at: now) == nil
  }

  // MARK: Lifespan

  /// The organization whose lifespan a session has: that of the first completed authentication whose
  /// `organization` is a UUID, in lower case. Not `organization_id` of the identity.
  public func organization(of session: Session) -> String? {
    for entry in session.authenticationMethods {
      if let organization = entry.organization, let id = CanonicalUUID(organization) {
        return id.text
      }
    }
    return nil
  }

  /// How long a session lives after a login or an extension: the lifespan of its organization where
  /// releases know one and it is more than nothing, or else that of the project.
  public func lifespan(of session: Session) -> Duration {
    guard settings.release == .head, let organization = organization(of: session),
      let own = settings.organizationLifespans[organization], own > .zero
    else { return settings.lifespan }
    return own
  }

  // MARK: Extension

  /// How long before the expiry extending begins to work; the project's lifespan if not set.
  public var extendWindow: Duration { settings.earliestPossibleExtend ?? settings.lifespan }

  /// The instant *after* which a session can be extended; `nil` when its expiry is unknown.
  public func extendableAfter(_ session: Session) -> Timestamp? {
    session.expiresAt?.saturatingAdd(.zero - extendWindow)
  }

  /// The first instant at which a session can be extended: a nanosecond after ``extendableAfter(_:)``.
  public func extendableFrom(_ session: Session) -> Timestamp? {
    extendableAfter(session)?.saturatingAdd(.nanoseconds(1))
  }

  /// Whether Kratos would write a new expiry, rather than answer success and do nothing.
  ///
  /// Kratos looks at the expiry alone: a session that is over can be extended too, and one that
  /// expired then lives again.
  public func canBeExtended(_ session: Session, at now: Timestamp) -> Bool {
    guard let after = extendableAfter(session) else { return false }
    return after < now
  }

  /// The expiry that a login or an extension at an instant gives: a lifespan from then on.
  public func expiry(of session: Session, renewedAt now: Timestamp) -> Timestamp {
    now.saturatingAdd(lifespan(of: session))
  }

  /// By how much an extension at an instant moves the expiry; negative when it shortens the session,
  /// `nil` when the present expiry is unknown.
  public func extensionGain(_ session: Session, at now: Timestamp) -> Duration? {
    session.expiresAt.map { expiry(of: session, renewedAt: now).elapsed(since: $0) }
  }
}

extension Timestamp {
  /// The instant a duration later, or the end of the range that it would leave.
  func saturatingAdd(_ duration: Duration) -> Timestamp {
    adding(duration) ?? (duration < .zero ? .minimum : .maximum)
  }
}

/// A UUID in the spelling that Kratos stores, read from any that it takes.
struct CanonicalUUID {
  /// Lower case with hyphens.
  let text: String

  /// Reads a UUID with or without hyphens, in braces, or as a URN.
  init?(_ spelling: String) {
    var body = Array(spelling.lowercased().utf8)
    if body.starts(with: "urn:uuid:".utf8) { body.removeFirst(9) }
    if body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}") {
      body = Array(body.dropFirst().dropLast())
    }
    let hyphens = [8, 13, 18, 23]
    var digits = body
    if body.count == 36 {
      guard hyphens.allSatisfy({ body[$0] == UInt8(ascii: "-") }) else { return nil }
      digits.removeAll { $0 == UInt8(ascii: "-") }
    }
    let isHexadecimal = digits.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    guard digits.count == 32, isHexadecimal else { return nil }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.unicodeScalars.append(Unicode.Scalar(digit))
    }
    self.text = text
  }
}
