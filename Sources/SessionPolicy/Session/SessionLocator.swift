import PolicyDiagnostics
import PolicyJSON

/// A session found in a document, with what stands around it.
struct LocatedSession {
  /// The members of the session.
  var session: JSONObject
  /// The session.
  var value: JSONValue
  /// The object whose `session` it is, if it has one.
  var wrapper: JSONObject?
  /// The identity that stands beside it, if one does.
  var identity: JSONValue?
}

extension LocatedSession {
  /// Tells that there is no session, as Kratos or the caller says.
  static func none(_ value: JSONValue, in wrapper: JSONObject?) -> LocatedSession {
    LocatedSession(session: [:], value: JSONValue(.null, range: value.range), wrapper: wrapper)
  }

  /// Whether there is a session.
  var isThere: Bool { !value.isNull }
}

/// Why a document holds no session.
struct NotASession: Error {
  var message: String
  var help: String?
  var range: SourceRange?
}

/// Finds the session in the documents that carry one.
enum SessionLocator {
  /// How many wrappers may stand around one another, as a login response within a snapshot.
  private static let maximumWrappers = 4

  /// The session of a document.
  static func locate(in value: JSONValue) throws(NotASession) -> LocatedSession {
    try locate(in: value, wrappers: 0)
  }

  private static func locate(
    in value: JSONValue, wrappers: Int
  ) throws(NotASession) -> LocatedSession {
    guard wrappers < maximumWrappers else {
      throw NotASession(
        message: "sessions are wrapped in one another more than \(maximumWrappers) times",
        range: value.start)
    }
    switch value.kind {
    case .array(let elements):
      guard let only = elements.first, elements.count == 1 else {
        throw NotASession(listOf: elements.count, at: value.start)
      }
      return try locate(in: only, wrappers: wrappers + 1)
    case .object(let object):
      return try locate(in: object, value, wrappers: wrappers)
    case .string(let text):
      if var secret = NotASession(secret: text.utf8) {
        secret.range = value.range
        throw secret
      }
      throw NotASession(text: text, at: value.range)
    default:
      throw NotASession(
        message: "expected a session as an object, found \(value.kindName)",
        help: NotASession.howToGetOne, range: value.range)
    }
  }

  private static func locate(
    in object: JSONObject, _ value: JSONValue, wrappers: Int
  ) throws(NotASession) -> LocatedSession {
    if let inner = object["session"], !inner.isNull {
      if isUnauthorized(inner) { return .none(inner, in: object) }
      var found = try locate(in: inner, wrappers: wrappers + 1)
      if found.identity == nil { found.identity = object["identity"] }
      found.wrapper = object
      return found
    }
    if let none = object["session"], isSnapshot(object) { return .none(none, in: object) }
    if isUnauthorized(value) { return .none(value, in: nil) }
    if isInCamelCase(object) { throw NotASession(inCamelCaseAt: value.start) }
    if looksLikeSession(object) { return LocatedSession(session: object, value: value) }
    // What Axios answers: the body with the status, the headers and the request beside it.
    if let body = object["data"], object["status"] != nil || object["headers"] != nil {
      return try locate(in: body, wrappers: wrappers + 1)
    }
    if let extra = object["extra"], let members = extra.object,
      looksLikeSession(members) || members["session"]?.object != nil
    {
      return try locate(in: extra, wrappers: wrappers + 1)
    }
    throw NotASession(recognizing: object, at: value.start)
  }

  /// The members by which a session is known.
  private static let markers = Record.session.fields.filter(\.isMarker).map(\.name)

  /// Whether an object has keys of a snapshot alone.
  private static func isSnapshot(_ object: JSONObject) -> Bool {
    object.members.allSatisfy { Record.snapshot[$0.key] != nil }
  }

  /// Whether a value is the body with which Kratos answers 401: there is no session.
  private static func isUnauthorized(_ value: JSONValue) -> Bool {
    value["error"]?["code"]?.number?.int64 == 401
  }

  /// Whether the members by which a session is known stand there in camel case alone.
  private static func isInCamelCase(_ object: JSONObject) -> Bool {
    let names = ["expiresAt", "authenticatedAt", "issuedAt", "authenticationMethods"]
    return names.contains { object[$0] != nil }
      && !["expires_at", "authenticated_at", "issued_at"].contains { object[$0] != nil }
  }

  private static func looksLikeSession(_ object: JSONObject) -> Bool {
    guard object["ui"] == nil, object["request_url"] == nil else { return false }
    let count = markers.count { object[$0] != nil }
    return count >= (object["id"] == nil ? 2 : 1)
  }
}
