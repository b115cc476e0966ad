package import PolicyDiagnostics
import PolicyTime

/// Why a text is no duration, and what was probably meant.
struct DurationProblem {
  let code: DiagnosticCode
  /// What is wrong, as the end of a sentence that begins with the text.
  let message: String
  let help: String

  /// Explains a text that does not read as a duration.
  ///
  /// - Parameter field: The field it stands in, as messages mention it.
  init(_ text: String, in field: String) {
    let examples = "durations are written like `90s`, `15m`, `12h`, `30d`, `2w` or `1h30m`"
    if let number = Self.bareNumber(text) {
      code = .missingUnit
      message = "has no unit"
      help = "did you mean `\(number)s`, `\(number)m` or `\(number)h`?"
      return
    }
    switch PlainScalar.meaning(of: text) {
    case .ambiguousNumber(.sexagesimal):
      code = .ambiguousNumber
      message = "could mean hours and minutes or minutes and seconds"
      let parts = text.split(separator: ":")
      help =
        parts.count == 2
        ? "write `\(parts[0])h\(parts[1])m` or `\(parts[0])m\(parts[1])s`" : examples
      return
    case .ambiguousNumber(.special):
      code = .invalidValue
      message = "is no duration"
      help = "leave \(field) out for no limit"
      return
    case .ambiguousNumber, .tooLarge, .int, .double:
      code = .ambiguousNumber
      message = "is no whole number with a unit"
      help = examples
      return
    default: break
    }
    code = .invalidValue
    let words = Self.words(text)
    if text.utf8.first == UInt8(ascii: "-") {
      message = "is negative, so \(field) would mean nothing"
      help = examples
    } else if ["unlimited", "infinite", "forever", "never", "none"].contains(text.lowercased()) {
      message = "is no duration"
      help = "leave \(field) out for no limit"
    } else if let month = words?.first(where: { Self.isCalendarUnit($0.unit) }) {
      let isMinute = month.unit == "M"
      message = isMinute ? "could mean months or minutes" : "has no fixed length"
      help =
        isMinute
        ? "write `\(month.number)m` for minutes, or days such as `30d`"
        : "count in days, such as `30d` or `365d`"
    } else if let suggestion = Self.suggestion(words) {
      message =
        text.utf8.contains(UInt8(ascii: "."))
        ? "has a decimal" : "is not how durations are written"
      help = "write `\(suggestion)`"
    } else if words?.isEmpty == false, words?.allSatisfy({ Self.units[$0.unit] != nil }) == true {
      message = "is longer than the ten thousand years that can be counted"
      help = "leave \(field) out for no limit"
    } else {
      message = "is not a duration"
      help = examples
    }
  }

  /// A whole number without anything else, shorn of zeros before it.
  private static func bareNumber(_ text: String) -> String? {
    guard !text.isEmpty, text.utf8.count <= 18,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(text)
    else { return nil }
    return "\(number)"
  }

  /// A number and the letters after it.
  private struct Word {
    var number: String
    var unit: String
  }

  /// Splits `1h 30 min` into numbers with their units; `nil` for any other shape.
  private static func words(_ text: String) -> [Word]? {
    guard text.utf8.count <= 64 else { return nil }
    var words: [Word] = []
    var rest = text.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "_" }[...]
    if rest.first == "P" || rest.first == "p" {
      // ISO 8601: before the `T` an `M` is a month, after it a minute.
      let days = rest.dropFirst().prefix { $0 != "T" && $0 != "t" }
      let hours = rest.dropFirst(days.count + 2)
      rest =
        (Array(days) + String(String.UnicodeScalarView(hours)).lowercased().unicodeScalars)[...]
    }
    while !rest.isEmpty {
      let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.properties.isAlphabetic }
      rest = rest.dropFirst(unit.count)
      guard !number.isEmpty, !unit.isEmpty else { return nil }
      var word = Word(number: "", unit: "")
      word.number.unicodeScalars.append(contentsOf: number)
      word.unit.unicodeScalars.append(contentsOf: unit)
      words.append(word)
    }
    return words
  }

  /// The same time as policies write it, if it is a whole number of nanoseconds.
  private static func suggestion(_ words: [Word]?) -> String? {
    guard let words, !words.isEmpty else { return nil }
    var total = 0.0
    for word in words {
      guard let unit = units[word.unit] ?? units[word.unit.lowercased()],
        let number = Double(word.number)
      else { return nil }
      total += number * unit
    }
    guard total > 0, total < 1e15 else { return nil }
    let span: Duration
    if total == total.rounded() {
      span = .seconds(Int64(total))
    } else {
      // Below a million seconds the arithmetic of doubles still tells nanoseconds apart.
      let nanoseconds = (total * 1e9).rounded()
      guard total < 1e6, abs(total * 1e9 - nanoseconds) < 1e-3 else { return nil }
      span = .nanoseconds(Int64(nanoseconds))
    }
    return span.policyText.flatMap { Duration(policyText: $0) == nil ? nil : $0 }
  }

  private static func isCalendarUnit(_ unit: String) -> Bool {
    unit == "M"
      || ["mo", "mon", "month", "months", "y", "yr", "year", "years"].contains(unit.lowercased())
  }

  /// Words for units, in seconds.
  private static let units: [String: Double] = [
    "ns": 1e-9, "us": 1e-6, "\u{B5}s": 1e-6, "\u{3BC}s": 1e-6, "ms": 1e-3, "s": 1, "sec": 1,
    "secs": 1, "second": 1, "seconds": 1, "m": 60, "min": 60,
    "mins": 60, "minute": 60, "minutes": 60, "h": 3_600, "hr": 3_600, "hrs": 3_600, "hour": 3_600,
    "hours": 3_600, "d": 86_400, "day": 86_400, "days": 86_400, "w": 604_800, "week": 604_800,
    "weeks": 604_800,
  ]
}

extension DocumentReader {
  /// Reads a duration above zero.
  package mutating func duration(_ node: DocumentNode) -> Located<Duration>? {
    guard let text = scalar(node, as: "a duration such as `15m`") else { return nil }
    guard let duration = Duration(policyText: text.value) else {
      let problem = DurationProblem(text.value, in: node.subject)
      report(
        problem.code, "\(quotedForDisplay(text.value)) \(problem.message)", at: node,
        help: problem.help)
      return nil
    }
    guard duration > .zero else {
      report(
        .invalidValue, "\(node.subject) must be more than zero, for every limit is reached at once",
        at: node, help: "write a longer time\(node.orLeaveOut)")
      return nil
    }
    return Located(duration, at: text.location)
  }
}
