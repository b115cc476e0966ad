package import PolicyDiagnostics
package import PolicyJSON

/// Findings that were there when a file of them was written, and do not count since.
///
/// A finding is known again by its check, its file and the text it points at, not by its line: so a
/// change elsewhere in the file does not bring it back. Errors that keep a file from being loaded
/// always count.
package struct Baseline: Sendable {
  private struct Entry: Hashable {
    let code: String
    let file: Text
    let text: Text
  }

  /// How often each finding was there.
  private var counts: [Entry: Int] = [:]
  /// How many findings there was no room for.
  package private(set) var omitted = 0

  /// The most bytes of a baseline that are read.
  package static let fileLimit = 16 << 20
  /// The most bytes of names and texts that are written; escaped and with all around them they are less
  /// than what is read.
  private static let room = 2 << 20
  /// The most findings that are written.
  private static let findingLimit = 10_000

  /// Notes the findings that count, as far as there is room in the file.
  package init(_ findings: [Finding]) {
    var (room, count) = (Self.room, 0)
    for finding in findings {
      if case .comment = finding.suppression { continue }
      guard let entry = Self.entry(of: finding) else { continue }
      room -= entry.file.string.utf8.count + entry.text.string.utf8.count
      guard room >= 0, count < Self.findingLimit else {
        omitted += 1
        continue
      }
      count += 1
      counts[entry, default: 0] += 1
    }
  }

  /// Reads a file that ``text`` wrote; `nil` after an error.
  package static func read(_ file: SourceFile) -> Loaded<Baseline> {
    let (value, problem) = JSONReader.parse(file).parts
    guard let value else { return Loaded(nil, problem) }
    guard value.object?["version"]?.number?.int64 == 1,
      let findings = value.object?["findings"]?.array
    else {
      return Loaded(
        nil,
        [
          Diagnostic(
            .wrongKind, .error,
            "this is no baseline, so nothing is known to have been there before",
            at: SourceLocation(file, SourceRange(0, 0)), help: "write one with `--write-baseline`")
        ]
      )
    }
    var baseline = Baseline([])
    for finding in findings {
      guard let object = finding.object, let code = object["code"]?.string,
        let name = object["file"]?.string, let text = object["text"]?.string
      else { continue }
      let entry = Entry(code: code, file: Text(name), text: Text(text))
      baseline.counts[entry, default: 0] += 1
    }
    return Loaded(baseline)
  }

  /// The file: one object a finding, in a fixed order.
  package var json: JSONValue {
    let entries = counts.sorted { left, right in
      let (a, b) = (left.key, right.key)
      return (a.file, a.code, a.text) < (b.file, b.code, b.text)
    }
    return [
      "version": 1,
      "findings": .array(
        entries.flatMap { entry, count in
          Array(
            repeating: [
              "code": .string(entry.code), "file": .string(entry.file.string),
              "text": .string(entry.text.string),
            ], count: count)
        }),
    ]
  }

  /// How many findings it holds.
  package var count: Int { counts.values.reduce(0, +) }

  /// Marks the findings that were there before.
  func apply(to findings: inout [Finding]) {
    var left = counts
    for index in findings.indices where findings[index].suppression == nil {
      guard let entry = Self.entry(of: findings[index]), let count = left[entry], count > 0 else {
        continue
      }
      left[entry] = count - 1
      findings[index].suppression = .baseline
    }
  }

  private static func entry(of finding: Finding) -> Entry? {
    guard !finding.isLoadingError else { return nil }
    let diagnostic = finding.diagnostic
    let file = diagnostic.location.file
    return Entry(
      code: diagnostic.code.id, file: Text(file.name),
      text: Text(diagnostic.mark(of: diagnostic.location.range)))
  }
}
