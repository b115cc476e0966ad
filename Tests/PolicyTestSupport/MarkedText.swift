package import PolicyDiagnostics

/// A text without its `«»` marks, and the places that they enclosed.
package struct MarkedText: Sendable {
  /// The text.
  package let text: String
  /// The places, in the order of their ends.
  package let ranges: [SourceRange]
  /// The text as a file.
  package let file: SourceFile

  /// Takes the marks out of a text.
  package init(_ marked: String, name: String = "policy.yaml") {
    var text = ""
    var starts: [Int] = []
    var ranges: [SourceRange] = []
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": starts.append(text.utf8.count)
      case "»":
        if let start = starts.popLast() { ranges.append(SourceRange(start, text.utf8.count)) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    self.text = text
    self.ranges = ranges
    file = SourceFile(name: name, text: text)
  }

  /// The first place; `nil` without marks.
  package var range: SourceRange? { ranges.first }

  /// Puts `«»` around ranges of a text, for messages of failed tests.
  package static func mark(_ text: String, _ ranges: [SourceRange]) -> String {
    var bytes = Array(text.utf8)
    for range in ranges.sorted(by: { $0.start > $1.start }) {
      bytes.insert(contentsOf: Array("»".utf8), at: min(range.end, bytes.count))
      bytes.insert(contentsOf: Array("«".utf8), at: min(range.start, bytes.count))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Diagnostic {
  /// The text that the diagnostic points at.
  package var marked: String { location.file.text(of: location.range) }
}
