import HTTPTypes
import SessionPolicy
import Testing

@testable import SessionGateway

@Suite struct QuestionTests {
  private func question(
    _ target: AnswerTarget, _ fields: [String: String], method: String = "GET", path: String = "",
    inputs: [String] = []
  ) throws -> Question {
    try question(target, fields.map { ($0, $1) }, method: method, path: path, inputs: inputs)
  }

  private func question(
    _ target: AnswerTarget, _ fields: [(String, String)], method: String = "GET",
    path: String = "", inputs: [String] = []
  ) throws -> Question {
    var all = HTTPFields()
    for (name, value) in fields {
      all.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    return try Question(
      from: target, method: method, path: path, cookieName: "ory_kratos_session",
      inputFields: inputs.compactMap(InputField.init),
      fields: QuestionFields(all, host: "app.example.com"))
  }

  private let forwarded = [
    "X-Forwarded-Proto": "https", "X-Forwarded-Host": "app.example.com",
    "X-Forwarded-Uri": "/forwarded?a=b", "X-Original-URI": "/original?a=b",
  ]

  @Test func eachProxyIsReadByItsOwnFields() throws {
    #expect(try question(.nginx, forwarded).page == "https://app.example.com/original?a=b")
    #expect(try question(.caddy, forwarded).page == "https://app.example.com/forwarded?a=b")
    #expect(try question(.traefik, forwarded).page == "https://app.example.com/forwarded?a=b")
    #expect(
      try question(.envoy, forwarded, path: "/path?a=b").page == "https://app.example.com/path?a=b")
    #expect(try question(.caddy, ["X-Forwarded-Uri": "/a"]).page == nil)
    #expect(
      try question(
        .caddy,
        ["X-Forwarded-Proto": "javascript", "X-Forwarded-Host": "a", "X-Forwarded-Uri": "/a"]
      ).page == nil)
  }

  @Test func nobodyComesBackToWhereAFormWasSent() throws {
    var fields = forwarded
    fields["X-Forwarded-Method"] = "POST"
    #expect(try question(.caddy, fields).page == "https://app.example.com/")
    fields["Referer"] = "https://app.example.com/form"
    #expect(try question(.caddy, fields).page == "https://app.example.com/form")
    fields["Referer"] = "https://app.example.com.evil.example/form"
    #expect(try question(.caddy, fields).page == "https://app.example.com/")
  }

  @Test func theCredentialIsTheOneThatKratosLooksAt() throws {
    let all = [
      "X-Session-Token": "t", "Cookie": "a=b; ory_kratos_session=c; ory_kratos_session=d",
      "Authorization": "bearer e",
    ]
    #expect(try question(.nginx, all).credential == .sessionToken("t"))
    #expect(
      try question(.nginx, all.filter { $0.key != "X-Session-Token" }).credential == .cookie("c"))
    #expect(try question(.nginx, ["Authorization": "bearer e"]).credential == .bearer("e"))
    #expect(try question(.nginx, ["Authorization": "Basic e"]).credential == nil)
    #expect(try question(.nginx, ["Cookie": "xory_kratos_session=c"]).credential == nil)
    #expect(try question(.nginx, ["X-Session-Token": "a\r\nb: c"]).credential == nil)
    let long = String(repeating: "a", count: Credential.limit + 1)
    #expect(try question(.nginx, ["X-Session-Token": long]).credential == nil)
  }

  /// As Go's `Request.Cookie` finds it: whoever shows two sessions is decided about as Kratos sees them.
  @Test(arguments: [
    ("ory_kratos_session =a; ory_kratos_session=b", "a"),
    (" ory_kratos_session=\"a\"; ory_kratos_session=b", "a"),
    ("ory_kratos_session=a\"b; ory_kratos_session=c", "c"),
    ("ory_kratos_session=a\\b;ory_kratos_session=c ", "c"),
    ("ory_kratos_session; ory_kratos_session=b", "b"), ("xory_kratos_session=a", nil),
    ("ory_kratos_session=; ory_kratos_session=b", nil), ("ory_kratos_sessionx=a", nil),
    ("a=ory_kratos_session=b", nil),
  ])
  func theCookieIsTheOneThatGoFinds(cookies: String, value: String?) throws {
    #expect(Credential.value(of: "ory_kratos_session", in: cookies) == value)
    #expect(
      try question(.nginx, [("Cookie", "x=y"), ("Cookie", cookies)]).credential
        == value.map(Credential.cookie))
  }

  /// A proxy that adds to the client's field instead of replacing it leaves open whose word counts.
  @Test(arguments: [
    "X-Session-Policy-Action", "X-Risk", "X-Session-Token", "Authorization", "X-Forwarded-Proto",
    "X-Forwarded-Host", "X-Forwarded-Uri", "X-Forwarded-Method",
  ])
  func whatIsSentTwiceIsRefused(name: String) throws {
    let fields = [(name, "a"), (name.lowercased(), "a")]
    #expect(throws: Ambiguous.self) {
      try question(.caddy, fields, inputs: ["context.risk=X-Risk"])
    }
    #expect(throws: Never.self) {
      try question(.caddy, [(name, "a")], inputs: ["context.risk=X-Risk"])
    }
  }

  @Test(arguments: ["X-Session-Policy-Action", "X-Risk", "X-Forwarded-For"])
  func whatIsRememberedIsShort(name: String) throws {
    for (count, isTaken) in [(QuestionFields.limit, true), (QuestionFields.limit + 1, false)] {
      let fields = [(name, String(repeating: "a", count: count))]
      let question = try? question(.caddy, fields, inputs: ["context.risk=X-Risk"])
      #expect((question != nil) == isTaken)
    }
  }

  @Test func aProgramIsToldFromABrowserThatShowsAPage() throws {
    let cookie = "ory_kratos_session=c"
    #expect(try question(.caddy, ["Cookie": cookie, "Accept": "text/html,*/*"]).isNavigation)
    #expect(
      try !question(
        .caddy, ["Cookie": cookie, "Accept": "text/html", "Sec-Fetch-Mode": "cors"]
      ).isNavigation)
    #expect(try question(.caddy, ["Cookie": cookie, "Accept": "*/*"]).reader == .api)
    #expect(
      try question(.caddy, ["Cookie": cookie, "Sec-Fetch-Mode": "navigate"]).reader == .caddy)
    #expect(
      try !question(.caddy, ["X-Session-Token": "t", "Accept": "text/html"]).inputs.isBrowser)
  }

  @Test func inputsComeFromTheFieldsThatAreNamed() throws {
    let fields = ["X-Risk": "low", "X-Forwarded-For": "203.0.113.9, 192.0.2.1", "X-Other": "a"]
    let inputs = try question(.caddy, fields, inputs: ["context.risk=X-Risk"]).inputs
    #expect(inputs.others == [Question.Input(path: ["context", "risk"], text: "low")])
    #expect(inputs.address == "192.0.2.1")
    for wrong in ["risk=X-Risk", "session.id=X", "context=X", "context.a=", "context..a=X"] {
      #expect(InputField(wrong) == nil)
    }
  }

  @Test func whenACookieWasIssuedStandsInFront() throws {
    // "1772355600|eyJ9|…" in base64 for URLs.
    #expect(Credential.issuedAt(cookie: "MTc3MjM1NTYwMHxleUo5fGFiYw==") == 1_772_355_600)
    for other in ["", "MTc3", "!!!!", "YWJjfGRlZg==", String(repeating: "A", count: 9_000)] {
      #expect(Credential.issuedAt(cookie: other) == nil)
    }
  }

  @Test func onlyProxiesAreAnswered() throws {
    #expect(GatewayResponder.question(in: "/check/nginx")?.0 == .nginx)
    #expect(GatewayResponder.question(in: "/check/envoy/a?b=c")?.1 == "/a?b=c")
    #expect(GatewayResponder.question(in: "/check/authzen") == nil)
    #expect(GatewayResponder.question(in: "/check/") == nil)
    #expect(GatewayResponder.question(in: "/") == nil)
  }
}
