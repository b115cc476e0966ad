import PolicyDiagnostics

/// Lists of string constants as sets, held once however many conditions look into them.
///
/// A named constant is one piece of memory wherever it is read, so that its address tells it; the list
/// is kept with its set, and the address stays its own. Without this, a list of 20 000 texts that 1 000
/// rules look into would be copied a thousand times.
struct TextSets: Sendable {
  /// A list of string constants.
  struct Entry: Sendable {
    fileprivate let elements: [Value]
    /// Its texts; none of a list so short that it is walked.
    let texts: Set<Text>
    /// Their numbers among all constants.
    let symbols: SymbolSet
  }

  /// Those of named constants, by the addresses of their elements.
  private var entries: [Int: Entry] = [:]

  /// A list as a set; `nil` if it holds anything but strings.
  ///
  /// - Parameter isNamed: Whether it is a named constant, which others may read too.
  mutating func entry(
    _ elements: [Value], isNamed: Bool, numbers: inout SymbolTable
  ) -> Entry? {
    let address = elements.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    if isNamed, let known = entries[address], known.elements.count == elements.count {
      return known
    }
    var texts: Set<Text> = []
    var symbols: Set<Int64> = []
    for element in elements {
      guard case .string(let text) = element else { return nil }
      if elements.count > Lowering.shortCount { texts.insert(Text(text)) }
      symbols.insert(numbers.insert(text))
    }
    let entry = Entry(elements: elements, texts: texts, symbols: SymbolSet(symbols))
    if isNamed { entries[address] = entry }
    return entry
  }
}
