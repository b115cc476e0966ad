public import PolicyDiagnostics
public import PolicyJSON
import PolicyTime

/// Reads a session, alone or in any of the wrappers in which sessions travel.
///
/// Accepted are the bare session of whoami and the admin API, the responses to a login or a
/// registration, the claims of a JSON Web Token with a `session`, Oathkeeper's `extra`, a list with
/// exactly one session, a snapshot with `now`, `session`, `request`, `context` and `id`, and an evaluation
/// of OpenID AuthZEN whose subject is the session.
public enum SessionReader {
  /// Reads a file.
  ///
  /// The snapshot is `nil` whenever there is an error; all mistakes are reported at once.
  public static func read(
    _ file: SourceFile, limits: JSONLimits = .standard
  ) -> Loaded<Snapshot> {
    if let secret = NotASession(secret: file.bytes.prefix(256)) {
      return Loaded(nil, [secret.diagnostic(in: SourceFile(name: file.name, bytes: []))])
    }
    let (value, syntax) = JSONReader.parse(file, limits: limits).parts
    let (snapshot, found) = value.map { read($0, in: file).parts } ?? (nil, [])
    let diagnostics = syntax + found
    return Loaded(snapshot, diagnostics.isEmpty ? [] : diagnostics.showing(Secret.masked(file)))
  }

  /// Reads a value that was parsed from a file.
  public static func read(
    _ value: JSONValue, in file: SourceFile
  ) -> Loaded<Snapshot> {
    var decoder = FieldDecoder(file)
    var snapshot: Snapshot?
    do {
      let found = try SessionLocator.locate(in: AuthZENEvaluation.snapshot(value) ?? value)
      if found.isThere { decoder.check(found.session, at: found.value, as: .session) }
      var session = Session(document: found.value)
      // An identity that stands beside the session in a wrapper fills in for a missing one.
      if found.isThere, decoder.value("identity", in: found.session) == nil,
        let beside = found.identity, let members = beside.object
      {
        decoder.check(members, at: beside, as: .identity)
        session.identity = Identity(document: beside)
      }
      snapshot = Snapshot(session: session)
      if let wrapper = found.wrapper {
        readSurroundings(wrapper, into: &snapshot, with: &decoder)
      }
    } catch {
      decoder.report(.notASession, error.message, at: error.range, help: error.help)
    }
    let diagnostics = decoder.diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.path = value.path(to: diagnostic.location.range)
      return diagnostic
    }
    return Loaded(decoder.hasErrors ? nil : snapshot, diagnostics)
  }

  /// Whether a file looks like a session or a wrapper of one, sound or not: by keys that hardly any
  /// other document has.
  package static func isSessionLike(_ file: SourceFile) -> Bool {
    let marks = [
      "authenticated_at", "authentication_methods", "authenticator_assurance_level", "issued_at",
    ].map { Array("\"\($0)\"".utf8) }
    return file.bytes.indices.contains { place in
      file.bytes[place] == UInt8(ascii: "\"")
        && marks.contains { file.bytes[place...].starts(with: $0) }
    }
  }

  /// Reads what stands beside the session.
  private static func readSurroundings(
    _ wrapper: JSONObject, into snapshot: inout Snapshot?, with decoder: inout FieldDecoder
  ) {
    for name in ["now", "request", "context"] {
      if let field = Record.snapshot[name] { decoder.check(field, in: wrapper) }
    }
    snapshot?.id = decoder.value("id", in: wrapper)
    snapshot?.now = wrapper["now"].flatMap(Timestamp.init(field:))
    if let request = wrapper["request"].flatMap(Request.init(field:)) {
      snapshot?.request = request
    }
    snapshot?.context = wrapper["context"]?.object ?? [:]
    if wrapper.members.contains(where: { Self.foreignKeys.contains($0.key) }) {
      decoder.refuseMisspeltKeys(in: wrapper, of: .snapshot)
    } else {
      decoder.refuseUnknownKeys(in: wrapper, of: .snapshot)
    }
  }

  /// Keys that tell other documents with a session in them from snapshots: answers to a login or a
  /// registration, the claims of a token, and what Oathkeeper passes on. They may have any others.
  private static let foreignKeys: Set = [
    "session_token", "identity", "continue_with", "iss", "sub", "aud", "exp", "iat", "nbf", "jti",
    "sid", "subject", "extra", "match_context", "header", "status", "headers", "config",
  ]
}

extension NotASession {
  /// The finding, in a file of which nothing is shown.
  fileprivate func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(
      .notASession, .error, message, at: SourceLocation(file, SourceRange(0, 0)), help: help)
  }
}

extension [Diagnostic] {
  /// The same without a secret in what they say, and with another text of the same length shown in place
  /// of the file's own.
  fileprivate func showing(_ file: SourceFile) -> [Diagnostic] {
    map { diagnostic in
      var shown = diagnostic
      shown.message = Secret.masked(shown.message)
      shown.label = shown.label.map(Secret.masked)
      shown.path = shown.path.map(Secret.masked)
      shown.location = SourceLocation(file, diagnostic.location.range)
      for index in shown.related.indices {
        shown.related[index].location = SourceLocation(file, shown.related[index].location.range)
      }
      return shown
    }
  }
}
