import HTTPTypes
import Hummingbird
import NIOCore
import SessionPolicy

/// The routes: `/check/PROXY` for questions, `/health/live`, `/health/ready` and `/metrics`.
struct GatewayResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let `guard`: SessionGuard
  let store: PolicyStore
  let inputFields: [InputField]
  let metrics: PrometheusMetrics

  func respond(to request: Hummingbird.Request, context: Context) async -> Response {
    let path = request.head.path ?? ""
    if let (target, rest) = Self.question(in: path) {
      let question = Question(
        from: target, method: request.method.rawValue, path: rest,
        cookieName: store.settings.cookieName, inputFields: inputFields,
        field: { Self.field($0, of: request) })
      return Self.response(await self.guard.reply(to: question))
    }
    switch path {
    case "/health/live": return Self.text(.ok, "live\n")
    case "/health/ready":
      return await self.guard.isReady()
        ? Self.text(.ok, "ready\n") : Self.text(.serviceUnavailable, "Kratos does not answer\n")
    case "/metrics":
      return Self.text(.ok, metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
    default: return Self.text(.notFound, "there is nothing here\n")
    }
  }

  /// Which proxy asks, and what follows its name.
  static func question(in path: String) -> (AnswerTarget, String)? {
    let lead = "/check/"
    guard path.hasPrefix(lead) else { return nil }
    let rest = path.dropFirst(lead.utf8.count)
    let name = rest.prefix { $0 != "/" && $0 != "?" }
    // A decision point of AuthZEN answers 200 whatever it decides: no proxy must be given that.
    guard let target = AnswerTarget(rawValue: String(name)), target != .authzen else { return nil }
    return (target, String(rest.dropFirst(name.utf8.count)))
  }

  private static func field(_ name: String, of request: Hummingbird.Request) -> String? {
    if name == "Host" { return request.head.authority }
    return HTTPField.Name(name).flatMap { request.headers[$0] }
  }

  /// The answer as a response, with the cookie that has to reach the browser.
  static func response(_ reply: Reply) -> Response {
    guard let answer = reply.answer else {
      var response = text(
        .serviceUnavailable,
        "{\"type\":\"tag:session-policy,2026:unavailable\",\"title\":\"Nobody can say who you are right now\","
          + "\"status\":503}\n", type: "application/problem+json")
      response.headers[.retryAfter] = "5"
      return response
    }
    var fields = HTTPFields()
    fields.reserveCapacity(answer.fields.count + 2)
    for field in answer.fields {
      if let name = HTTPField.Name(field.name) {
        fields.append(HTTPField(name: name, value: field.value))
      }
    }
    if let cookie = reply.cookie { fields.append(HTTPField(name: .setCookie, value: cookie)) }
    return Response(
      status: .init(code: answer.status), headers: fields,
      body: answer.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(string: answer.body)))
  }

  private static func text(
    _ status: HTTPResponse.Status, _ body: String, type: String = "text/plain; charset=utf-8"
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type, .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: body)))
  }
}
