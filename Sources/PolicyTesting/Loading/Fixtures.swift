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

  /// Takes the name of a test or a law, or reports that it is taken.
  mutating func claim(
    _ name: Located<String>, among names: inout UniqueNames, at node: DocumentNode
  ) {
    if let diagnostic = names.claim(name, path: node.path) { report(diagnostic) }
  }
}

extension UniqueNames {
  /// The names of the tests or of the laws of a suite.
  init(ofSuite kind: String) {
    self.init(
      of: kind, "a failure would not tell which", code: .duplicateOrUnnamedTest, foldsCase: false)
  }
}
