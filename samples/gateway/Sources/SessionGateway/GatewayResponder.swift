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
    let response = await answer(to: request)
    // A body here would be read as the answer to what the proxy asks next on its connection.
    return request.method == .head ? response.createHeadResponse() : response
  }

  private func answer(to request: Hummingbird.Request) async -> Response {
    let path = request.head.path ?? ""
    if let (target, rest) = Self.question(in: path) {
      let reply: Reply
      do throws(Ambiguous) {
        let question = try Question(
          from: target, method: request.method.rawValue, path: rest,
          cookieName: store.settings.cookieName, inputFields: inputFields,
          fields: QuestionFields(request.headers, host: request.head.authority))
        reply = await self.guard.reply(to: question)
      } catch {
        reply = self.guard.reply(to: target, error)
      }
      return Self.response(reply)
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

  /// The answer as a response, with the cookie that has to reach the browser.
  static func response(_ reply: Reply) -> Response {
    switch reply {
    case .decided(let ready, _, let cookie):
      var fields = ready.fields
      if let cookie { fields.append(HTTPField(name: .setCookie, value: cookie)) }
      return Response(
        status: .init(code: ready.answer.status), headers: fields,
        body: ready.body.readableBytes == 0 ? .init() : .init(byteBuffer: ready.body))
    case .unavailable:
      var response = problem(
        .serviceUnavailable, reply.outcome, "Nobody can say who you are right now")
      response.headers[.retryAfter] = "5"
      return response
    case .ambiguous:
      return problem(.badRequest, reply.outcome, "The question says two things at once")
    }
  }

  private static func problem(
    _ status: HTTPResponse.Status, _ kind: String, _ title: String
  ) -> Response {
    text(
      status,
      #"{"type":"tag:session-policy,2026:\#(kind)","title":"\#(title)","status":\#(status.code)}"#
        + "\n",
      type: "application/problem+json")
  }

  private static func text(
    _ status: HTTPResponse.Status, _ body: String, type: String = "text/plain; charset=utf-8"
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type, .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: body)))
  }
}
