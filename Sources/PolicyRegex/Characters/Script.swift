import PolicyDiagnostics

/// A script that `\p{…}` can name: a value of Unicode's property Script (UAX #24), such as `Greek`.
///
/// `Common` and `Inherited` are scripts like the others. Code points that are not assigned, for private
/// use or surrogates have none.
///
/// Looking a code point up is a binary search over the runs of ``ScriptTable``.
package struct Script: Sendable, Hashable {
  /// The names of all scripts, in the order of the alphabet.
  package static var names: [String] { ScriptTable.names }

  private let number: UInt8

  private init(number: UInt8) { self.number = number }

  /// The script of a name as Unicode writes it, such as `Old_Italic`.
  package init?(named name: String) {
    guard let index = ScriptTable.names.firstIndex(where: { $0.hasSameBytes(as: name) }),
      let number = UInt8(exactly: index + 1)
    else { return nil }
    self.number = number
  }

  /// The script of a code point; `nil` if it has none.
  package static func of(_ scalar: UInt32) -> Script? {
    let number = Self.number(of: scalar)
    return number == 0 ? nil : Script(number: number)
  }

  /// What Unicode calls the script.
  package var name: String { ScriptTable.names[Int(number) - 1] }

  /// Whether a code point has the script.
  func contains(_ scalar: UInt32) -> Bool { Self.number(of: scalar) == number }

  private static func number(of scalar: UInt32) -> UInt8 {
    // The last run that begins at the code point or before it; the first begins at 0.
    let next = ScriptTable.starts.partitioningIndex { $0 > scalar }
    return ScriptTable.numbers[max(0, next - 1)]
  }

  /// The name that a text which is no script was probably meant to be: the same letters, or their
  /// beginning.
  static func suggestion(for text: String) -> String? {
    guard text.utf8.count >= 3, text.utf8.count <= 32 else { return nil }
    func letters(_ name: String) -> [UInt8] {
      name.utf8.filter { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }.map { $0 | 0x20 }
    }
    let wanted = letters(text)
    guard wanted.count >= 3 else { return nil }
    return names.first { letters($0) == wanted } ?? names.first { letters($0).starts(with: wanted) }
  }
}
