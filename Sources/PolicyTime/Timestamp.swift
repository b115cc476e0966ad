/// An instant to the nanosecond, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
///
/// The range is that of RFC 3339 after its offset is applied, and of CEL's `timestamp`.
public struct Timestamp: Hashable, Sendable, Comparable {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let seconds: Int64
  /// Nanoseconds past ``seconds``, 0 to 999 999 999.
  public let nanoseconds: Int32

  /// The first instant that can be represented.
  public static let minimum = Timestamp(unchecked: -62_135_596_800, 0)
  /// The last instant that can be represented.
  public static let maximum = Timestamp(unchecked: 253_402_300_799, 999_999_999)

  /// Names an instant; `nil` outside the range or when `nanoseconds` is not below a second.
  @inlinable
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard (0..<1_000_000_000).contains(nanoseconds),
      seconds >= Self.minimum.seconds, seconds <= Self.maximum.seconds
    else { return nil }
    self.init(unchecked: seconds, nanoseconds)
  }

  @inlinable
  init(unchecked seconds: Int64, _ nanoseconds: Int32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Nanoseconds since 1970-01-01T00:00:00Z.
  @inlinable
  public var nanosecondsSinceEpoch: Int128 {
    Int128(seconds) * 1_000_000_000 + Int128(nanoseconds)
  }

  /// Names an instant by nanoseconds since 1970-01-01T00:00:00Z; `nil` outside the range.
  public init?(nanosecondsSinceEpoch total: Int128) {
    // Most fit 64 bits, all of which are in the range, and are divided in one instruction.
    if let near = Int64(exactly: total) {
      self.init(nanosecondsNearEpoch: near)
      return
    }
    guard total >= Self.minimum.nanosecondsSinceEpoch, total <= Self.maximum.nanosecondsSinceEpoch
    else { return nil }
    self.init(counting: total)
  }

  /// Names an instant by nanoseconds since 1970 that fit 64 bits.
  package init(nanosecondsNearEpoch total: Int64) { self.init(counting: total) }

  @inline(__always)
  private init(counting total: some FixedWidthInteger) {
    var (seconds, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      rest += 1_000_000_000
      seconds -= 1
    }
    self.init(unchecked: Int64(seconds), Int32(rest))
  }

  /// Earlier instants come first.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.seconds != right.seconds
      ? left.seconds < right.seconds : left.nanoseconds < right.nanoseconds
  }

  /// The instant a duration later; `nil` when it leaves the range.
  public func adding(_ duration: Duration) -> Timestamp? {
    guard let delta = duration.wholeNanoseconds else { return nil }
    return Timestamp(nanosecondsSinceEpoch: nanosecondsSinceEpoch + delta)
  }

  /// The time from another instant to this one; negative when this one is earlier.
  public func elapsed(since other: Timestamp) -> Duration {
    Duration(nanosecondCount: nanosecondsSinceEpoch - other.nanosecondsSinceEpoch)
  }
}

extension Duration {
  /// The longest duration, that of CEL, in nanoseconds: 315 576 000 000 seconds, about 10 000 years.
  package static let maximumNanoseconds: Int128 = 315_576_000_000 * 1_000_000_000

  /// Whether this may be the difference of two timestamps: at most 64 bits of nanoseconds, about 292
  /// years, as the conformance suite has it.
  package var isBetweenTimestamps: Bool {
    wholeNanoseconds.map { Int64(exactly: $0) != nil } ?? false
  }

  /// A duration of a number of nanoseconds.
  package init(nanosecondCount count: Int128) {
    let seconds = count / 1_000_000_000
    let rest = count % 1_000_000_000
    self.init(
      secondsComponent: Int64(clamping: seconds), attosecondsComponent: Int64(rest) * 1_000_000_000)
  }

  /// The duration in nanoseconds, rounded toward zero; `nil` beyond CEL's range of ±10 000 years.
  package var wholeNanoseconds: Int128? {
    let (seconds, attoseconds) = components
    let total = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    guard total.magnitude <= Self.maximumNanoseconds.magnitude else { return nil }
    return total
  }
}
