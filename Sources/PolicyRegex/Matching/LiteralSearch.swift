/// A pattern that is plain text, perhaps bound to the start or the end, compared byte by byte.
struct LiteralSearch: Sendable {
  let literal: [UInt8]
  let isAtStart: Bool
  let isAtEnd: Bool

  /// Succeeds if the tree is nothing but a literal and anchors of the text around it.
  init?(_ tree: SyntaxTree) {
    var items: ArraySlice<Int>
    switch tree.nodes[tree.root] {
    case .sequence(let children): items = children[...]
    case .empty: items = []
    default: items = [tree.root]
    }
    isAtStart = items.first.map { tree.nodes[$0] == .assertion(.textStart) } ?? false
    if isAtStart { items = items.dropFirst() }
    isAtEnd = items.last.map { tree.nodes[$0] == .assertion(.textEnd) } ?? false
    if isAtEnd { items = items.dropLast() }

    var literal = ""
    for item in items {
      guard let value = tree.nodes[item].scalar, let scalar = Unicode.Scalar(value) else {
        return nil
      }
      literal.unicodeScalars.append(scalar)
    }
    self.literal = Array(literal.utf8)
  }

  func matches(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    if isAtStart {
      return isAtEnd ? wholeMatches(text) : text.starts(with: literal)
    }
    guard text.count >= literal.count else { return false }
    let last = text.count - literal.count
    if isAtEnd { return text[last...].elementsEqual(literal) }
    guard let first = literal.first else { return true }
    for start in 0...last where text[start] == first {
      if text[start...].starts(with: literal) { return true }
    }
    return false
  }

  func wholeMatches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.elementsEqual(literal)
  }
}

extension SyntaxTree.Node {
  /// The value of a node that is exactly one scalar.
  fileprivate var scalar: UInt32? {
    if case .scalar(let value) = self { value } else { nil }
  }
}
