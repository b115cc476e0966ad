import SessionPolicy

/// A ready-made policy by the numbers of a configuration of Kratos, where it leaves them to that: how far an
/// extension reaches without `by`, and when its window opens without `within`.
///
/// The first is Kratos' own wherever the configuration is given. The second is written down where Kratos
/// opens later than always, for a rule that knows no window promises what Kratos then does not do. What the
/// policy says itself stays as it is, and so do its suites, with the settings that they are about.
struct AlignedPolicy {
  let files: [(name: String, text: String)]

  init(_ policy: ReadyMadePolicy, to kratos: KratosBehaviour) {
    files = policy.files.map { file in
      guard file.name.hasPrefix("policies/"), let within = kratos.within else { return file }
      return (file.name, Self.withWindows(file.text, within.written))
    }
  }

  /// The text with a window in every rule that permits extending and has none. Ready-made policies have one
  /// key to a line, in blocks that begin with a dash.
  private static func withWindows(_ text: String, _ within: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var number = lines.startIndex
    while number < lines.endIndex {
      if lines[number].hasSameBytes(as: "    may: extend") {
        let rest = lines[(number + 1)...].prefix { $0.hasPrefix("    ") }
        let before = lines[..<number].reversed().prefix { $0.hasPrefix("    ") }
        if !(rest + before).contains(where: { $0.hasPrefix("    within: ") }) {
          lines.insert("    within: \(within)", at: number + 1)
        }
      }
      number += 1
    }
    return lines.joined(separator: "\n")
  }
}
