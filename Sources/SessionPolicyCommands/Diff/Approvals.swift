import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyLint
import PolicyTime
import PolicyYAML

/// Somebody's word that a change is meant.
struct Approval {
  /// The change, by ``DiffReport/Change/fingerprint``.
  let fingerprint: Located<String>
  /// Why it is meant.
  let reason: String
  /// Until when it holds, as it was written.
  let expires: Located<String>
  /// The first instant at which it no longer holds.
  let end: Timestamp

  /// The approval for programs.
  var json: JSONValue {
    [
      "fingerprint": .string(fingerprint.value), "reason": .string(reason),
      "expires": .string(expires.value),
    ]
  }
}

/// The approvals of a file, judged at an instant.
struct Approvals {
  private var valid: [String: Approval] = [:]
  private var expired: [Approval] = []

  /// No approvals.
  init() {}

  /// Reads a file: a YAML list of mappings. An approval holds through the day that it names.
  ///
  /// - Returns: The approvals, `nil` if there is an error, and everything found.
  static func read(_ file: SourceFile, at now: Timestamp) -> Loaded<Approvals> {
    let (document, problems) = YAMLParser.parse(file).parts
    guard let document else { return Loaded(nil, problems) }
    var reader = DocumentReader()
    var approvals = Approvals()
    let node = DocumentNode(document: document, subject: "the file of approvals")
    guard let items = document.sequence else {
      reader.report(
        .wrongKind, "\(node.subject) must be a list of approvals, not \(node.kindWritten)",
        at: node, place: node.head,
        help: "write `- { fingerprint: …, reason: …, expires: 2026-12-31 }` for each")
      return Loaded(nil, problems + reader.diagnostics)
    }
    var places: [String: SourceLocation] = [:]
    for item in node.items(items, "approval") {
      guard let approval = approval(item, &reader) else { continue }
      let fingerprint = approval.fingerprint
      if let first = places[fingerprint.value] {
        reader.report(
          .conflictingFields, "\(quotedForDisplay(fingerprint.value)) is approved twice", at: item,
          place: fingerprint.location, help: "remove one of them",
          related: [.init("first here", at: first)])
      }
      places[fingerprint.value] = fingerprint.location
      if now < approval.end {
        approvals.valid[fingerprint.value] = approval
      } else {
        approvals.expired.append(approval)
      }
    }
    let diagnostics = problems + reader.diagnostics
    return Loaded(diagnostics.contains { $0.severity == .error } ? nil : approvals, diagnostics)
  }

  private static func approval(_ node: DocumentNode, _ reader: inout DocumentReader) -> Approval? {
    guard let fields = reader.fields(of: node, as: .approval) else { return nil }
    let fingerprint = fields["fingerprint"].flatMap { reader.text($0) }
    let reason = fields["reason"].flatMap { reader.text($0) }
    let expires = fields["expires"].flatMap { node in
      reader.text(node).flatMap { text -> (Located<String>, Timestamp)? in
        let day = Timestamp(rfc3339: text.value + "T00:00:00Z")?.adding(.seconds(86_400))
        if let end = day ?? Timestamp(rfc3339: text.value) { return (text, end) }
        reader.report(
          .invalidValue, "\(quotedForDisplay(text.value)) is no date", at: node,
          help: "write it as `2026-12-31`")
        return nil
      }
    }
    guard let fingerprint, let reason, let (expires, end) = expires else { return nil }
    return Approval(fingerprint: fingerprint, reason: reason.value, expires: expires, end: end)
  }

  /// The approval of a change; `nil` if there is none that holds.
  subscript(fingerprint: String) -> Approval? { valid[fingerprint] }

  /// What is told of approvals that do not count: they have run out, or approve nothing.
  func warnings(for fingerprints: Set<String>) -> [Diagnostic] {
    func warning(_ approval: Approval, _ message: String, _ help: String) -> Diagnostic {
      Diagnostic(
        .staleSuppression, .warning, message, at: approval.fingerprint.location, help: help)
    }
    let unknown = valid.values.filter { !fingerprints.contains($0.fingerprint.value) }.map {
      warning(
        $0,
        "\(quotedForDisplay($0.fingerprint.value)) is no change between OLD and NEW, so this "
          + "approves nothing", "remove it, or look up the fingerprint of what is meant")
    }
    let late = expired.map {
      warning(
        $0, "this approval held until \(quotedForDisplay($0.expires.value)), and counts no more",
        "remove it, or decide anew until when")
    }
    return (unknown + late).sorted { $0.location.range.start < $1.location.range.start }
  }
}

extension FieldTable {
  /// An approval of a change.
  static let approval = FieldTable(
    "an approval",
    [
      Field(
        "fingerprint", .text, isRequired: true,
        "The change, by the twelve digits that `diff` writes beside it.", synonyms: ["id"]),
      Field("reason", .text, isRequired: true, "Why the change is meant.", synonyms: ["because"]),
      Field(
        "expires", .text, isRequired: true, "The last day on which the approval holds.",
        synonyms: ["until", "expires_at"]),
    ])
}
