/// Durations as Kratos' configuration spells them: `720h`, `1h30m`, `500ms`.
enum GoDuration {
  /// Why a text is no duration.
  enum Failure: Error, Hashable {
    /// The text does not have the form.
    case malformed
    /// The duration does not fit into 64 bits of nanoseconds, about 292 years.
    case tooLong
  }

  /// Reads whole numbers with the units `h`, `m`, `s`, `ms`, `us` and `ns`, in any order and number.
  ///
  /// That is Go's `time.ParseDuration` within the pattern of Kratos' schema: no sign, no decimals, no
  /// spaces, no days.
  static func parse(_ text: String) throws(Failure) -> Duration {
    var nanoseconds: Int64 = 0
    var rest = text.utf8[...]
    guard !rest.isEmpty else { throw .malformed }
    while !rest.isEmpty {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      rest = rest.dropFirst(unit.count)
      guard !digits.isEmpty, let scale = scale(of: unit) else { throw .malformed }
      guard let count = Int64(Substring(digits)) else { throw .tooLong }
      let (part, partOverflows) = count.multipliedReportingOverflow(by: scale)
      let (sum, sumOverflows) = nanoseconds.addingReportingOverflow(part)
      guard !partOverflows, !sumOverflows else { throw .tooLong }
      nanoseconds = sum
    }
    return .nanoseconds(nanoseconds)
  }

  /// The nanoseconds of a unit.
  private static func scale(of unit: Substring.UTF8View) -> Int64? {
    switch String(Substring(unit)) {
    case "h": 3_600_000_000_000
    case "m": 60_000_000_000
    case "s": 1_000_000_000
    case "ms": 1_000_000
    case "us": 1_000
    case "ns": 1
    default: nil
    }
  }
}

extension Duration {
  /// The duration as Kratos' configuration spells it, to the nanosecond: `720h`, `1h30m`, `0s`.
  ///
  /// Nothing is negative there, and a part below a nanosecond is cut.
  package var kratosText: String {
    let (seconds, fraction) = components
    guard seconds >= 0, fraction >= 0 else { return "0s" }
    let nanoseconds = fraction / 1_000_000_000
    let parts = [
      (seconds / 3_600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s"),
      (nanoseconds / 1_000_000, "ms"), (nanoseconds / 1_000 % 1_000, "us"),
      (nanoseconds % 1_000, "ns"),
    ]
    let text = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
    return text.isEmpty ? "0s" : text
  }
}
