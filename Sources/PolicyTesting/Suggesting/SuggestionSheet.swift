import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Suggestions as text to be put into their suite: sessions, requests and tests, each under its key.
///
/// Sessions and requests that are the same are written once. Names are those of what is shown, and none that
/// the suite has already.
package struct SuggestionSheet {
  /// The text, which a suite that has none of the three keys takes at its end as it is.
  package let text: String
  /// The names of the tests.
  package let tests: [String]

  /// - Parameters:
  ///   - suggestions: What is suggested.
  ///   - suite: The suite that it is for.
  package init(_ suggestions: [Suggestion], for suite: Suite) {
    let document = YAMLParser.parse(suite.file).value
    func names(_ section: String) -> Set<String> {
      Set((document?[section]?.mapping ?? []).compactMap(\.key.scalar))
    }
    var sessions = Fixtures(besides: names("sessions"))
    var requests = Fixtures(besides: names("requests"))
    var used = Set(document?["tests"]?.sequence?.compactMap { $0["name"]?.scalar } ?? [])
    var (tests, rows): ([String], [String]) = ([], [])
    for suggestion in suggestions {
      guard let first = suggestion.moments.first else { continue }
      let sample = SuiteSample(
        suggestion.snapshot, first.decision, named: suggestion.name, in: suite, isFull: true)
      let session = sessions.name(
        for: sample.sessionRows(for: suite.policies), like: suggestion.name)
      let written = sample.requestText
      let request = written.map {
        requests.name(for: [$0], like: suggestion.snapshot.request.action ?? "somebody")
      }
      for (after, words, decision) in suggestion.moments {
        let name = Self.free(suggestion.name + words, separator: " ", besides: &used)
        tests.append(name)
        rows += sample.testRows(
          named: name, session: session, request: request, after: after, decision
        ).map { "  " + $0 }
      }
    }
    var text: [String] = []
    for (section, lines) in [
      ("sessions", sessions.rows), ("requests", requests.rows), ("tests", rows),
    ] where !lines.isEmpty {
      text.append(document?[section] == nil ? "\(section):" : "# below `\(section):`")
      text += lines
    }
    self.tests = tests
    self.text = text.map { $0 + "\n" }.joined()
  }

  /// Sessions or requests by their names, each content once.
  private struct Fixtures {
    private var used: Set<String>
    private var known: [[String]: String] = [:]
    private(set) var rows: [String] = []

    init(besides used: Set<String>) { self.used = used }

    mutating func name(for content: [String], like words: String) -> String {
      if let name = known[content] { return name }
      let name = SuggestionSheet.free(
        SuggestionSheet.slug(words), separator: "-", besides: &used)
      known[content] = name
      if content.count == 1 {
        rows.append("  \(name): \(content[0])")
      } else {
        rows.append("  \(name):")
        rows += content.map { "    " + $0 }
      }
      return name
    }
  }

  /// A name that is not used yet.
  private static func free(
    _ name: String, separator: String, besides used: inout Set<String>
  ) -> String {
    var (free, number) = (name, 1)
    while !used.insert(free).inserted {
      number += 1
      free = "\(name)\(separator)\(number)"
    }
    return free
  }

  /// Words as a name: letters and digits, with dashes between.
  private static func slug(_ words: String) -> String {
    let letters = words.lowercased().utf8.map { byte -> Character in
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      return isPlain ? Character(Unicode.Scalar(byte)) : "-"
    }
    let name = String(letters).split(separator: "-").joined(separator: "-")
    return name.isEmpty ? "sample" : String(name.prefix(60))
  }
}
