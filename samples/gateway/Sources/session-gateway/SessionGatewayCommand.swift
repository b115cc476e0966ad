import ArgumentParser
import SessionGateway

/// Answers proxies whether a session of Ory Kratos may go on.
@main
struct SessionGatewayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session-gateway",
    abstract: "Answers nginx, Caddy, Traefik and Envoy whether a session of Ory Kratos may go on.")

  @OptionGroup var options: GatewayOptions

  func run() async throws {
    try await Gateway.run(options)
  }
}
