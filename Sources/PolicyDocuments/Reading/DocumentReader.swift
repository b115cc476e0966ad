package import PolicyDiagnostics
import PolicyYAML

/// Reads YAML nodes as what a field table says they are, and gathers what is wrong.
///
/// Every reading function reports what it cannot read and returns `nil`, so that a caller goes on with
/// the rest and tells nothing twice.
package struct DocumentReader {
  /// What was found.
  package private(set) var diagnostics: [Diagnostic] = []
  /// Places and codes already told, for a node can be reached again through an alias.
  private var told: Set<Finding> = []

  private struct Finding: Hashable {
    var code: DiagnosticCode
    var range: SourceRange
    var message: String
  }

  /// How many of them are errors.
  package private(set) var errorCount = 0
  /// How often an error was met, those told before included.
  package private(set) var failureCount = 0

  /// Where a key may belong that a table does not have.
  let tables: [FieldTable]

  /// Begins with nothing found.
  ///
  /// - Parameter tables: Where keys may belong that stand in a wrong place.
  package init(tables: [FieldTable] = []) { self.tables = tables }

  /// Adds a diagnostic, once.
  package mutating func report(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { failureCount += 1 }
    let finding = Finding(
      code: diagnostic.code, range: diagnostic.location.range, message: diagnostic.message)
    guard told.insert(finding).inserted else { return }
    diagnostics.append(diagnostic)
    if diagnostic.severity == .error { errorCount += 1 }
  }

  /// Adds diagnostics of the text under a node.
  package mutating func report(contentsOf more: [Diagnostic], in node: DocumentNode) {
    for var diagnostic in more {
      diagnostic.path = diagnostic.path ?? node.path
      report(diagnostic)
    }
  }

  /// Reports what is wrong with a node, at the node unless another place says more.
  package mutating func report(
    _ code: DiagnosticCode, _ message: String, severity: Diagnostic.Severity = .error,
    at node: DocumentNode, place: SourceLocation? = nil, help: String? = nil,
    related: [Diagnostic.Related] = [], fix: Fix? = nil
  ) {
    report(
      Diagnostic(
        code, severity, message, at: place ?? node.location, path: node.path, help: help,
        related: related, fix: fix))
  }

  // MARK: Kinds

  /// Reads a scalar's text; what other readers take for null is none.
  package mutating func scalar(
    _ node: DocumentNode, as kind: @autoclosure () -> String
  ) -> Located<String>? {
    guard let text = node.node.scalar else {
      report(
        .wrongKind, "\(node.subject) must be \(kind()), not \(node.kindWritten)", at: node,
        place: node.head)
      return nil
    }
    guard !node.isNull else {
      reportNull(node, kind())
      return nil
    }
    return Located(text, at: node.location)
  }

  /// Reads text for people.
  package mutating func text(_ node: DocumentNode) -> Located<String>? {
    guard let text = scalar(node, as: "text") else { return nil }
    guard text.value.utf8.contains(where: { $0 > 0x20 }) else {
      report(
        .invalidValue, "\(node.subject) is blank, so nobody is told anything", at: node,
        help: "write the text\(node.orLeaveOut)")
      return nil
    }
    return text
  }

  /// Reads `true` or `false`.
  package mutating func flag(_ node: DocumentNode) -> Bool? {
    guard let text = scalar(node, as: "`true` or `false`")?.value else { return nil }
    if node.node.scalarStyle == .plain {
      if text.hasSameBytes(as: "true") { return true }
      if text.hasSameBytes(as: "false") { return false }
    }
    let written = quotedForDisplay(text)
    guard let meaning = PlainScalar.booleanWord(text) else {
      report(.wrongKind, "\(node.subject) must be `true` or `false`, not \(written)", at: node)
      return nil
    }
    report(
      node.node.scalarStyle == .plain ? .implicitBoolean : .wrongKind,
      node.node.scalarStyle == .plain
        ? "\(written) is a bool to some readers of YAML and text to others"
        : "\(node.subject) must be `true` or `false`, and \(written) in quotes is text",
      at: node, help: "write `\(meaning)`",
      fix: Fix(
        "write `\(meaning)`", isSafe: false,
        edits: [Fix.Edit(node.node.location, replacement: "\(meaning)")]))
    return nil
  }

  /// Reads the items of a list that must not be empty.
  package mutating func items(_ node: DocumentNode, _ noun: String, of kind: String)
    -> [DocumentNode]?
  {
    guard let items = node.node.sequence else {
      guard !node.isNull else {
        reportNull(node, "a list of \(kind)")
        return nil
      }
      let text = node.node.scalar.map { "write a list: `[\($0)]`" }
      report(
        .wrongKind, "\(node.subject) must be a list of \(kind), not \(node.kindWritten)",
        at: node, place: node.head, help: text)
      return nil
    }
    guard !items.isEmpty else {
      report(
        .emptyCollection, "\(node.subject) is an empty list", at: node,
        help: "add \(noun == "item" ? "an item" : "a \(noun)")\(node.orLeaveOut)")
      return nil
    }
    return node.items(items, noun)
  }

  /// Reads a list of different texts.
  package mutating func texts(_ node: DocumentNode) -> Located<[String]>? {
    guard let items = items(node, "item", of: "texts") else { return nil }
    var texts: [String] = []
    var seen: [Text: SourceLocation] = [:]
    var isComplete = true
    for item in items {
      guard let text = text(item) else {
        isComplete = false
        continue
      }
      if let first = seen[Text(text.value)] {
        isComplete = false
        report(
          .invalidValue, "\(quotedForDisplay(text.value)) stands twice in \(node.subject)",
          at: item, help: "remove one of them", related: [.init("first here", at: first)])
      }
      seen[Text(text.value)] = text.location
      texts.append(text.value)
    }
    return isComplete ? Located(texts, at: node.node.location) : nil
  }

  /// Reads a path, or a list of paths that is not empty.
  package mutating func paths(_ node: DocumentNode) -> Located<[String]>? {
    guard node.node.sequence == nil else { return texts(node) }
    return text(node).map { Located([$0.value], at: $0.location) }
  }

  /// Reads the entries of a mapping from names.
  package mutating func entries(_ node: DocumentNode, of kind: String) -> [DictionaryEntry]? {
    guard let entries = node.node.mapping else {
      guard !node.isNull else {
        reportNull(node, "a mapping from names to \(kind)")
        return nil
      }
      report(
        .wrongKind,
        "\(node.subject) must be a mapping from names to \(kind), not \(node.kindWritten)",
        at: node, place: node.head)
      return nil
    }
    return entries.compactMap { entry in
      entry.key.scalar.map { name in
        DictionaryEntry(
          name: Located(name, at: entry.key.location), value: node.value(of: entry, named: name))
      }
    }
  }

  // MARK: Version

  /// Whether a document is in the version of its language that this build reads; another is reported.
  ///
  /// In another version anything may have another meaning, so nothing else should be said of it.
  ///
  /// - Parameters:
  ///   - version: The version that is read.
  ///   - kind: What is versioned, where it is not the language of policies: ` of suites`.
  package mutating func isSupported(
    _ document: DocumentNode, version: String, of kind: String = ""
  ) -> Bool {
    let entry = document.node.mapping?.first { $0.key.scalar == "version" }
    guard let entry else { return true }
    let node = document.value(of: entry, named: "version")
    guard let text = scalar(node, as: "`\(version)`"),
      !text.value.hasSameBytes(as: version)
    else { return true }
    report(
      .unsupportedVersion,
      "version \(quotedForDisplay(text.value))\(kind) is not read by this build, which reads version "
        + "`\(version)`",
      at: node, help: "write `version: \(version)`")
    return false
  }

  private mutating func reportNull(_ node: DocumentNode, _ kind: String) {
    let text = node.node.scalar ?? ""
    report(
      .nullValue,
      text.isEmpty
        ? "\(node.subject) has no value"
        : "\(node.subject) is \(quotedForDisplay(text)), which is no value", at: node,
      help: "write \(kind)\(node.orLeaveOut)"
        + (text.isEmpty ? "" : "; as text it needs quotes"))
  }
}

/// An entry of a mapping from names.
package struct DictionaryEntry {
  package let name: Located<String>
  package let value: DocumentNode
}
