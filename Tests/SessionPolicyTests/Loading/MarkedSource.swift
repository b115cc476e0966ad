import PolicyDiagnostics

/// A source in which `«` and `»` enclose the place that a diagnostic should point at.
struct MarkedSource {
  let file: SourceFile
  /// The place; `nil` without marks.
  let range: SourceRange?

  init(_ text: String, name: String = "policy.yaml") {
    let bytes = Array(text.utf8)
    let (open, close) = (Array("«".utf8), Array("»".utf8))
    var kept: [UInt8] = []
    var start: Int?
    var end: Int?
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: open) {
        start = kept.count
        index += open.count
      } else if bytes[index...].starts(with: close) {
        end = kept.count
        index += close.count
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    file = SourceFile(name: name, bytes: kept)
    range = start.map { SourceRange($0, end ?? $0) }
  }
}

extension Diagnostic {
  /// The text that the diagnostic points at.
  var marked: String { location.file.text(of: location.range) }
}
