package import PolicyDiagnostics

/// Reading names and words.
extension DocumentReader {
  /// Reads a name by which something is cited: letters, digits, `.`, `_` and `-`.
  package mutating func name(_ node: DocumentNode) -> Located<String>? {
    guard let text = scalar(node, as: "a name") else { return nil }
    guard Self.isName(text.value) else {
      report(
        .invalidValue, "\(quotedForDisplay(text.value)) cannot be cited as a name", at: node,
        help: "use letters, digits, `-`, `_` and `.`, and begin with a letter or digit")
      return nil
    }
    return text
  }

  /// Reads one of some words.
  package mutating func choice(_ node: DocumentNode, among words: [String]) -> Located<String>? {
    guard let text = scalar(node, as: Self.list(words, "or")) else { return nil }
    guard words.contains(where: { $0.hasSameBytes(as: text.value) }) else {
      let lower = text.value.lowercased()
      // `aal: 2` means `aal2`.
      let ending = lower.isEmpty ? [] : words.filter { $0.hasSuffix(lower) }
      let near = didYouMean(
        ending.count == 1 ? ending : nearestNames(to: text.value, among: words))
      report(
        .valueOutsideDomain,
        "\(node.subject) must be \(Self.list(words, "or")), not \(quotedForDisplay(text.value))",
        at: node, help: near)
      return nil
    }
    return text
  }

  /// Whether a name can be cited.
  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isAlphanumeric, text.utf8.count <= 200 else {
      return false
    }
    return text.utf8.allSatisfy {
      $0.isAlphanumeric || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: "-")
    }
  }
}

extension UInt8 {
  fileprivate var isAlphanumeric: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }
}
