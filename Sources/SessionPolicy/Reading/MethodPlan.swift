import PolicyCEL

/// What is asked of the methods that a session completed: for each name, in which sets it is.
struct MethodPlan: Sendable {
  /// An instant that limits count from.
  struct Evidence: Sendable {
    var slot: Int
    var level: AssuranceLevel?
  }

  /// The names that policies ask for.
  private let names: FixedSymbols
  /// For each of them, a bit for each set that has it, and for each piece of evidence that takes it.
  private let bits: PlainTable<(sets: UInt64, evidence: UInt64)>
  private let evidenceTable: PlainTable<Evidence>
  var evidence: UnsafeBufferPointer<Evidence> { evidenceTable.elements }
  /// The evidence that any method is good for.
  let anyMethod: UInt64
  /// Whether there is more than bits for.
  let isBeyond: Bool

  init(sets: [[String]], evidence: [(slot: Int, evidence: SessionPolicy.Evidence)]) {
    isBeyond = evidence.count > 64
    var all: Set<Text> = []
    for set in sets + evidence.compactMap(\.evidence.methods) { all.formUnion(set.map(Text.init)) }
    func has(_ set: [String], _ name: Text) -> Bool { set.contains { Text($0) == name } }
    func bits(_ isIn: (Int) -> Bool, upTo count: Int) -> UInt64 {
      (0..<min(count, 64)).reduce(0) { isIn($1) ? $0 | 1 << UInt64($1) : $0 }
    }
    var names = SymbolTable()
    var masks: ContiguousArray<(sets: UInt64, evidence: UInt64)> = []
    for name in all.sorted() {
      _ = names.insert(name.string)
      masks.append(
        (
          bits({ has(sets[$0], name) }, upTo: sets.count),
          bits(
            { evidence[$0].evidence.methods.map { has($0, name) } ?? true },
            upTo: evidence.count)
        ))
    }
    self.names = FixedSymbols(names)
    self.bits = PlainTable(masks)
    anyMethod = bits({ evidence[$0].evidence.methods == nil }, upTo: evidence.count)
    evidenceTable = PlainTable(
      ContiguousArray(evidence.map { Evidence(slot: $0.slot, level: $0.evidence.level) }))
  }

  /// In which sets a method is, and for which evidence it is good.
  func bits(of method: UnsafeBufferPointer<UInt8>) -> (sets: UInt64, evidence: UInt64) {
    guard let number = names.lookup.number(of: method) else { return (0, anyMethod) }
    return bits.elements[Int(number)]
  }
}
