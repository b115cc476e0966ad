import Metrics
import SessionPolicy

/// What a guard counts. Every series is made once, for the outcomes and calls are few and known.
final class GatewayMetrics: Sendable {
  /// A call to Kratos.
  enum Call: String, CaseIterable {
    case whoami
    case extend
    case revoke
    case identity
    case health
  }

  private struct Answers {
    let remembered: Counter
    let decided: [String: Counter]
    let seconds: Metrics.Timer
  }

  private let factory: any MetricsFactory
  private let answers: [AnswerTarget: Answers]
  private let kratosSeconds: [Call: Metrics.Timer]
  private let remembered: Meter

  init(_ factory: any MetricsFactory) {
    self.factory = factory
    answers = Dictionary(
      uniqueKeysWithValues: AnswerTarget.allCases.map { target in
        func counter(_ outcome: String, _ remembered: Bool) -> Counter {
          Counter(
            label: "session_gateway_answers_total",
            dimensions: [
              ("proxy", target.rawValue), ("outcome", outcome), ("remembered", "\(remembered)"),
            ], factory: factory)
        }
        let outcomes = ["proceed", "reauthenticate", "sign_in", "unavailable", "ambiguous"]
        return (
          target,
          Answers(
            remembered: counter("proceed", true),
            decided: Dictionary(
              uniqueKeysWithValues: outcomes.map { ($0, counter($0, false)) }),
            seconds: Metrics.Timer(
              label: "session_gateway_answer_seconds",
              dimensions: [("proxy", target.rawValue)], factory: factory))
        )
      })
    kratosSeconds = Dictionary(
      uniqueKeysWithValues: Call.allCases.map { call in
        (
          call,
          Metrics.Timer(
            label: "session_gateway_kratos_seconds", dimensions: [("call", call.rawValue)],
            factory: factory)
        )
      })
    remembered = Meter(label: "session_gateway_remembered_answers", factory: factory)
  }

  /// A question was answered.
  func answered(
    _ target: AnswerTarget, _ outcome: String, isRemembered: Bool, _ start: ContinuousClock.Instant
  ) {
    guard let own = answers[target] else { return }
    (isRemembered ? own.remembered : own.decided[outcome])?.increment()
    own.seconds.recordNanoseconds(start.duration(to: .now).nanoseconds)
  }

  /// Kratos was called, and answered with a status, or not.
  func called(_ call: Call, _ result: String, _ duration: Duration? = nil) {
    Counter(
      label: "session_gateway_kratos_calls_total",
      dimensions: [("call", call.rawValue), ("result", result)], factory: factory
    ).increment()
    if let duration { kratosSeconds[call]?.recordNanoseconds(duration.nanoseconds) }
  }

  /// A session was to be extended: `extended`, `unchanged` or `failed`.
  func extended(_ result: String) { count("session_gateway_extensions_total", result) }

  /// The policies were read again: `replaced` or `rejected`.
  func reloaded(_ result: String) { count("session_gateway_reloads_total", result) }

  /// So many answers are remembered now.
  func remembers(_ count: Int) { remembered.set(count) }

  private func count(_ label: String, _ result: String) {
    Counter(label: label, dimensions: [("result", result)], factory: factory).increment()
  }
}

extension Duration {
  /// The duration in whole nanoseconds, at most what fits.
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : product &+ attoseconds / 1_000_000_000
  }
}
