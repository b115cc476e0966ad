import CEL

/// What is asked of the methods that a session completed: for each name, in which sets it is.
struct MethodPlan: Sendable {
  /// A name that policies ask for.
  private struct Name: Sendable {
    var bytes: ContiguousArray<UInt8>
    /// A bit for each set that has it.
    var sets: UInt64
    /// A bit for each piece of evidence that takes it.
    var evidence: UInt64
  }

  /// An instant that limits count from.
  struct Evidence: Sendable {
    var slot: Int
    var level: AssuranceLevel?
  }

  private let names: [Name]
  let evidence: [Evidence]
  /// The evidence that any method is good for.
  let anyMethod: UInt64
  /// Whether there is more than bits for.
  let isBeyond: Bool

  init(sets: [[String]], evidence: [(slot: Int, evidence: SessionPolicy.Evidence)]) {
    isBeyond = evidence.count > 64
    var all: Set<String> = []
    for set in sets { all.formUnion(set) }
    for piece in evidence { all.formUnion(piece.evidence.methods ?? []) }
    func bits(_ isIn: (Int) -> Bool, upTo count: Int) -> UInt64 {
      (0..<min(count, 64)).reduce(0) { isIn($1) ? $0 | 1 << UInt64($1) : $0 }
    }
    names = all.sorted().map { name in
      Name(
        bytes: ContiguousArray(name.utf8),
        sets: bits({ sets[$0].contains(name) }, upTo: sets.count),
        evidence: bits(
          { evidence[$0].evidence.methods?.contains(name) ?? false }, upTo: evidence.count))
    }
    anyMethod = bits({ evidence[$0].evidence.methods == nil }, upTo: evidence.count)
    self.evidence = evidence.map { Evidence(slot: $0.slot, level: $0.evidence.level) }
  }

  /// In which sets a method is, and for which evidence it is good.
  func bits(of method: UnsafeBufferPointer<UInt8>) -> (sets: UInt64, evidence: UInt64) {
    for name in names where name.bytes.count == method.count && name.bytes.elementsEqual(method) {
      return (name.sets, name.evidence | anyMethod)
    }
    return (0, anyMethod)
  }
}
