package import PolicyDiagnostics

/// Files that show a rule at work; in a bad one the place of the finding stands between `⟦` and `⟧`.
package struct LintExample: Sendable {
  /// One file of an example.
  package struct File: Sendable {
    /// What a file is for.
    package enum Role: Sendable {
      /// A policy or a suite, told apart by what they say, and linted.
      case source
      /// The identity server's configuration, given with `--kratos`.
      case kratos
      /// A file that others name, such as a session.
      case other
      /// A name that is given though no such file is there.
      case missing
    }

    /// The name, relative to the example.
    package let name: String
    /// The text, with marks.
    package let marked: String
    /// What it is for.
    package let role: Role
    /// Whether each character is written as one byte, which is no UTF-8 beyond ASCII.
    package let isLatin1: Bool

    /// The text as people see it.
    package var text: String { marked.filter { $0 != "⟦" && $0 != "⟧" } }

    /// The bytes of the file.
    package var bytes: [UInt8] {
      isLatin1 ? text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(text.utf8)
    }

    /// The bytes between the marks; `nil` without marks.
    package var range: SourceRange? {
      let width = { (text: Substring) in isLatin1 ? text.unicodeScalars.count : text.utf8.count }
      guard let open = marked.firstIndex(of: "⟦"), let close = marked.lastIndex(of: "⟧"),
        open < close
      else { return nil }
      let start = width(marked[..<open])
      return SourceRange(start, start + width(marked[marked.index(after: open)..<close]))
    }

    /// Describes a file.
    package init(
      _ name: String, _ marked: String, role: Role = .source, isLatin1: Bool = false
    ) {
      self.name = name
      self.marked = marked
      self.role = role
      self.isLatin1 = isLatin1
    }
  }

  /// The files.
  package let files: [File]
  /// The profile that limits are compared with.
  package let profile: String?
  /// Whether the same text can be indented, moved and given other line breaks without a change.
  package let isMovable: Bool

  /// A policy alone.
  package init(_ policy: String, profile: String? = nil, isMovable: Bool = true) {
    self.init(
      files: [File("policy.yaml", policy)], profile: profile, isMovable: isMovable)
  }

  /// A policy, and the identity server's configuration.
  package init(_ policy: String, kratos: String) {
    self.init(files: [File("policy.yaml", policy), File("kratos.yml", kratos, role: .kratos)])
  }

  /// Several files.
  package init(files: [File], profile: String? = nil, isMovable: Bool = true) {
    self.files = files
    self.profile = profile
    self.isMovable = isMovable
  }
}
