import PolicyCEL
import PolicyDiagnostics

/// What is asked of the methods that a session completed, and what is known of them: one look-up for
/// each.
struct MethodPlan: Sendable {
  /// An instant that limits count from.
  struct Evidence: Sendable {
    var slot: Int
    var level: AssuranceLevel?
  }

  /// What is asked of one method, and what is known of it.
  struct Entry: Sendable {
    /// A bit for each set that has it.
    var sets: UInt64 = 0
    /// A bit for each piece of evidence that it is good for.
    var evidence: UInt64
    var impliedLevel: AssuranceLevel?
    var isUpstream = false
  }

  /// The names that policies ask for, and those that Kratos knows.
  private let names: FixedSymbols
  private let entries: PlainTable<Entry>
  private let evidenceTable: PlainTable<Evidence>
  var evidence: UnsafeBufferPointer<Evidence> { evidenceTable.elements }
  /// The evidence that any method is good for.
  let anyMethod: UInt64
  /// Whether there is more than bits for.
  let isBeyond: Bool

  init(sets: [[String]], evidence: [(slot: Int, evidence: SessionPolicy.Evidence)]) {
    isBeyond = evidence.count > 64
    var all = Set(KnownMethod.all.map { Text($0.name) })
    for set in sets + evidence.compactMap(\.evidence.methods) { all.formUnion(set.map(Text.init)) }
    let sets = sets.prefix(64).map { Set($0.map(Text.init)) }
    let accepted = evidence.prefix(64).map { $0.evidence.methods.map { Set($0.map(Text.init)) } }
    func bits(_ isIn: (Int) -> Bool, upTo count: Int) -> UInt64 {
      (0..<min(count, 64)).reduce(0) { isIn($1) ? $0 | 1 << UInt64($1) : $0 }
    }
    var names = SymbolTable()
    var entries: ContiguousArray<Entry> = []
    for name in all.sorted() {
      _ = names.insert(name.string)
      let known = KnownMethod.named(name.string)
      entries.append(
        Entry(
          sets: bits({ sets[$0].contains(name) }, upTo: sets.count),
          evidence: bits({ accepted[$0]?.contains(name) ?? true }, upTo: accepted.count),
          impliedLevel: known?.impliedLevel, isUpstream: known?.isUpstream ?? false))
    }
    self.names = FixedSymbols(names)
    self.entries = PlainTable(entries)
    anyMethod = bits({ evidence[$0].evidence.methods == nil }, upTo: evidence.count)
    evidenceTable = PlainTable(
      ContiguousArray(evidence.map { Evidence(slot: $0.slot, level: $0.evidence.level) }))
  }

  /// What is asked of a method by its name in UTF-8, and what is known of it.
  func entry(of method: UnsafeBufferPointer<UInt8>) -> Entry {
    guard let number = names.lookup.number(of: method) else { return Entry(evidence: anyMethod) }
    return entries.elements[Int(number)]
  }
}
