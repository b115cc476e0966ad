import PolicyDiagnostics
import PolicyDocuments

/// The sessions or the requests that a suite names.
struct Fixtures<Value> {
  /// All names, whether or not what they stand for could be read.
  let names: Set<Text>
  private let entries: [Text: DictionaryEntry]
  private var values: [Text: Value] = [:]

  /// Names what is still to be read.
  init(_ entries: [DictionaryEntry] = []) {
    self.entries = Dictionary(
      entries.map { (Text($0.name.value), $0) }, uniquingKeysWith: { $1 })
    names = Set(self.entries.keys)
  }

  /// Where a name is defined; `nil` if it is not.
  func entry(_ name: String) -> DictionaryEntry? { entries[Text(name)] }

  /// What a name stands for; `nil` if it is not defined or could not be read.
  subscript(name: String) -> Value? {
    get { values[Text(name)] }
    set { values[Text(name)] = newValue }
  }
}

extension DocumentReader {
  /// Reports a name that the suite does not define.
  mutating func reportUnknown(
    _ kind: String, _ name: Located<String>, among names: Set<Text>, at node: DocumentNode
  ) {
    // Beyond those that are listed nobody reads what may have been meant.
    let known = failureCount > SuiteLoader.listed ? [] : names.map(\.string).sorted()
    report(
      .undefinedDefinition, "there is no \(kind) \(quotedForDisplay(name.value)) in this suite",
      at: node,
      place: name.location,
      help: didYouMean(nearestNames(to: name.value, among: known))
        ?? (known.isEmpty
          ? "define it under `\(kind)s`"
          : "the suite has " + Self.list(Array(known.prefix(12)))))
  }

  /// Reports the second of two things of one name, of which a failure would not tell which.
  mutating func checkUnique(
    _ kind: String, _ name: Located<String>, besides names: inout [Text: SourceLocation],
    at node: DocumentNode
  ) {
    if let first = names[Text(name.value)] {
      report(
        .duplicateOrUnnamedTest,
        "two \(kind)s are named \(quotedForDisplay(name.value)), so a failure would not tell which",
        at: node, place: name.location, help: "rename one of them",
        related: [.init("the other is here", at: first)])
    }
    names[Text(name.value)] = name.location
  }
}
