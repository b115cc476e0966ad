import PolicyCEL
@_spi(Scanner) import PolicyJSON

/// Arrays of records, and arrays whose elements conditions look at.
extension SnapshotScanner {
  /// Reads an array whose elements are records, or are looked at by conditions.
  mutating func elements(_ member: ReadingPlan.Member) -> Bool {
    guard json.afterSpace() == UInt8(ascii: "["), json.open(UInt8(ascii: "[")) else { return false }
    if member.role == .methods { found.listsMethods = true }
    if member.slot >= 0 {
      set(member, Cell(member.form == .list || member.form == .any ? .other : .missing))
    }
    let list = member.list >= 0 && tables.lists[Int(member.list)].width > 0 ? Int(member.list) : -1
    if list >= 0 { scratch.rowCounts[list] = 0 }
    if json.close(UInt8(ascii: "]")) { return true }
    while true {
      guard element(member, list) else { return false }
      switch json.separator(before: UInt8(ascii: "]")) {
      case .comma: continue
      case .failure: return false
      case .end: return true
      }
    }
  }

  mutating func element(_ member: ReadingPlan.Member, _ list: Int) -> Bool {
    let byte = json.afterSpace()
    if member.kind == .records, byte != UInt8(ascii: "{") { return false }
    if member.role == .methods { method = ScannedMethod() }
    if member.elements == .beyond { return false }
    guard list >= 0 else {
      guard member.kind == .records else { return json.skipValue(&keys) }
      guard object(member.node) else { return false }
      return member.role != .methods || endMethod()
    }
    let layout = tables.lists[list]
    guard byte == (layout.isOfRecords ? UInt8(ascii: "{") : UInt8(ascii: "\"")) else {
      return false  // A list fails with an element of another kind than declared.
    }
    let count = scratch.rowCounts[list]
    guard !isInElement, count < ElementTest.elementLimit else { return false }
    scratch.rowCounts[list] = count + 1
    let start = layout.start + count * layout.width
    target = UnsafeMutableBufferPointer(rebasing: scratch.rows[start..<start + layout.width])
    target.initialize(repeating: Cell(.missing))
    isInElement = true
    defer {
      target = scratch.slots
      isInElement = false
    }
    if layout.isOfRecords {
      guard object(member.node) else { return false }
      return member.role != .methods || endMethod()
    }
    guard let text = json.string(), text.isPlain, isAllowed(text, member) else { return false }
    target[0] = Cell(.fits, symbol(text))
    return true
  }
}
