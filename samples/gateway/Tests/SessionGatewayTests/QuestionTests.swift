import SessionPolicy
import Testing

@testable import SessionGateway

@Suite struct QuestionTests {
  private func question(
    _ target: AnswerTarget, _ fields: [String: String], method: String = "GET", path: String = "",
    inputs: [String] = []
  ) -> Question {
    Question(
      from: target, method: method, path: path, cookieName: "ory_kratos_session",
      inputFields: inputs.compactMap(InputField.init), field: { fields[$0] })
  }

  private let forwarded = [
    "X-Forwarded-Proto": "https", "X-Forwarded-Host": "app.example.com",
    "X-Forwarded-Uri": "/forwarded?a=b", "X-Original-URI": "/original?a=b",
  ]

  @Test func eachProxyIsReadByItsOwnFields() {
    #expect(question(.nginx, forwarded).page == "https://app.example.com/original?a=b")
    #expect(question(.caddy, forwarded).page == "https://app.example.com/forwarded?a=b")
    #expect(question(.traefik, forwarded).page == "https://app.example.com/forwarded?a=b")
    #expect(
      question(.envoy, forwarded, path: "/path?a=b").page == "https://app.example.com/path?a=b")
    #expect(question(.caddy, ["X-Forwarded-Uri": "/a"]).page == nil)
    #expect(
      question(
        .caddy,
        ["X-Forwarded-Proto": "javascript", "X-Forwarded-Host": "a", "X-Forwarded-Uri": "/a"]
      ).page == nil)
  }

  @Test func nobodyComesBackToWhereAFormWasSent() {
    var fields = forwarded
    fields["X-Forwarded-Method"] = "POST"
    #expect(question(.caddy, fields).page == "https://app.example.com/")
    fields["Referer"] = "https://app.example.com/form"
    #expect(question(.caddy, fields).page == "https://app.example.com/form")
    fields["Referer"] = "https://app.example.com.evil.example/form"
    #expect(question(.caddy, fields).page == "https://app.example.com/")
  }

  @Test func theCredentialIsTheOneThatKratosLooksAt() {
    let all = [
      "X-Session-Token": "t", "Cookie": "a=b; ory_kratos_session=c; ory_kratos_session=d",
      "Authorization": "bearer e",
    ]
    #expect(question(.nginx, all).credential == .sessionToken("t"))
    #expect(question(.nginx, all.filter { $0.key != "X-Session-Token" }).credential == .cookie("c"))
    #expect(question(.nginx, ["Authorization": "bearer e"]).credential == .bearer("e"))
    #expect(question(.nginx, ["Authorization": "Basic e"]).credential == nil)
    #expect(question(.nginx, ["Cookie": "xory_kratos_session=c"]).credential == nil)
    #expect(question(.nginx, ["X-Session-Token": "a\r\nb: c"]).credential == nil)
    let long = String(repeating: "a", count: Credential.limit + 1)
    #expect(question(.nginx, ["X-Session-Token": long]).credential == nil)
  }

  @Test func aProgramIsToldFromABrowserThatShowsAPage() {
    let cookie = "ory_kratos_session=c"
    #expect(question(.caddy, ["Cookie": cookie, "Accept": "text/html,*/*"]).isNavigation)
    #expect(
      !question(
        .caddy, ["Cookie": cookie, "Accept": "text/html", "Sec-Fetch-Mode": "cors"]
      ).isNavigation)
    #expect(question(.caddy, ["Cookie": cookie, "Accept": "*/*"]).reader == .api)
    #expect(question(.caddy, ["Cookie": cookie, "Sec-Fetch-Mode": "navigate"]).reader == .caddy)
    #expect(!question(.caddy, ["X-Session-Token": "t", "Accept": "text/html"]).inputs.isBrowser)
  }

  @Test func inputsComeFromTheFieldsThatAreNamed() {
    let fields = ["X-Risk": "low", "X-Forwarded-For": "203.0.113.9, 192.0.2.1", "X-Other": "a"]
    let inputs = question(.caddy, fields, inputs: ["context.risk=X-Risk"]).inputs
    #expect(inputs.others == [Question.Input(path: ["context", "risk"], text: "low")])
    #expect(inputs.address == "192.0.2.1")
    for wrong in ["risk=X-Risk", "session.id=X", "context=X", "context.a=", "context..a=X"] {
      #expect(InputField(wrong) == nil)
    }
  }

  @Test func whenACookieWasIssuedStandsInFront() {
    // "1772355600|eyJ9|…" in base64 for URLs.
    #expect(Credential.issuedAt(cookie: "MTc3MjM1NTYwMHxleUo5fGFiYw==") == 1_772_355_600)
    for other in ["", "MTc3", "!!!!", "YWJjfGRlZg==", String(repeating: "A", count: 9_000)] {
      #expect(Credential.issuedAt(cookie: other) == nil)
    }
  }

  @Test func onlyProxiesAreAnswered() {
    #expect(GatewayResponder.question(in: "/check/nginx")?.0 == .nginx)
    #expect(GatewayResponder.question(in: "/check/envoy/a?b=c")?.1 == "/a?b=c")
    #expect(GatewayResponder.question(in: "/check/authzen") == nil)
    #expect(GatewayResponder.question(in: "/check/") == nil)
    #expect(GatewayResponder.question(in: "/") == nil)
  }
}
