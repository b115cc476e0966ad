/// Writes diagnostics as text for people.
///
/// The output depends on the diagnostic alone. Text that came from a user is made safe to show: control
/// and bidirectional characters are escaped.
public struct DiagnosticFormatter: Sendable {
  /// How much is written about each diagnostic.
  public enum Style: Sendable {
    /// A heading, the source lines with carets and labels, and what to do.
    case full
    /// One line, `file:line:column: severity: message [code name]`, for tools that search lines.
    case concise
  }

  /// How many related places are shown before the rest is only counted.
  private static let relatedLimit = 8

  /// How much is written.
  public var style: Style
  /// Whether colour is used.
  public var coloring: TextColoring
  /// The columns of a source line that are shown before it is cut around the caret.
  public var sourceWidth: Int

  /// Chooses how diagnostics are written.
  public init(style: Style = .full, coloring: TextColoring = .plain, sourceWidth: Int = 120) {
    self.style = style
    self.coloring = coloring
    self.sourceWidth = max(20, sourceWidth)
  }

  /// The text of several diagnostics in their order; full ones are set apart by an empty line.
  public func format(_ diagnostics: some Sequence<Diagnostic>) -> String {
    diagnostics.map(format).joined(separator: style == .full ? "\n" : "")
  }

  /// The text of one diagnostic, ending with a line break.
  public func format(_ diagnostic: Diagnostic) -> String {
    switch style {
    case .concise: concise(diagnostic) + "\n"
    case .full: full(diagnostic).joined(separator: "\n") + "\n"
    }
  }

  private func concise(_ diagnostic: Diagnostic) -> String {
    let location = diagnostic.location
    let position = location.file.position(at: location.range.start)
    let place = "\(escapedForDisplay(location.file.name)):\(position.line):\(position.column)"
    let severity = coloring.paint(diagnostic.severity.rawValue, .severity(diagnostic.severity))
    let code = "[\(diagnostic.code.id) \(diagnostic.code.name)]"
    return "\(place): \(severity): \(oneLine(diagnostic.message)) \(code)"
  }

  private func full(_ diagnostic: Diagnostic) -> [String] {
    let severity = diagnostic.severity
    let heading = coloring.paint("\(severity.rawValue)[\(diagnostic.code.id)]", .severity(severity))
    let title = "\(diagnostic.code.name): \(oneLine(diagnostic.message))"
    var rows = [heading + " " + coloring.paint(title, .title)]

    let excerpts = excerpts(of: diagnostic)
    let gutter = String(excerpts.map(\.lastLine).max() ?? 1).count
    for excerpt in excerpts {
      rows += excerpt.rows(
        gutter: gutter, width: sourceWidth, severity: severity, coloring: coloring)
    }

    var notes: [(name: String, text: String)] = []
    if diagnostic.related.count > Self.relatedLimit {
      let more = diagnostic.related.count - Self.relatedLimit
      notes.append(
        ("note", more == 1 ? "1 more place is not shown" : "\(more) more places are not shown"))
    }
    if let evidence = diagnostic.evidence { notes.append((evidence.name, evidence.text)) }
    if let help = diagnostic.help { notes.append(("help", help)) }
    if let fix = diagnostic.fix { notes.append(("fix", fix.title)) }
    let margin = String(repeating: " ", count: gutter)
    if !notes.isEmpty, !diagnostic.location.file.bytes.isEmpty {
      rows.append("\(margin) " + coloring.paint("|", .frame))
    }
    for note in notes {
      let name = coloring.paint("= \(note.name):", .frame)
      rows.append("\(margin) \(name) \(oneLine(note.text))")
    }
    return rows
  }

  /// One excerpt per source: first that of the diagnostic, then others as they are mentioned.
  private func excerpts(of diagnostic: Diagnostic) -> [SourceExcerpt] {
    let primary = SourceExcerpt.Annotation(
      range: diagnostic.location.range, label: diagnostic.label, isPrimary: true)
    var excerpts = [SourceExcerpt(file: diagnostic.location.file, annotations: [primary])]
    for related in diagnostic.related.prefix(Self.relatedLimit) {
      let annotation = SourceExcerpt.Annotation(
        range: related.location.range, label: related.message, isPrimary: false)
      let file = related.location.file
      if let index = excerpts.firstIndex(where: { $0.file === file }) {
        excerpts[index].annotations.append(annotation)
      } else {
        excerpts.append(SourceExcerpt(file: file, annotations: [annotation]))
      }
    }
    return excerpts
  }

  private func oneLine(_ text: String) -> String {
    escapedForDisplay(shortened(text, to: 1000))
  }
}
