/// What Kratos does with a session, written from its description alone: integers of nanoseconds, and no code of
/// this project.
///
/// Read from Kratos v26.2: `CanBeExtended` compares `expires_at - window < now`; `ExtendSession` writes
/// `now + lifespan`; `DoesSessionSatisfy` computes the level from the methods; the settings want
/// `authenticated_at + privileged_session_max_age` after now, and at the head `0s` is no limit but for
/// passwords.
struct KratosModel {
  var lifespan: Int64 = 86_400_000_000_000
  var window: Int64?
  var privileged: Int64 = 3_600_000_000_000
  var whoami = "highest_available"
  var settings = "highest_available"
  var isHead = false

  /// A session that is asked about, its instants counted from now.
  struct Session {
    var expiresAt: Int64
    var authenticatedAt: Int64
    /// The methods that were completed, each with its level.
    var methods: [(name: String, level: Int)]
    var isActive = true
    var identityState: String? = "active"
    /// The highest level of what the identity has set up.
    var available: Int
    var action: String?
  }

  /// What Kratos answers.
  struct Answer {
    /// Whether whoami shows the session at all.
    var isLive: Bool
    /// Whether the level that is asked for is shown.
    var hasLevel: Bool
    /// Whether the login is recent enough for what is asked.
    var isRecent: Bool
    /// The expiry that an extension gives; `nil` where Kratos answers success and does nothing.
    var extended: Int64?
  }

  func answer(_ session: Session) -> Answer {
    let isLive =
      session.isActive && session.expiresAt > 0
      && (session.identityState == nil || session.identityState == "active")
    let isInSettings = session.action?.hasPrefix("settings.") ?? false
    let required = isInSettings ? settings : whoami
    let first = session.methods.contains { $0.level == 1 }
    let second = session.methods.contains { $0.level == 2 }
    let level = session.methods.isEmpty ? 0 : first && second ? 2 : 1
    let hasLevel =
      level == 2 || (required == "aal1" ? level >= 1 : session.available < 2)
    let isGuarded = isInSettings && session.action != "settings.profile"
    var isRecent = true
    if isGuarded {
      if isHead, privileged <= 0 {
        isRecent = session.action != "settings.password"
      } else {
        let (end, isNever) = session.authenticatedAt.addingReportingOverflow(privileged)
        isRecent = isNever || end > 0
      }
    }
    let (opens, isLongAgo) = session.expiresAt.subtractingReportingOverflow(window ?? lifespan)
    return Answer(
      isLive: isLive, hasLevel: hasLevel, isRecent: isRecent,
      extended: isLongAgo || opens < 0 ? lifespan : nil)
  }
}

extension KratosModel {
  /// Reads what matters from a `kratos.yml` that is written in blocks of mappings, as people write it.
  init(_ text: String) {
    self.init()
    var path: [(indent: Int, key: String)] = []
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      let content = line.dropFirst(indent)
      guard !content.hasPrefix("#"), !content.hasPrefix("-"),
        let colon = content.firstIndex(of: ":")
      else { continue }
      path.removeAll { $0.indent >= indent }
      path.append((indent, String(content[..<colon])))
      let value = content[content.index(after: colon)...].split(separator: "#").first ?? ""
      read(path.map(\.key).joined(separator: "."), value.split(separator: " ").joined())
    }
  }

  private mutating func read(_ path: String, _ value: String) {
    guard !value.isEmpty else { return }
    switch path {
    case "session.lifespan": lifespan = Self.nanoseconds(value)
    case "session.earliest_possible_extend": window = Self.nanoseconds(value)
    case "session.whoami.required_aal": whoami = value
    case "selfservice.flows.settings.required_aal": settings = value
    case "selfservice.flows.settings.privileged_session_max_age":
      privileged = Self.nanoseconds(value)
    default: break
    }
  }

  /// A duration as Go reads it.
  static func nanoseconds(_ text: String) -> Int64 {
    let units: [(String, Int64)] = [
      ("ms", 1_000_000), ("us", 1_000), ("ns", 1), ("h", 3_600_000_000_000),
      ("m", 60_000_000_000), ("s", 1_000_000_000),
    ]
    var rest = text[...]
    var sum: Int64 = 0
    while let first = rest.first, first.isNumber {
      let digits = rest.prefix(while: \.isNumber)
      rest = rest.dropFirst(digits.count)
      guard let unit = units.first(where: { rest.hasPrefix($0.0) }) else { return sum }
      sum += (Int64(digits) ?? 0) * unit.1
      rest = rest.dropFirst(unit.0.count)
    }
    return sum
  }
}
