import PolicyDiagnostics

/// Findings as workflow commands, which GitHub shows beside the lines of a change.
enum GitHubAnnotations {
  /// One line a finding.
  static func text(of diagnostics: some Sequence<Diagnostic>) -> String {
    diagnostics.map { line($0) + "\n" }.joined()
  }

  private static func line(_ diagnostic: Diagnostic) -> String {
    let file = diagnostic.location.file
    let start = file.position(at: diagnostic.location.range.start)
    let end = file.position(at: diagnostic.location.range.end)
    var properties = [
      ("file", file.name), ("line", "\(start.line)"), ("endLine", "\(end.line)"),
    ]
    // Columns are understood only within one line.
    if start.line == end.line {
      properties += [("col", "\(start.column)"), ("endColumn", "\(end.column)")]
    }
    properties.append(("title", "\(diagnostic.code.id) \(diagnostic.code.name)"))
    let list = properties.map { "\($0)=\(escaped($1, isProperty: true))" }.joined(separator: ",")
    let notes = [diagnostic.evidence.map { "\($0.name): \($0.text)" }, diagnostic.help]
    let message = ([diagnostic.message] + notes.compactMap { $0 }).joined(separator: "\n")
    return "::\(command(diagnostic.severity)) \(list)::\(escaped(message, isProperty: false))"
  }

  private static func command(_ severity: Diagnostic.Severity) -> String {
    severity == .info ? "notice" : severity.rawValue
  }

  /// Text that cannot end the command nor begin another one.
  private static func escaped(_ text: String, isProperty: Bool) -> String {
    escapedForDisplay(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      case ":" where isProperty: "%3A"
      case "," where isProperty: "%2C"
      default: nil
      }
    }
  }
}
