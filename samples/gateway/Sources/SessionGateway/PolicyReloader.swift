import Logging
import ServiceLifecycle
import SessionPolicy

/// Looks every few seconds whether policies or the configuration of Kratos have changed.
struct PolicyReloader: Service {
  let store: PolicyStore
  let every: Duration
  let `guard`: SessionGuard
  let memory: AnswerMemory
  let metrics: GatewayMetrics
  let logger: Logger

  func run() async throws {
    // Ends with the server: a sleep that is cut short throws.
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: every)
        look()
      }
    }
  }

  /// Puts changed files in force. With an error in them, what was in force stays so.
  func look() {
    metrics.remembers(memory.count)
    switch store.reloadIfChanged() {
    case .unchanged: break
    case .replaced(let policies, let warnings):
      self.guard.policiesChanged()
      metrics.reloaded("replaced")
      logger.notice(
        "the policies were read again and are in force",
        metadata: ["policies": "\(policies.digest)", "warnings": "\(warnings.count)"])
    case .rejected(let problems):
      metrics.reloaded("rejected")
      for problem in problems where problem.severity == .error {
        logger.error(
          "the policies that were in force stay so: \(problem.message)",
          metadata: ["file": "\(problem.location.file.name)"])
      }
    }
  }
}
