/// Whether text for people carries colour.
public enum TextColoring: Sendable {
  /// No escape sequences at all.
  case plain
  /// ANSI escape sequences, for a terminal.
  case ansi

  /// What a piece of text is, as far as colour is concerned.
  enum Role {
    case severity(Diagnostic.Severity)
    case title
    case frame
    case related
  }

  /// The text in the colour of its role.
  func paint(_ text: String, _ role: Role) -> String {
    guard self == .ansi, !text.isEmpty else { return text }
    let code =
      switch role {
      case .severity(.error): "1;31"
      case .severity(.warning): "1;33"
      case .severity(.info): "1;36"
      case .title: "1"
      case .frame, .related: "1;34"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
