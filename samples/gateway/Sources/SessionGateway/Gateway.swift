import ArgumentParser
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import SessionPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program.
public enum Gateway {
  /// Runs until a signal ends it.
  ///
  /// - Throws: What keeps it from beginning: policies that do not load, an address that is taken.
  public static func run(_ options: GatewayOptions, clock: WallClock = .system) async throws {
    let level = Logger.Level(rawValue: options.logLevel) ?? .info
    let logger = Logger(label: "session-gateway") { _ in
      JSONLogHandler(level: level, clock: clock) { line in
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      }
    }
    let store = try PolicyStore(paths: options.policies, kratos: options.kratos)
    if options.browserURL ?? store.settings.publicBaseURL == nil {
      throw ValidationError(
        "nobody says where browsers reach Kratos; name it with --browser-url, or serve.public.base_url with --kratos"
      )
    }
    let prometheus = PrometheusMetrics()
    let metrics = GatewayMetrics(prometheus)
    let memory = AnswerMemory(
      maximum: .seconds(options.rememberFor), capacity: options.rememberAtMost)
    let kratos = KratosClient(
      publicURL: withoutSlash(options.kratosURL),
      adminURL: options.kratosAdminURL.map(withoutSlash),
      cookieName: { store.settings.cookieName }, timeout: .milliseconds(options.kratosTimeout),
      maximumCalls: options.kratosCalls, metrics: metrics)
    let records = try options.record.map { try RecordFile($0, only: options.recordOnly) }
    if let missing = records?.fields(of: store.current).leftOut, !missing.isEmpty {
      logger.warning(
        "policies read what is not recorded: what hangs on it cannot be decided again",
        metadata: ["attributes": .array(missing.map { "\($0)" })])
    }
    let guardian = SessionGuard(
      SessionGuard.Parts(
        store: store, kratos: kratos, browserURL: options.browserURL, memory: memory,
        records: records, clock: clock, metrics: metrics, logger: logger))
    let reloader = PolicyReloader(
      store: store, every: .seconds(options.reloadEvery), guard: guardian, memory: memory,
      metrics: metrics, logger: logger)
    // What the server itself logs is not about decisions.
    var serverLogger = logger
    serverLogger.logLevel = max(level, .warning)
    let address = "\(options.host):\(options.port)"
    let application = Application(
      responder: GatewayResponder(
        guard: guardian, store: store, inputFields: options.input.compactMap(InputField.init),
        metrics: prometheus),
      server: .http1(configuration: .init(idleTimeout: .seconds(75))),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(options.connections)),
      services: [reloader],
      onServerRunning: { _ in
        logger.notice(
          "ready",
          metadata: [
            "address": "\(address)", "policies": "\(store.current.digest)",
            "engine": "\(Decision.Policies.currentEngine)",
          ])
      },
      logger: serverLogger)
    do {
      try await application.runService()
    } catch {
      try? await kratos.shutDown()
      throw error
    }
    try await kratos.shutDown()
  }

  private static func withoutSlash(_ url: String) -> String {
    url.hasSuffix("/") ? String(url.dropLast()) : url
  }
}
