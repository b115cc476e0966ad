import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// Documents as clients hold them: read, or refused with a word on what they are.
@Suite struct DocumentFormTests {
  private static func read(_ text: String) -> (snapshot: Snapshot?, diagnostics: [Diagnostic]) {
    let file = SourceFile(name: "session.json", text: text)
    let (snapshot, diagnostics) = SessionReader.read(file).parts
    return (snapshot, diagnostics)
  }

  @Test(arguments: [
    ("2026-03-02 08:30:00Z", "2026-03-02T08:30:00Z"),
    ("2026-03-02 08:30:00.5+00:00", "2026-03-02T08:30:00.5Z"),
    ("2026-03-02 09:30:00+01:00", "2026-03-02T08:30:00Z"),
    ("2026-03-02 08:30:00 UTC", "2026-03-02T08:30:00Z"),
    ("2026-03-02 09:30:00 +0100", "2026-03-02T08:30:00Z"),
    ("2026-03-02 04:00:00 -0430", "2026-03-02T08:30:00Z"),
    ("2026-03-02 08:30:00.5 +0000", "2026-03-02T08:30:00.5Z"),
    ("2026-03-02 09:30:00 +01:00", "2026-03-02T08:30:00Z"),
    ("2026-03-02T09:30:00+0100", "2026-03-02T08:30:00Z"),
    ("2026-03-02T09:30:00.1234567899+0100", "2026-03-02T08:30:00.123456789Z"),
    ("2026-03-02 09:30:00 +2500", nil), ("2026-03-02 09:30:00 +100", nil),
    ("2026-03-02 09:30:00  +0100", nil), ("2026-03-02 09:30:00 0100", nil),
    ("2026-03-02 09:30:00 +0100 UTC", nil), ("2026-03-02 09:30:00 +01:0", nil),
    ("2026-03-02T08:30:00.1234567899999Z", "2026-03-02T08:30:00.123456789Z"),
    ("2026-03-02 08:30:00.1234567891 UTC", "2026-03-02T08:30:00.123456789Z"),
    ("2026-03-02", nil), ("2026-03-02 08:30", nil), ("2026-03-02 08:30:00", nil),
    ("2026-03-02  08:30:00Z", nil), ("2026-03-02T08:30:00.Z", nil),
    ("2026-03-02 UTC 08:30:00", nil),
    ("1772355600", nil), ("", nil), ("2026-02-30 08:30:00Z", nil),
  ])
  func instantsAreReadAsClientsWriteThem(_ text: String, _ instant: String?) {
    #expect(Timestamp(document: text)?.rfc3339 == instant)
    let (snapshot, diagnostics) = Self.read(
      #"{"id": "s", "active": true, "authenticator_assurance_level": "aal1", "issued_at": "\#(text)"}"#
    )
    #expect(snapshot?.session.issuedAt?.rfc3339 == instant)
    #expect(diagnostics.isEmpty == (instant != nil))
  }

  @Test func whatAxiosAnswersHoldsTheSessionBelowData() {
    let (snapshot, diagnostics) = Self.read(
      """
      {"data": {"id": "s", "active": true}, "status": 200, "statusText": "OK", "headers": {},
       "config": {}, "request": {}}
      """)
    #expect(diagnostics.isEmpty)
    #expect(snapshot?.session.id == "s")
    #expect(snapshot?.request == Request())
  }

