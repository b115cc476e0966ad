import Logging
import Metrics
import SessionPolicy
import Synchronization

@testable import SessionGateway

/// What the tests of the guard are made with.
enum Samples {
  static let now = Timestamp(rfc3339: "2026-03-01T09:00:00Z") ?? .minimum

  static let policy = """
    version: 1
    policy: p
    rules:
      - { id: slide, may: extend, within: 6h, max_lifetime: 30d }
      - { id: confirm, may: refresh }
      - id: fresh
        must: reauthenticate
        when: 'has(request.action) && request.action == "pay"'
        aal: aal2
        max_age: 15m
        because: Payments need a second factor.
      - { id: idle, must: reauthenticate, when: 'has(request.action) && request.action == "desk"', max_idle: 30m }
      - { id: month, must: sign_in, max_lifetime: 30d }
      - { id: leave, must: sign_in, when: 'has(request.action) && request.action == "leave"' }
    """

  static func session(
    issued: String = "2026-03-01T08:50:00Z", authenticated: String = "2026-03-01T08:50:00Z",
    expires: String = "2026-03-02T08:50:00Z"
  ) -> JSONValue {
    [
      "id": "8f3f5c0e-2b7b-4d0f-9e0e-2f1f4f1f0a01", "active": true,
      "issued_at": .string(issued), "authenticated_at": .string(authenticated),
      "expires_at": .string(expires), "authenticator_assurance_level": "aal1",
      "authentication_methods": [
        ["method": "password", "aal": "aal1", "completed_at": .string(authenticated)]
      ],
      "identity": ["id": "ada", "schema_id": "default", "state": "active", "traits": [:]],
    ]
  }

  /// An answer that lets somebody through.
  static var answer: HTTPAnswer {
    get throws {
      let policies = try PolicySet.load([SourceFile(name: "p", text: policy)]).get()
      let snapshot = try SessionReader.read(session(), in: SourceFile(name: "s", bytes: [])).get()
      let visit = try Visit(snapshot, at: now, kratosURL: "https://id.example.com")
      return policies.decide(snapshot, at: now).answer(for: .nginx, to: visit)
    }
  }
}

/// A Kratos that answers what it is told, and keeps what it was asked.
final class FakeKratos: Kratos {
  struct State: Sendable {
    var answers: [Whoami] = []
    var problem: Unavailable?
    var adminProblem: Unavailable?
    var methods: [String]?
    var whoamis = 0
    var calls: [String] = []
    var delay: Duration = .zero
  }

  let state: Mutex<State>
  let hasAdmin: Bool

  /// - Parameter answers: What whoami answers one after the other; the last stays.
  init(_ answers: [Whoami], hasAdmin: Bool = true) {
    state = Mutex(State(answers: answers))
    self.hasAdmin = hasAdmin
  }

  func whoami(_ credential: Credential) async throws(Unavailable) -> Whoami {
    let (delay, problem, answer) = state.withLock { state in
      state.whoamis += 1
      let answer = state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
      return (state.delay, state.problem, answer)
    }
    if delay > .zero { try? await Task.sleep(for: delay) }
    if let problem { throw problem }
    return answer
  }

  func carryOut(_ call: KratosRequest) async throws(Unavailable) {
    let problem = state.withLock { state in
      state.calls.append("\(call.method) \(call.path)")
      return state.adminProblem
    }
    if let problem { throw problem }
  }

  func methods(of identity: String) async throws(Unavailable) -> [String]? {
    let (problem, methods) = state.withLock { state in
      state.calls.append("GET /admin/identities/\(identity)")
      return (state.adminProblem, state.methods)
    }
    if let problem { throw problem }
    return methods
  }

  func isAlive() async -> Bool { state.withLock { $0.problem == nil } }
}
