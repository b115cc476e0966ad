import PolicyDiagnostics
package import PolicyJSON
import PolicyTime

/// A session that shows something, in a line: what of it is not as it mostly is.
///
/// The document itself is for programs, and for suites. This is what people read beside a message, and no
/// longer than they read: ``limit`` things, each cut where it is long.
package struct WitnessWords: Sendable {
  private let document: JSONValue
  private let now: Timestamp?

  /// How many things are said of a session.
  private static let limit = 8
  /// How many characters a value has.
  private static let length = 60

  package init(_ document: JSONValue) {
    self.document = document
    now = document["now"]?.string.flatMap { Timestamp(rfc3339: $0) }
  }

  /// The line: `a session at aal1, session.age 30d, request.action "pay"`.
  package var text: String {
    let level = document["session"]?["authenticator_assurance_level"]?.string
    let entries = self.entries
    let shown = entries.prefix(Self.limit).joined(separator: ", ")
    let more =
      entries.count > Self.limit ? " and \(entries.count - Self.limit) things more" : ""
    return (["a session" + (level.map { " at \($0)" } ?? "")] + (shown.isEmpty ? [] : [shown]))
      .joined(separator: ", ") + more
  }

  private var entries: [String] {
    guard let session = document["session"] else { return [] }
    let age = since(session["issued_at"])
    let login = since(session["authenticated_at"])
    var entries: [String] = []
    if let age, age != .seconds(2 * 3_600) { entries.append("session.age \(words(age))") }
    if let login, login != age {
      entries.append("session.authentication_age \(words(login))")
    }
    if let left = until(session["expires_at"]), left != .seconds(22 * 3_600) {
      entries.append("session.remaining \(words(left))")
    }
    for method in session["authentication_methods"]?.array ?? [] {
      guard let name = method["method"]?.string, let ago = since(method["completed_at"]),
        ago != login || name != "password"
      else { continue }
      entries.append("\(name) \(words(ago)) ago")
    }
    if session["identity"] == nil { entries.append("no identity") }
    for (path, value) in leaves(of: document["request"], "request")
      + leaves(of: document["context"], "context")
      + leaves(of: session["identity"], "identity")
    {
      switch path {
      case "request.last_active_at":
        entries.append("session.idle \(since(value).map(words) ?? "unknown")")
      case "identity.id": continue
      case "identity.state" where value.string == "active": continue
      case "identity.schema_id" where value.string == "default": continue
      default: entries.append("\(path) \(text(of: value))")
      }
    }
    return entries
  }

  private func leaves(of value: JSONValue?, _ path: String) -> [(String, JSONValue)] {
    guard let value else { return [] }
    guard let object = value.object else { return [(path, value)] }
    return object.members.flatMap { leaves(of: $0.value, "\(path).\($0.key)") }
  }

  private func text(of value: JSONValue) -> String {
    shortened(JSONWriter.text(of: value), to: Self.length)
  }

  private func since(_ value: JSONValue?) -> Duration? {
    guard let now, let instant = value?.string.flatMap({ Timestamp(rfc3339: $0) }) else {
      return nil
    }
    return now.elapsed(since: instant)
  }

  private func until(_ value: JSONValue?) -> Duration? {
    guard let now, let instant = value?.string.flatMap({ Timestamp(rfc3339: $0) }) else {
      return nil
    }
    return instant.elapsed(since: now)
  }

  /// A time in days, hours and less: an age may be a second below zero, for databases round.
  private func words(_ span: Duration) -> String {
    let text = (span < .zero ? .zero - span : span).policyText ?? span.secondsText
    return (span < .zero ? "-" : "") + text
  }
}
