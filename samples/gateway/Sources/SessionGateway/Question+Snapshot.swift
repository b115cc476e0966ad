import SessionPolicy

extension Question {
  /// What somebody else than the proxy says of a session.
  struct Knowledge: Sendable {
    /// When the session was last let through.
    var lastActive: Timestamp?
    /// When the cookie was issued that the browser will have.
    var cookieIssued: Timestamp?
    /// The methods that the user has set up; `nil` if nobody says.
    var enrolled: [String]?
  }

  /// Puts together what is decided about.
  ///
  /// - Throws: ``Unavailable`` for what cannot be read, so that it lets nobody through.
  func snapshot(
    of session: JSONValue, _ known: Knowledge = Knowledge()
  ) throws(Unavailable) -> Snapshot {
    var request = NestedObject()
    request.set(["client", "type"], .string(inputs.isBrowser ? "browser" : "native"))
    if let action = inputs.action { request.set(["action"], .string(action)) }
    if let address = inputs.address { request.set(["ip"], .string(address)) }
    if let instant = known.lastActive {
      request.set(["last_active_at"], .string(instant.rfc3339))
    }
    if let instant = known.cookieIssued {
      request.set(["cookie_issued_at"], .string(instant.rfc3339))
    }
    if let enrolled = known.enrolled {
      request.set(["enrolled_methods"], .array(enrolled.map { .string($0) }))
    }
    request.set(["interactive"], .bool(inputs.isBrowser))
    var context = NestedObject()
    for input in inputs.others {
      // Below `request` nothing is a number; a country called 49 is a text.
      let value = Self.value(of: input.text)
      if input.path.first == "context" {
        context.set(input.path.dropFirst(), value)
      } else {
        request.set(input.path.dropFirst(), value.number == nil ? value : .string(input.text))
      }
    }
    let document: JSONValue = [
      "session": session, "request": request.value, "context": context.value,
    ]
    let (snapshot, problems) = SessionReader.read(
      document, in: SourceFile(name: "question", bytes: [])
    ).parts
    guard let snapshot else {
      let problem = problems.first { $0.severity == .error }
      throw Unavailable(
        reason: "what was asked cannot be read: \(problem?.message ?? "no session")")
    }
    return snapshot
  }

  /// What a field of a request says: a number, `true` or `false` as in JSON, and otherwise a text.
  private static func value(of text: String) -> JSONValue {
    let parsed = JSONReader.parse(SourceFile(name: "field", text: text)).value
    switch parsed?.kind {
    case .bool, .number: return parsed ?? .string(text)
    default: return .string(text)
    }
  }
}
