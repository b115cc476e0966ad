package import PolicyDiagnostics
import PolicyDocuments
package import PolicyYAML

/// A file that is something else than what it was given for.
///
/// One word on what it seems to be helps more than a finding for each of its keys.
package struct ForeignFile {
  /// What a file was given for.
  package enum Purpose {
    case configuration
    case policy
    case suite
  }

  /// What is said about it.
  package let diagnostic: Diagnostic

  /// Recognizes a file by the keys at its top; `nil` for what may be what it was given for.
  package init?(_ document: YAMLNode, givenFor purpose: Purpose) {
    guard let (key, kind, help) = Self.kind(document, givenFor: purpose),
      let entry = document.mapping?.first(where: { $0.key.scalar == key })
    else { return nil }
    let missed =
      switch purpose {
      case .configuration: "a configuration of Kratos, which refuses the key `\(key)`"
      case .policy: "a policy"
      case .suite: "a test suite, so nothing of it is tested"
      }
    diagnostic = Diagnostic(
      purpose == .configuration ? .notAKratosConfiguration : .wrongKind, .error,
      "this seems to be \(kind), not \(missed)", at: entry.key.location, path: "$.\(key)",
      help: help)
  }

  private static func kind(
    _ document: YAMLNode, givenFor purpose: Purpose
  ) -> (key: String, kind: String, help: String)? {
    let has = { (key: String) in document[key] != nil }
    let isSession = { (node: YAMLNode?) in
      ["active", "expires_at", "issued_at", "authenticated_at"].contains { node?[$0] != nil }
    }
    if has("suite") { return ("suite", "a test suite", "name it to `session-policy test`") }
    if has("policy"), has("rules") || !has("selfservice") {
      return ("policy", "a policy", "name it beside the other policies")
    }
    if has("apiVersion"), has("kind") {
      let parts = document["data"]?.mapping?.compactMap(\.key.scalar) ?? []
      let part = parts.first.map { quotedForDisplay("data.\($0)") } ?? "a key of it"
      return (
        "apiVersion", "a manifest of Kubernetes",
        "\(purpose == .configuration ? "the configuration" : "what it holds") stands below \(part); "
          + "give that part as a file of its own"
      )
    }
    if has("$schema"), has("properties") {
      return ("$schema", "a schema of identities", "give the configuration that names it")
    }
    // It is ours, and one of its keys is misspelt.
    guard !KindKeys.ours.contains(where: has) else { return nil }
    if has("services") {
      return (
        "services", "a file of Docker Compose",
        purpose == .configuration
          ? "give the file that `command: serve -c` names in it"
          : "it says which containers run, and policies stand elsewhere"
      )
    }
    if document["kratos"]?.mapping != nil {
      let place = document["kratos"]?["config"] == nil ? "kratos" : "kratos.config"
      return (
        "kratos", "a file of values for Helm",
        purpose == .configuration
          ? "the configuration stands below `\(place)`; give that part as a file of its own"
          : "what stands below `\(place)` can be given with `--kratos`, as a file of its own"
      )
    }
    if isSession(document) {
      let key = ["active", "expires_at", "issued_at", "authenticated_at"].first(where: has)
      return (key ?? "active", "a session", "name it to `session-policy decide`")
    }
    if isSession(document["session"]) {
      return ("session", "a snapshot of a session", "name it to `session-policy decide`")
    }
    return nil
  }

  /// Whether a file is a configuration of Kratos, by the keys at its top; where the text could not be
  /// read as YAML, by the words that look like keys.
  static func isConfiguration(_ source: SourceFile, _ document: YAMLNode?) -> Bool {
    if let document {
      guard document.mapping != nil, kind(document, givenFor: .configuration) == nil else {
        return false
      }
    }
    let keys = TopKeys(source, document)
    return keys.contains(anyOf: KindKeys.configuration) && !keys.contains(anyOf: KindKeys.ours)
  }
}
