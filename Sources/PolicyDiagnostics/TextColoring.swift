/// Whether text for people carries colour.
public enum TextColoring: Sendable {
  /// No escape sequences at all.
  case plain
  /// ANSI escape sequences, for a terminal.
  case ansi

  /// What a piece of text is, as far as colour is concerned.
  package enum Role: Sendable {
    /// The word for the weight of a diagnostic.
    case severity(Diagnostic.Severity)
    /// What a reader should see first.
    case title
    /// Lines and arrows around source text.
    case frame
    /// Marks at related places.
    case related
    /// What goes on, or is allowed.
    case go
    /// What asks for something.
    case ask
    /// What is over.
    case over
    /// What is not, or not yet.
    case faint
  }

  /// The text in the colour of its role.
  package func paint(_ text: String, _ role: Role) -> String {
    guard self == .ansi, !text.isEmpty else { return text }
    let code =
      switch role {
      case .severity(.error): "1;31"
      case .severity(.warning): "1;33"
      case .severity(.info): "1;36"
      case .title: "1"
      case .frame, .related: "1;34"
      case .go: "32"
      case .ask: "33"
      case .over: "31"
      case .faint: "2"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
