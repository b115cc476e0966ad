public import ArgumentParser
import Logging
import SessionPolicy

/// The options of the gateway.
public struct GatewayOptions: ParsableArguments {
  @Option(help: "The address to listen on. Nobody but the proxy may reach it.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on.")
  var port = 4460

  @Option(help: "Policies: a file or a directory; may be given several times.")
  var policies: [String] = []

  @Option(help: "The configuration of Kratos, or a part of it; may be given several times.")
  var kratos: [String] = []

  @Option(help: "Where this program reaches Kratos' public API.")
  var kratosURL = "http://127.0.0.1:4433"

  @Option(
    help: """
      Where this program reaches Kratos' admin API. Without it nothing is extended, and no session is ended.
      """)
  var kratosAdminURL: String?

  @Option(
    help: "Where browsers reach Kratos. [default: serve.public.base_url of --kratos]")
  var browserURL: String?

  @Option(help: "How long a call to Kratos may take, in milliseconds.")
  var kratosTimeout = 2_000

  @Option(help: "How many calls to Kratos may be under way; further questions are refused.")
  var kratosCalls = 256

  @Option(help: "How many connections are taken at once.")
  var connections = 4_096

  @Option(
    help: """
      How long an answer is remembered at most, in seconds: as long may a session go on that was revoked. \
      0 for not at all.
      """)
  var rememberFor = 60

  @Option(help: "How many answers are remembered.")
  var rememberAtMost = 100_000

  @Option(help: "How often policies and the configuration of Kratos are looked at, in seconds.")
  var reloadEvery = 2

  @Option(
    help: """
      An attribute and the field of the request that the proxy sends it in, such as context.risk=X-Risk; \
      may be given several times.
      """)
  var input: [String] = []

  @Option(help: "Add a record of each decision to a file.")
  var record: String?

  @Option(
    help: """
      With --record: of what policies read, record this attribute and no others but those named the same \
      way; may be given several times.
      """)
  var recordOnly: [String] = []

  @Option(help: "The least level that is logged: trace, debug, info, notice, warning, error.")
  var logLevel = "info"

  /// The options as they are without any.
  public init() {}

  /// Refuses what makes no sense.
  public func validate() throws {
    if policies.isEmpty { throw ValidationError("name policies with --policies") }
    if let wrong = input.first(where: { InputField($0) == nil }) {
      throw ValidationError("\(wrong) is no input; write it as context.risk=X-Risk")
    }
    for url in [kratosURL, kratosAdminURL, browserURL].compactMap(\.self) {
      do throws(Visit.BadURL) {
        _ = try Visit(Snapshot(session: Session(id: "")), at: .minimum, kratosURL: url)
      } catch {
        throw ValidationError(error.message)
      }
    }
    if Logger.Level(rawValue: logLevel) == nil {
      throw ValidationError("\(logLevel) is no level of a log")
    }
    let counts = [
      ("--kratos-timeout", kratosTimeout, 1), ("--kratos-calls", kratosCalls, 1),
      ("--connections", connections, 1), ("--remember-for", rememberFor, 0),
      ("--remember-at-most", rememberAtMost, 0), ("--reload-every", reloadEvery, 1),
    ]
    for (name, count, least) in counts where !(least...100_000_000).contains(count) {
      throw ValidationError("\(name) is at least \(least)")
    }
    if !recordOnly.isEmpty, record == nil {
      throw ValidationError("--record-only goes with --record")
    }
  }
}
