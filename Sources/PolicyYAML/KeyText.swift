/// The text of a key, equal to another when their bytes are.
package struct KeyText: Hashable {
  /// The text.
  package let text: String

  /// Takes a text for a key.
  package init(_ text: String) { self.text = text }

  package static func == (left: KeyText, right: KeyText) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
