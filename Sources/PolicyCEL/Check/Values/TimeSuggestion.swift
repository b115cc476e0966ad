/// Readings of a text that is no duration or timestamp but was meant as one.
enum TimeSuggestion {
  private static let units: [String: String] = [
    "ms": "ms", "msec": "ms", "millis": "ms", "millisecond": "ms", "milliseconds": "ms",
    "": "s", "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d", "w": "w", "week": "w", "weeks": "w",
  ]

  /// Texts that may be what was meant, likeliest first; none is sure to be readable.
  static func candidates(for text: String, function: String) -> [String] {
    guard text.utf8.count <= 64 else { return [] }
    return function == "duration"
      ? duration(text).map { [$0] } ?? [] : timestamps(text)
  }

  /// `15 Minutes` and `PT15M` as `15m`.
  private static func duration(_ text: String) -> String? {
    var rest = text.lowercased().filter { !$0.isWhitespace && $0 != "," && $0 != "_" }[...]
    if rest.first == "p" { rest = rest.filter { $0 != "p" && $0 != "t" }[...] }
    var result = ""
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && $0.isNumber }
      guard !number.isEmpty else { return nil }
      rest = rest.dropFirst(number.count)
      let word = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(word.count)
      guard let unit = units[String(word)] else { return nil }
      result += number + unit
    }
    return result.isEmpty ? nil : result
  }

  /// `2026-01-31 09:00` with its `T`, its seconds and its zone.
  private static func timestamps(_ text: String) -> [String] {
    let joined = text.split(separator: " ").joined(separator: "T")
    return ["", "Z", ":00Z", "T00:00:00Z"].map { joined + $0 }
  }
}
