public import PolicyJSON
public import PolicyTime

/// Everything a decision is made from, besides the policies and the settings of Kratos.
public struct Snapshot: Sendable, Equatable {
  /// What the caller calls this snapshot; given back with the decision. Any JSON.
  public var id: JSONValue?
  /// The instant to decide for; `nil` when the caller names it elsewhere.
  public var now: Timestamp?
  /// The session.
  public var session: Session
  /// What the user is about to do.
  public var request: Request
  /// Inputs that the policies declare.
  public var context: JSONObject

  /// The snapshot as a document, without the name that the caller gave it.
  package var json: JSONValue {
    .object(
      JSONObject(present: [
        now.map { ("now", .string($0.rfc3339)) }, ("session", session.document),
        ("request", request.document), ("context", .object(context)),
      ]))
  }

  /// Brings together a session and what surrounds it.
  public init(
    id: JSONValue? = nil, now: Timestamp? = nil, session: Session, request: Request = Request(),
    context: JSONObject = [:]
  ) {
    self.id = id
    self.now = now
    self.session = session
    self.request = request
    self.context = context
  }
}
