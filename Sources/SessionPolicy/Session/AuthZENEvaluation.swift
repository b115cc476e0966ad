import PolicyJSON

/// A question in the shape of OpenID AuthZEN 1.0 (Authorization API, §5): subject, action, resource, context.
enum AuthZENEvaluation {
  /// The snapshot that a question holds, as a document; `nil` for a document of another kind.
  ///
  /// The subject is the session: its `properties` are the session's document, to which its `id` is added
  /// where that has none. `action.name` is `request.action`, `context.request` the other fields of the
  /// request, and the rest of `context` what policies declare. The resource is `context.resource`.
  static func snapshot(_ question: JSONValue) -> JSONValue? {
    guard let object = question.object, let subject = object["subject"]?.object,
      let action = object["action"]?.object, object["resource"]?.object != nil,
      object["session"] == nil
    else { return nil }
    var session = subject["properties"]?.object ?? JSONObject()
    if session["session"] == nil, session["id"] == nil, let id = subject["id"] {
      session["id"] = id
    }
    var context = object["context"]?.object ?? JSONObject()
    var request = context["request"]?.object ?? JSONObject()
    context["request"] = nil
    if let name = action["name"] { request["action"] = name }
    if let resource = object["resource"] { context["resource"] = resource }
    let inner = session["session"] ?? .object(session)
    return .object(["session": inner, "request": .object(request), "context": .object(context)])
  }
}
