import PolicyCEL
import PolicyDiagnostics
@_spi(Scanner) import PolicyJSON
import PolicyTime

/// What is kept of the values that were read.
extension SnapshotScanner {
  func bytes(_ text: JSONScanner.Text) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: json.text + text.start, count: text.end - text.start)
  }

  func symbol(_ text: JSONScanner.Text) -> Int64 {
    tables.symbols.number(of: bytes(text)) ?? -1
  }

  func set(_ member: ReadingPlan.Member, _ cell: Cell) { target[Int(member.slot)] = cell }

  /// Whether a text is one of the declared values, if there are any.
  @inline(__always)
  func isAllowed(_ text: JSONScanner.Text, _ member: ReadingPlan.Member) -> Bool {
    member.values.isEmpty || isDeclared(text, member)
  }

  @inline(never)
  private func isDeclared(_ text: JSONScanner.Text, _ member: ReadingPlan.Member) -> Bool {
    guard text.isPlain else { return false }
    for place in member.values {
      let value = tables.values[Int(place)]
      if value.count == text.end - text.start, let names = tables.names.baseAddress,
        json.hasBytes(names + Int(value.lowerBound), count: value.count, at: text.start)
      {
        return true
      }
    }
    return false
  }

  mutating func note(_ text: JSONScanner.Text, _ member: ReadingPlan.Member) -> Bool {
    if member.slot >= 0 {
      let isLookedUp = member.form == .symbol
      guard text.isPlain, isLookedUp || member.form == .text, isAllowed(text, member) else {
        return false
      }
      let slot = Int(member.slot)
      target[slot] =
        isLookedUp ? Cell(.fits, symbol(text)) : Cell(.other)
      if !isInElement, tables.keepsText[slot] {
        scratch.texts[slot] = ScannedText(start: text.start, end: text.end)
      }
    }
    switch member.role {
    case .none: return true
    case .sessionID:
      guard text.isPlain else { return false }
      found.id = text.start..<text.end
    case .identityState:
      guard text.isPlain else { return false }
      found.isIdentityActive = bytes(text).hasSameBytes(as: "active")
    case .method:
      guard text.isPlain else { return false }
      method.name = text.start..<text.end
    case .methodLevel:
      guard text.isPlain else { return false }
      if text.end > text.start {
        method.hasLevel = true
        method.level = AssuranceLevel(utf8: bytes(text))
      }
    default: break
    }
    return true
  }

  mutating func note(_ instant: Timestamp, _ member: ReadingPlan.Member) -> Bool {
    // The zero time means that nobody knows.
    guard instant != .minimum else { return true }
    if member.slot >= 0 {
      guard member.form == .instant else { return false }
      set(member, isInElement ? Cell(.other) : Cell(instant))
    }
    switch member.role {
    case .snapshotNow: found.now = instant
    case .expiresAt: found.expiresAt = instant
    case .cookieIssuedAt: found.cookieIssuedAt = instant
    case .methodCompletion:
      method.completedAt = instant
      notePast(instant)
    case .past: notePast(instant)
    default: break
    }
    return true
  }

  @inline(__always)
  private mutating func notePast(_ instant: Timestamp) {
    if let known = found.latestPast, known >= instant { return }
    found.latestPast = instant
  }

  mutating func level(_ text: JSONScanner.Text, _ member: ReadingPlan.Member) -> Bool {
    // Without a stored level it is computed from all methods together.
    guard let level = AssuranceLevel(utf8: bytes(text)) else { return false }
    found.level = level
    return true
  }

  mutating func endMethod() -> Bool {
    guard let name = method.name else { return false }
    let text = UnsafeBufferPointer(start: json.text + name.lowerBound, count: name.count)
    let entry = plan.methods.entry(of: text)
    if !method.hasLevel, let implied = entry.impliedLevel {
      method.level = implied
      found.infersLevels = true
    }
    found.methodSets |= entry.sets
    if method.level == .aal1 {
      found.hasFirstFactor = true
    } else if method.level == .aal2 {
      found.hasSecondFactor = true
      if entry.isUpstream { (found.hasUpstreamSecond, found.isOfHead) = (true, true) }
    }
    guard let completed = method.completedAt else {
      // Evidence of an unknown age is told by the whole document.
      return !plan.methods.evidence.enumerated().contains { number, piece in
        entry.evidence >> UInt64(number) & 1 != 0 && isEnough(piece.level)
      }
    }
    for (number, piece) in plan.methods.evidence.enumerated()
    where entry.evidence >> UInt64(number) & 1 != 0 {
      guard isEnough(piece.level) else { continue }
      let cell = Cell(completed)
      let known = scratch.slots[piece.slot]
      // Instants that do not fit are left to the whole document.
      guard cell.state == .fits else { return false }
      if known.state == .missing || known.payload < cell.payload {
        scratch.slots[piece.slot] = cell
      }
    }
    return true
  }

  /// Whether the method that was read reaches a level.
  @inline(__always)
  private func isEnough(_ least: AssuranceLevel?) -> Bool {
    guard let least else { return true }
    return method.level.map { $0 >= least } ?? false
  }
}