  @Test(arguments: [
    #"{"id": "s", "active": true, "expiresAt": "2026-03-02T09:00:00Z"}"#,
    #"{"session": {"id": "s", "authenticationMethods": [], "issuedAt": "x"}}"#,
  ])
  func camelCaseIsRecognised(_ text: String) {
    let (snapshot, diagnostics) = Self.read(text)
    #expect(snapshot == nil)
    #expect(
      diagnostics.map(\.message) == ["this is a session in camel case, as no Kratos writes it"])
  }

  private static let token = "ory_st_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY"
  private static let cookie =
    "MTc3MjM1NTYwMHxEWDhFQVFMX2dBQUJFQUVRQUFCSF80QUFBUVp6ZEhKcGJtY01Ed0FOYzJWemMybHZibDkwYjJ0bGJn=="
  private static let webToken =
    "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEiLCJzaWQiOiJhYmMifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ"

  /// Secrets as values and as keys where something else belongs.
  private static let wrongPlaces: [(String, String?)] = [token, cookie, webToken].flatMap {
    [
      "{\"id\": \"s\", \"active\": true, \"expires_at\": \"\($0)\"}",
      "{\"id\": \"s\", \"active\": true, \"authenticator_assurance_level\": \"\($0)\"}",
      "{\"session\": {\"id\": \"s\", \"active\": true}, \"\($0)\": 1}",
      "{\"session\": {\"id\": \"s\", \"active\": true}, \"request\": {\"\($0)\": 1}}",
      "{\"session\": {\"id\": \"s\", \"active\": true}, \"now\": \"\($0)\"}",
      "{\"session\": {\"id\": \"s\", \"active\": true}, \"request\": {\"last_active_at\": \"\($0)\"}}",
      "{\"id\": \"s\", \"active\": true, \"\($0)\": 1, \"\($0)\": 2}",
    ].map { ($0, nil) }
  }

  @Test(
    arguments: [
      (token, "this is a session token, not a session"),
      ("\"\(token)\"\n", "this is a session token, not a session"),
      ("  \(cookie)", "this is a session cookie, not a session"),
      ("ory_kratos_session=\(cookie)", "this is a session cookie, not a session"),
      ("Cookie: a=b; ory_kratos_session=\(cookie)", "this is a session cookie, not a session"),
      (webToken, "this is a JSON Web Token, not a session"),
      ("{\"session\": \"\(token)\"}", "this is a session token, not a session"),
      ("{\"session_token\": \"\(token)\"}", "this is a session token without its session"),
      ("{\"session_token\": \"\(token)\" \"session\": {}}", nil),
      ("{\"session_token\": \"\(token)\", \"session\": {\"id\": 7, \"active\": true}}", nil),
      ("{\"id\": \"s\", \"active\": 1, \"tokenized\": \"\(webToken)\"}", nil),
      ("{\"id\": \"s\", \"active\": 1, \"cookie\": \"\(cookie)\"}", nil),
    ] + wrongPlaces)
  func secretsAreNamedAndNeverShown(_ text: String, _ message: String?) {
    let (snapshot, diagnostics) = Self.read(text)
    #expect(snapshot == nil)
    if let message { #expect(diagnostics.map(\.message) == [message]) }
    let shown = DiagnosticFormatter().format(diagnostics)
    #expect(!diagnostics.isEmpty)
    for secret in [Self.token, Self.cookie, Self.webToken] {
      #expect(!shown.contains(secret.dropFirst(8).prefix(12)), "\(shown)")
    }
  }

  @Test(arguments: [
    #"{"session": null}"#, #"{"session": null, "request": {"action": "a"}, "context": {}}"#,
    #"{"error": {"code": 401, "status": "Unauthorized", "reason": "No valid session"}}"#,
    #"{"session": {"error": {"code": 401}}, "now": "2026-03-01T09:00:00Z"}"#,
  ])
  func whereThereIsNoSessionKratosSaysSo(_ text: String) {
    let (snapshot, diagnostics) = Self.read(text)
    #expect(diagnostics.isEmpty)
    #expect(snapshot?.session.isThere == false)
  }

  @Test(arguments: [
    (#"{"error": {"code": 403}}"#, "this is the error 403 that Kratos answered, not a session"),
    (#"{"error": {"code": 500}}"#, "this is the error 500 that Kratos answered, not a session"),
    (
      #"{"session": {"error": {"code": 403}}}"#,
      "this is the error 403 that Kratos answered, not a session"
    ),
  ])
  func otherErrorsAreNoAnswer(_ text: String, _ message: String) {
    #expect(Self.read(text).diagnostics.map(\.message) == [message])
  }

  @Test(arguments: [
    (
      #""reqest": {}"#, "a snapshot has no `reqest`, so it would change nothing",
      "did you mean `request`?"
    ),
    (
      #""requests": {"action": "a"}"#, "a snapshot has no `requests`, so it would change nothing",
      "did you mean `request`?"
    ),
    (
      #""anything": 1"#, "a snapshot has no `anything`, so it would change nothing",
      "there are `now`, `session`, `request`, `context`, `id`"
    ),
    (
      #""request": {"acton": "a"}"#, "a request has no `acton`, so it would change nothing",
      "did you mean `action`?"
    ),
    (
      #""request": {"lastActiveAt": "x"}"#,
      "a request has no `lastActiveAt`, so it would change nothing",
      "did you mean `last_active_at`?"
    ),
    (
      #""request": {"client": {"kind": "native"}}"#,
      "a client has no `kind`, so it would change nothing", "there are `id`, `type`"
    ),
    (
      #""request": {"device": {"manged": true}}"#,
      "a device of a request has no `manged`, so it would change nothing",
      "did you mean `managed`?"
    ),
    (
      #""session_token": "t", "contxt": {}"#,
      "a snapshot has no `contxt`, so it would change nothing",
      "did you mean `context`?"
    ),
  ])
  func keysThatNothingReadsAreRefused(_ member: String, _ message: String, _ help: String) {
    let (snapshot, diagnostics) = Self.read(
      #"{"session": {"id": "s", "active": true}, \#(member)}"#)
    #expect(snapshot == nil)
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.map(\.help) == [help])
    #expect(diagnostics.map(\.severity) == [.error])
  }

  @Test func answersOfKratosMayHaveKeysOfTheirOwn() {
    let (snapshot, diagnostics) = Self.read(
      #"{"session_token": "t", "session": {"id": "s", "active": true, "new": 1}, "flow": {}}"#)
    #expect(snapshot != nil)
    #expect(diagnostics.isEmpty)
  }

  @Test(arguments: [
    #"{"device": {"managed": "yes"}}"#, #"{"client": {"id": 7}}"#, #"{"enrolled_methods": "totp"}"#,
  ])
  func fieldsOfARequestAreOfTheirKind(_ request: String) {
    let (snapshot, diagnostics) = Self.read(
      #"{"session": {"id": "s", "active": true}, "request": \#(request)}"#)
    #expect(snapshot == nil)
    #expect(diagnostics.map(\.code) == [.wrongKind])
  }
}
