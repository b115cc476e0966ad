public import SessionPolicy

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

// `Date` and `TimeInterval` for those who have them. A module of its own, so that who has not does not
// load Foundation.

extension Timestamp {
  /// Seconds from 1970, which timestamps count from, to 2001, which dates do.
  fileprivate static let referenceDate: Int64 = 978_307_200

  /// The instant of a date, to the nanosecond; `nil` outside the years 1 to 9999.
  public init?(_ date: Date) {
    let interval = date.timeIntervalSinceReferenceDate
    // The bounds leave room for rounding, and `NaN` is within none.
    guard interval > -1e12, interval < 1e12 else { return nil }
    let whole = interval.rounded(.down)
    var seconds = Int64(whole) + Self.referenceDate
    var nanoseconds = Int32(((interval - whole) * 1e9).rounded())
    if nanoseconds >= 1_000_000_000 {
      seconds += 1
      nanoseconds = 0
    }
    self.init(seconds: seconds, nanoseconds: nanoseconds)
  }

  /// The instant of a date, or the last there is for one outside the years 1 to 9999, at which no session is
  /// live.
  public init(clamping date: Date) { self = Timestamp(date) ?? .maximum }
}

extension Date {
  /// The date of an instant, as near as a date comes to it.
  public init(_ instant: Timestamp) {
    self.init(
      timeIntervalSinceReferenceDate: Double(instant.seconds - Timestamp.referenceDate)
        + Double(instant.nanoseconds) / 1e9)
  }
}

extension Duration {
  /// The duration in seconds, as Foundation counts them.
  public var timeInterval: TimeInterval {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// A duration of so many seconds; `nil` for `NaN`, infinities and more than 10 000 years.
  public init?(timeInterval seconds: TimeInterval) {
    guard seconds.magnitude <= 315_576_000_000 else { return nil }
    self = .seconds(seconds)
  }
}

extension PolicySet {
  /// Decides what may happen to a session at a date.
  ///
  /// ```swift
  /// let decision = policies.decide(snapshot, at: Date())
  /// ```
  public func decide(
    _ snapshot: Snapshot, at date: Date, settings: KratosSettings = KratosSettings()
  ) -> Decision {
    decide(snapshot, at: Timestamp(clamping: date), settings: settings)
  }
}

extension PolicyStore {
  /// Decides by what is in force, at a date.
  public func decide(_ snapshot: Snapshot, at date: Date) -> Decision {
    decide(snapshot, at: Timestamp(clamping: date))
  }
}

extension PreparedSnapshot {
  /// The short answer at a date.
  public func verdict(at date: Date) -> Verdict { verdict(at: Timestamp(clamping: date)) }

  /// The decision at a date.
  public func decision(at date: Date) -> Decision { decision(at: Timestamp(clamping: date)) }
}
