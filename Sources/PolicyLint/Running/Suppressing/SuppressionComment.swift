import PolicyDiagnostics
import PolicyTime

/// What a comment says that keeps findings from counting:
/// `# lint: ignore SEC001 until 2026-12-31: the reason`.
struct SuppressionComment {
  /// The comment.
  let location: SourceLocation
  /// The checks it names, each with its place.
  private(set) var checks: [Located<DiagnosticCode>] = []
  /// What is wrong with it.
  private(set) var problems: [Problem] = []
  /// Why it is there; empty if it does not say.
  let reason: String
  /// Whether its date has passed.
  private(set) var isExpired = false

  /// Something wrong with a comment.
  struct Problem {
    let message: String
    let location: SourceLocation
    let help: String?
  }

  /// The word that a comment for the linter begins with.
  static let mark = "lint:"
  private static let form = "write `# lint: ignore CODE: reason`"

  /// Reads a comment.
  ///
  /// - Parameters:
  ///   - now: The instant that dates are compared with; `nil` compares none.
  ///   - suggests: Whether checks are looked for that an unknown one may have meant.
  init(_ location: SourceLocation, now: Timestamp?, suggesting suggests: Bool = true) {
    self.location = location
    let file = location.file
    let text = Array(file.bytes[location.range.start..<location.range.end])
    let start =
      text.indices.first { text[$0...].starts(with: Self.mark.utf8) }.map {
        $0 + Self.mark.utf8.count
      } ?? 0
    let colon = text[start...].firstIndex(of: UInt8(ascii: ":")) ?? text.count
    reason = Self.trimmed(String(decoding: text[min(colon + 1, text.count)...], as: UTF8.self))
    var words = Self.words(in: text[start..<colon]).map { range in
      Located(
        String(decoding: text[range], as: UTF8.self),
        at: SourceLocation(
          file,
          SourceRange(
            location.range.start + range.lowerBound, location.range.start + range.upperBound)))
    }
    guard words.first?.value == "ignore" else {
      problem("the comment says nothing that can be done", words.first?.location, Self.form)
      return
    }
    words.removeFirst()
    if let index = words.firstIndex(where: { $0.value == "until" }) {
      readDate(words[(index + 1)...], after: words[index].location, now: now)
      words = Array(words[..<index])
    }
    for word in words { readCheck(word, suggesting: suggests) }
    if words.isEmpty {
      problem("the comment names no check, and would hide whatever is found", nil, Self.form)
    }
    if reason.isEmpty {
      problem(
        "the comment gives no reason, so nobody can tell later whether it still holds", nil,
        "add `: ` and the reason")
    }
  }

  /// Whether findings are to be hidden by it.
  var isInForce: Bool { problems.isEmpty && !isExpired }

  private mutating func readCheck(_ word: Located<String>, suggesting suggests: Bool) {
    let written = quotedForDisplay(word.value)
    guard let rule = LintRule.named(word.value) else {
      let isFamily = LintRule.all.contains { $0.family == word.value.uppercased() }
      problem(
        isFamily
          ? "\(written) would hide a whole family of checks" : "there is no check \(written)",
        word.location,
        isFamily
          ? "name the check itself" : suggests ? didYouMean(LintRule.names(near: word.value)) : nil)
      return
    }
    if rule.code == .staleSuppression || rule.code == .badSuppression {
      problem(
        "a comment cannot hide what is wrong with comments like it", word.location,
        "remove the comment")
    } else if case .loading = rule.check, rule.severity == .error {
      problem(
        "\(rule.code.id) keeps the file from being loaded, so hiding it would help nobody",
        word.location, "mend it instead")
    } else {
      checks.append(Located(rule.code, at: word.location))
    }
  }

  private mutating func readDate(
    _ words: ArraySlice<Located<String>>, after place: SourceLocation, now: Timestamp?
  ) {
    guard let word = words.first, words.count == 1,
      let end = Timestamp(rfc3339: word.value + "T00:00:00Z")?.adding(.seconds(86_400))
    else {
      problem(
        "`until` takes one date", words.first?.location ?? place, "write it as `until 2026-12-31`")
      return
    }
    guard let now, now >= end else { return }
    isExpired = true
    problem(
      "the comment held until \(quotedForDisplay(word.value)), and hides nothing any more",
      word.location, "mend what it hid, or decide anew until when")
  }

  private mutating func problem(_ message: String, _ place: SourceLocation?, _ help: String?) {
    problems.append(Problem(message: message, location: place ?? location, help: help))
  }

  /// The ranges of words between spaces and commas.
  private static func words(in bytes: ArraySlice<UInt8>) -> [Range<Int>] {
    bytes.split { $0.isBlank || $0 == UInt8(ascii: ",") }
      .map { $0.startIndex..<$0.endIndex }
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
