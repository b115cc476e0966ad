import Foundation
public import SessionPolicy

/// Where the time comes from: the only place where this program reads a clock of the day.
public struct WallClock: Sendable {
  /// The present instant.
  public let now: @Sendable () -> Timestamp

  /// A clock of one's own.
  public init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

  /// The clock of the system, to the microsecond.
  public static let system = WallClock {
    let time = Date().timeIntervalSince1970
    let seconds = time.rounded(.down)
    return Timestamp(
      seconds: Int64(seconds), nanoseconds: Int32((time - seconds) * 1e6) * 1_000) ?? .minimum
  }
}
