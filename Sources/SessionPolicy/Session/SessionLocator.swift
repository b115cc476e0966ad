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
      var found = try locate(in: inner, wrappers: wrappers + 1)
      if found.identity == nil { found.identity = object["identity"] }
      found.wrapper = object
      return found
    }
    if looksLikeSession(object) { return LocatedSession(session: object, value: value) }
    if let extra = object["extra"], let members = extra.object,
      looksLikeSession(members) || members["session"]?.object != nil
    {
      return try locate(in: extra, wrappers: wrappers + 1)
    }
    throw NotASession(recognizing: object, at: value.start)
  }

  /// The members by which a session is known.
  private static let markers = Record.session.fields.filter(\.isMarker).map(\.name)

  private static func looksLikeSession(_ object: JSONObject) -> Bool {
    guard object["ui"] == nil, object["request_url"] == nil else { return false }
    let count = markers.count { object[$0] != nil }
    return count >= (object["id"] == nil ? 2 : 1)
  }
}
