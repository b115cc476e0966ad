import ArgumentParser
import SessionPolicy

/// How a decision is written.
enum DecisionFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case http
  case caep
}

/// Whom `decide --format http` answers, and where users are sent.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: .customLong("for"),
    help: """
      With --format http: browser, api, nginx, traefik, caddy, envoy, oathkeeper or authzen, each in the \
      form that it can carry on. [default: browser]
      """,
    completion: .list(AnswerTarget.allCases.map(\.rawValue)), transform: Self.target)
  var target: AnswerTarget?

  @Option(
    help: """
      With --format http: where browsers reach Kratos. [default: serve.public.base_url of --kratos]
      """)
  var kratosURL: String?

  @Option(
    help: """
      With --format http: the page that was asked for, as it was asked for, to which a browser comes back.
      """)
  var returnTo: String?

  private static func target(_ text: String) throws -> AnswerTarget {
    try namedChoice(text) { "nobody is called \($0) here" }
  }

  /// Whether any of it is given.
  var isGiven: Bool { target != nil || kratosURL != nil || returnTo != nil }

  /// What is wrong with the options in a format, if anything is.
  func problem(in format: DecisionFormat) -> String? {
    isGiven && format != .http
      ? "--for, --kratos-url and --return-to go with --format http" : nil
  }

  /// Writes the answer, and the calls that go before it to standard error.
  func write(
    _ decision: Decision, on question: LoadedQuestion, _ console: Console
  ) -> ExitStatus {
    guard let url = kratosURL ?? question.settings.publicBaseURL else {
      console.writeError(
        "error: nobody says where Kratos is; add --kratos-url, such as https://id.example.com\n")
      return .failure
    }
    do throws(Visit.BadURL) {
      let visit = try Visit(
        question.snapshot, at: question.now, kratosURL: url, returnTo: returnTo)
      let answer = decision.answer(for: target ?? .browser, to: visit)
      for call in answer.calls {
        console.writeError(
          "before: \(call.method) \(call.pathAndQuery) (\(call.audience.rawValue))\n")
      }
      console.write(answer.text)
      return .success
    } catch {
      console.writeError("error: \(error.message)\n")
      return .failure
    }
  }
}
