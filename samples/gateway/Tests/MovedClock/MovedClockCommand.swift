import ArgumentParser
import Foundation
import SessionGateway
import SessionPolicy

/// The gateway on a clock that a test moves: the system's, and the seconds that a file says on top of it.
@main
struct MovedClockCommand: AsyncParsableCommand {
  @Option(help: "The file with the seconds.")
  var clock: String

  @OptionGroup var options: GatewayOptions

  func run() async throws {
    let path = clock
    try await Gateway.run(
      options,
      clock: WallClock {
        let now = WallClock.system.now()
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return now.adding(.seconds(Int64(text) ?? 0)) ?? now
      })
  }
}
