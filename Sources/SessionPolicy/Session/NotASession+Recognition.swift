import PolicyDiagnostics
import PolicyJSON

extension NotASession {
  /// Where a session comes from.
  static let howToGetOne =
    "pass the answer of `GET /sessions/whoami` or `GET /admin/sessions/{id}?expand=identity`"

  /// Tells that a list does not hold exactly one session.
  init(listOf count: Int, at range: SourceRange?) {
    self.init(
      message: count == 0
        ? "the list of sessions is empty" : "the list holds \(count) sessions, and one is decided",
      help: count == 0
        ? Self.howToGetOne
        : "pick one, as with `jq '.[0]'`; to decide all, write one to a line for `decide --stream`",
      range: range)
  }

  /// Tells that a text was found, and what it holds if that is a document.
  init(text: String, at range: SourceRange?) {
    let isDocument = text.first { !$0.isWhitespace } == "{"
    self.init(
      message: isDocument
        ? "expected a session as an object, found one written into a text"
        : "expected a session as an object, found a string",
      help: isDocument
        ? "pass the document itself, as `jq fromjson` takes it out of its text" : Self.howToGetOne,
      range: range)
  }

  /// Tells that a session was written by a model of the client's own.
  init(inCamelCaseAt range: SourceRange?) {
    self.init(
      message: "this is a session in camel case, as no Kratos writes it",
      help:
        "pass on the JSON that Kratos answered, with `expires_at` and its other keys as they were",
      range: range)
  }

  /// Says what an object is, if that can be told, or else what it lacks.
  init(recognizing object: JSONObject, at range: SourceRange?) {
    let (message, help) =
      Self.emptyOrPartial(object) ?? Self.flow(object) ?? Self.errorResponse(object)
      ?? Self.account(object) ?? Self.otherFile(object) ?? Self.wrapping(object)
      ?? Self.lacking(object)
    self.init(message: message, help: help, range: range)
  }

  private typealias Words = (message: String, help: String)

  private static func emptyOrPartial(_ object: JSONObject) -> Words? {
    if object.isEmpty { return ("an empty object is no session", howToGetOne) }
    guard object["session"] != nil || object["request"] != nil || object["context"] != nil
    else { return nil }
    return ("the snapshot has no `session`", howToGetOne)
  }

  private static func flow(_ object: JSONObject) -> Words? {
    guard object["ui"] != nil || object["request_url"] != nil else { return nil }
    var name = "self-service"
    if object["requested_aal"] != nil || object["refresh"] != nil {
      name = "login"
    } else if let url = object["request_url"]?.string {
      let kinds = ["settings", "registration", "recovery", "verification", "login"]
      name = kinds.first { url.contains("/\($0)") } ?? name
    }
    return (
      "this is a \(name) flow, not a session",
      "a flow is the form the user fills in; read the session from `GET /sessions/whoami` afterwards"
    )
  }

  private static func errorResponse(_ object: JSONObject) -> Words? {
    guard let error = object["error"]?.object else { return nil }
    let code = error["code"]?.number?.int64
    var name = code.map { " \($0)" } ?? ""
    if let id = error["id"]?.string { name += " \(quotedForDisplay(id))" }
    let help =
      switch code {
      case 403: "whoami wants a second factor first; read the session from the admin API instead"
      default: howToGetOne
      }
    return ("this is the error\(name) that Kratos answered, not a session", help)
  }

  private static func account(_ object: JSONObject) -> Words? {
    if object["session_token"] != nil || object["sessionToken"] != nil {
      return ("this is a session token without its session", howToGetOne)
    }
    if object["sid"] != nil || (object["exp"] != nil && object["sub"] != nil) {
      return (
        "these are the claims of a token, and they carry no `session`",
        "call whoami without `tokenize_as`, or put the session into the claims by the claims mapper"
      )
    }
    if object["schema_id"] != nil || object["traits"] != nil {
      return ("this is an identity, not a session", howToGetOne)
    }
    if object["identity"]?.object != nil {
      return (
        "this is the response to a registration, and it carries no `session`",
        "the `session` hook after registration makes Kratos sign the new user in"
      )
    }
    return nil
  }

  private static func otherFile(_ object: JSONObject) -> Words? {
    if object["selfservice"] != nil || object["dsn"] != nil || object["serve"] != nil {
      return ("this is a configuration of Kratos, not a session", "pass it with `--kratos`")
    }
    if object["rules"] != nil { return ("this is a policy, not a session", howToGetOne) }
    return nil
  }

  /// Where in an envelope that nobody here knows a session stands: an answer that a client or a gateway
  /// wrapped in objects of its own. Looks three levels deep, at a hundred members at most.
  private static func wrapping(_ object: JSONObject) -> Words? {
    var level: [(path: [String], object: JSONObject)] = [([], object)]
    var left = 100
    for _ in 0..<3 {
      var next: [(path: [String], object: JSONObject)] = []
      for (path, object) in level {
        for member in object.members.prefix(left) {
          left -= 1
          guard let members = member.value.object else { continue }
          if (try? SessionLocator.locate(in: member.value)) != nil {
            let place = escapedForDisplay(
              (path + [member.key]).map { shortened($0, to: 80) }.joined(separator: "."))
            return (
              "this is no session: one stands within it, at `\(place)`", "pass that member alone"
            )
          }
          next.append((path + [member.key], members))
        }
      }
      level = next
    }
    return nil
  }

  private static func lacking(_ object: JSONObject) -> Words {
    let missing = ["id", "active", "expires_at", "authenticated_at"]
      .filter { object[$0] == nil }.map { "`\($0)`" }.joined(separator: ", ")
    return ("this is no session: it has no \(missing)", howToGetOne)
  }
}
