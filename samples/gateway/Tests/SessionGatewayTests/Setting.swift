import Foundation
import Logging
import SessionPolicy
import Synchronization

@testable import SessionGateway

/// A value that a test changes while others read it.
final class Box<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>
  init(_ value: Value) { mutex = Mutex(value) }
  var value: Value {
    get { mutex.withLock { $0 } }
    set { mutex.withLock { $0 = newValue } }
  }

  /// Changes the value while nobody else does.
  func change<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result {
    mutex.withLock { body(&$0) }
  }
}

/// A guard on a policy file of its own, with a clock that the test moves.
final class Setting: Sendable {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  let store: PolicyStore
  let kratos: FakeKratos
  let clock = Box(Samples.now)
  let logs = Box<[String]>([])
  let metrics = PrometheusMetrics()
  let `guard`: SessionGuard
  let reloader: PolicyReloader

  init(
    _ answers: [Whoami], hasAdmin: Bool = true, rememberFor: Duration = .seconds(60),
    record: String? = nil
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Samples.policy.write(
      to: folder.appending(path: "p.yaml"), atomically: true, encoding: .utf8)
    store = try PolicyStore(paths: [folder.appending(path: "p.yaml").path])
    kratos = FakeKratos(answers, hasAdmin: hasAdmin)
    let memory = AnswerMemory(maximum: rememberFor, capacity: 100)
    let wall = WallClock { [clock] in clock.value }
    let logger = Logger(label: "test") { [logs] _ in
      JSONLogHandler(level: .trace, clock: wall) { line in logs.change { $0.append(line) } }
    }
    let counts = GatewayMetrics(metrics)
    let place = folder.path
    self.guard = SessionGuard(
      SessionGuard.Parts(
        store: store, kratos: kratos, browserURL: "https://id.example.com", memory: memory,
        records: try record.map { try RecordFile(place + "/" + $0, only: []) }, clock: wall,
        metrics: counts, logger: logger))
    reloader = PolicyReloader(
      store: store, every: .seconds(1), guard: self.guard, memory: memory, metrics: counts,
      logger: logger)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Moves the clock.
  func pass(_ duration: Duration) { clock.value = clock.value.adding(duration) ?? clock.value }

  /// Asks as a browser that shows a page, or as a program.
  func ask(
    _ action: String? = "read", _ credential: Credential? = .cookie("secret-cookie"),
    from target: AnswerTarget = .caddy, isNavigation: Bool = true,
    page: String? = "https://app.example.com/a?b=c"
  ) async -> Reply {
    await self.guard.reply(
      to: Question(
        target: target, credential: credential,
        inputs: Question.Inputs(
          action: action, address: nil, isBrowser: credential?.isCookie ?? isNavigation,
          others: []),
        page: page, isNavigation: isNavigation))
  }
}
