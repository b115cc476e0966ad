import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import SessionPolicy
import Synchronization

/// Kratos over HTTP: every call has an end, and there are never more than a number of them at once.
final class KratosClient: Kratos {
  private let publicURL: String
  private let adminURL: String?
  private let cookieName: @Sendable () -> String
  private let timeout: Duration
  private let maximumCalls: Int
  private let calls = Atomic(0)
  private let client: HTTPClient
  private let metrics: GatewayMetrics

  /// The most bytes of a session that are read.
  private static let sessionLimit = 1 << 20

  init(
    publicURL: String, adminURL: String?, cookieName: @escaping @Sendable () -> String,
    timeout: Duration, maximumCalls: Int, metrics: GatewayMetrics
  ) {
    self.publicURL = publicURL
    self.adminURL = adminURL
    self.cookieName = cookieName
    self.timeout = timeout
    self.maximumCalls = maximumCalls
    self.metrics = metrics
    var configuration = HTTPClient.Configuration(
      // A redirect of whoami would be somebody else's answer.
      redirectConfiguration: .disallow,
      timeout: .init(connect: .init(timeout), read: .init(timeout)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    configuration.httpVersion = .http1Only
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Ends all connections.
  func shutDown() async throws { try await client.shutdown() }

  var hasAdmin: Bool { adminURL != nil }

  func whoami(_ credential: Credential) async throws(Unavailable) -> Whoami {
    var request = HTTPClientRequest(url: publicURL + "/sessions/whoami")
    request.headers.add(name: "Accept", value: "application/json")
    // Nothing of the client's own request but what it shows.
    switch credential {
    case .cookie(let value):
      request.headers.add(name: "Cookie", value: "\(cookieName())=\(value)")
    case .sessionToken(let token): request.headers.add(name: "X-Session-Token", value: token)
    case .bearer(let token): request.headers.add(name: "Authorization", value: "Bearer \(token)")
    }
    let answer = try await send(request, .whoami)
    switch answer.status {
    case 200:
      let file = SourceFile(name: "whoami", bytes: answer.body)
      guard let document = JSONReader.parse(file).value, document.object != nil else {
        throw Unavailable(reason: "whoami answered 200 with something that is no JSON")
      }
      return .session(document, cookie: answer.cookie)
    case 401: return .noSession
    case 403:
      let file = SourceFile(name: "whoami", bytes: answer.body)
      let error = JSONReader.parse(file).value?["error"]
      guard error?["id"]?.string == "session_aal2_required" else {
        throw Unavailable(reason: "whoami answered 403 for another reason than the level")
      }
      return .levelRequired
    default: throw Unavailable(reason: "whoami answered \(answer.status)")
    }
  }

  func carryOut(_ call: KratosRequest) async throws(Unavailable) {
    guard let adminURL, call.audience == .admin else {
      throw Unavailable(reason: "no admin API to \(call.purpose.rawValue) with")
    }
    var request = HTTPClientRequest(url: adminURL + call.pathAndQuery)
    request.method = HTTPMethod(rawValue: call.method)
    let answer = try await send(request, call.purpose == .extend ? .extend : .revoke)
    // A session that is gone is as good as ended.
    let isDone = (200...204).contains(answer.status)
    guard isDone || call.purpose == .revoke && answer.status == 404 else {
      throw Unavailable(reason: "\(call.purpose.rawValue) was answered \(answer.status)")
    }
  }

  func methods(of identity: String) async throws(Unavailable) -> [String]? {
    guard let adminURL else { throw Unavailable(reason: "no admin API to ask") }
    guard !identity.isEmpty, identity.utf8.count <= 36,
      identity.utf8.allSatisfy({
        UInt8(ascii: "-") == $0 || Character(Unicode.Scalar($0)).isHexDigit
      })
    else { throw Unavailable(reason: "an identity's id is no UUID") }
    let answer = try await send(
      HTTPClientRequest(url: "\(adminURL)/admin/identities/\(identity)"), .identity)
    guard answer.status == 200 else {
      throw Unavailable(reason: "the identity was answered \(answer.status)")
    }
    let file = SourceFile(name: "identity", bytes: answer.body)
    // Credentials by their names; what is secret of them is not sent unless it is asked for.
    return JSONReader.parse(file).value?["credentials"]?.object?.members.map(\.key)
  }

  func isAlive() async -> Bool {
    let request = HTTPClientRequest(url: publicURL + "/health/alive")
    return (try? await send(request, .health))?.status == 200
  }

  private struct Answer: Sendable {
    var status: Int
    var body: [UInt8]
    var cookie: String?
  }

  private func send(
    _ request: HTTPClientRequest, _ call: GatewayMetrics.Call
  ) async throws(Unavailable) -> Answer {
    let before = calls.add(1, ordering: .relaxed).newValue
    defer { calls.subtract(1, ordering: .relaxed) }
    guard before <= maximumCalls else {
      metrics.called(call, "refused")
      throw Unavailable(reason: "\(maximumCalls) calls to Kratos are under way")
    }
    let start = ContinuousClock.now
    do {
      let answer = try await withinTimeout { [client, cookieName] in
        // The client's own deadline ends with the head of an answer, and its body may drip.
        let response = try await client.execute(request, deadline: .distantFuture)
        let body = try await response.body.collect(upTo: Self.sessionLimit)
        let lead = cookieName() + "="
        return Answer(
          status: Int(response.status.code), body: Array(buffer: body),
          cookie: response.headers["Set-Cookie"].first { $0.hasPrefix(lead) })
      }
      metrics.called(call, "\(answer.status)", start.duration(to: .now))
      return answer
    } catch {
      metrics.called(call, "failed", start.duration(to: .now))
      throw Unavailable(reason: Self.words(for: error))
    }
  }

  /// The call took longer than it may.
  private struct Late: Error {}

  /// Does work that has to be done, from the first byte to the last, before the time limit.
  private func withinTimeout<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { [timeout] group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: timeout)
        return nil
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() ?? nil else { throw Late() }
      return value
    }
  }

  /// What went wrong, without anything of the request in it.
  private static func words(for error: any Error) -> String {
    switch error {
    case is Late: "Kratos did not answer in time"
    case let error as HTTPClientError: error.shortDescription
    default: "\(type(of: error))"
    }
  }
}
