/// Elements in the order found, up to a number beyond which more of them help nobody; the rest is counted.
package struct CappedList<Element> {
  /// How many are kept.
  package let limit: Int
  /// What is kept.
  package private(set) var listed: [Element] = []
  /// How many were not kept.
  package private(set) var unlisted = 0

  /// Starts empty, to keep so many, and one at the least.
  package init(limit: Int) { self.limit = max(1, limit) }

  /// Keeps an element if there is room.
  package mutating func append(_ element: Element) {
    if listed.count < limit {
      listed.append(element)
    } else {
      unlisted += 1
    }
  }

  /// Keeps an element whatever was found before.
  package mutating func appendLast(_ element: Element) { listed.append(element) }
}

extension CappedList: Sendable where Element: Sendable {}

extension CappedList<Diagnostic> {
  /// What is kept, and a word about the rest.
  package func diagnostics(in file: SourceFile) -> [Diagnostic] {
    listed + [Diagnostic](unlisted: unlisted, in: file)
  }
}

extension [Diagnostic] {
  /// The word about problems that are not listed; nothing for none.
  init(unlisted count: Int, in file: SourceFile) {
    guard count > 0 else {
      self = []
      return
    }
    let rest = count == 1 ? "1 more problem" : "\(count) more problems"
    let end = SourceRange(file.bytes.count, file.bytes.count)
    self = [
      Diagnostic(
        .resourceLimit, .info, "\(rest) in this file not listed", at: SourceLocation(file, end))
    ]
  }
}
