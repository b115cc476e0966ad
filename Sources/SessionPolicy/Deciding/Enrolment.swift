import PolicyJSON
import PolicyTime

/// What a user has set up, where somebody says so.
struct Enrolment {
  /// The names of methods.
  var methods: NameSet
  /// Whether the session was authenticated recently enough to set up another.
  var isPrivileged: Bool
  /// When that ends; `nil` for never, or if it has.
  var privilegedUntil: Timestamp?

  /// What a snapshot says: the caller of it, or an answer of the admin API; `nil` if neither does.
  init?(of snapshot: Snapshot, _ rules: KratosRules, at now: Timestamp) {
    let credentials = snapshot.session.identity?.document["credentials"]?.object
    guard
      let methods = snapshot.request.enrolledMethods ?? credentials?.members.map(\.key)
    else { return nil }
    self.methods = NameSet(methods)
    isPrivileged = rules.isPrivileged(snapshot.session, at: now)
    privilegedUntil = isPrivileged ? rules.privilegedUntil(snapshot.session) : nil
  }

  init(methods: [String], isPrivileged: Bool, privilegedUntil: Timestamp?) {
    self.methods = NameSet(methods)
    self.isPrivileged = isPrivileged
    self.privilegedUntil = privilegedUntil
  }

  /// What a source says.
  init?(of source: some PreparedInput, at now: Int128) {
    guard source.state.tellsEnrolment, let now = Timestamp(nanosecondsSinceEpoch: now) else {
      return nil
    }
    self.init(of: source.snapshot, KratosRules(source.settings), at: now)
  }
}
