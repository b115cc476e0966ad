import CEL
@_spi(Scanner) import JSON

/// Reads a document in one pass over its bytes, and keeps only what a plan asks for.
///
/// It answers for documents in which ``SessionReader`` finds nothing to say; at everything else, and at
/// some rare forms, it gives up.
struct SnapshotScanner {
  private unowned(unsafe) let plan: ReadingPlan
  private let tables: ReadingPlan.Tables
  private var json: JSONScanner
  private var keys: SeenKeys
  private let scratch: ScanScratch
  private var found = ScannedSession()
  /// The authentication method that is being read.
  private var method = ScannedMethod()
  /// The cells that members fill: the slots, or those of one element.
  private var target: UnsafeMutableBufferPointer<Cell>
  private var isInElement = false

  /// Scans a document.
  ///
  /// - Parameter body: Gets what was found, while the scratch memory is still there.
  static func scan<Result>(
    _ bytes: UnsafeBufferPointer<UInt8>, by plan: ReadingPlan, limits: JSONLimits = .standard,
    _ body: (ScannedSession, ScanScratch) -> Result?
  ) -> Result? {
    guard let json = JSONScanner(bytes, limits: limits) else { return nil }
    return ScanScratch.with(plan) { scratch in
      plan.withTables { tables in
        var scanner = SnapshotScanner(plan: plan, tables: tables, json: json, scratch: scratch)
        return scanner.document() ? body(scanner.found, scratch) : nil
      }
    }
  }

  private init(
    plan: ReadingPlan, tables: ReadingPlan.Tables, json: JSONScanner, scratch: ScanScratch
  ) {
    self.plan = plan
    self.tables = tables
    self.json = json
    self.scratch = scratch
    keys = SeenKeys(scratch.keys)
    target = scratch.slots
  }

  // MARK: Objects

  private mutating func document() -> Bool {
    guard json.afterSpace() == UInt8(ascii: "{") else { return false }
    let start = json
    if object(ReadingPlan.snapshot) {
      return json.isAtEnd() && found.isSession
    }
    // Not a snapshot by its members, so maybe a session that stands alone.
    guard !found.isWrapped else { return false }
    json = start
    keys = SeenKeys(scratch.keys)
    scratch.clear()
    found = ScannedSession()
    return object(ReadingPlan.bareSession) && json.isAtEnd() && found.isSession
  }

  /// Reads an object, at its opening bracket.
  private mutating func object(_ number: Int32) -> Bool {
    let node = tables.nodes[Int(number)]
    guard json.open() else { return false }
    if json.close(UInt8(ascii: "}")) { return true }
    let mark = keys.mark()
    var expected = node.members.lowerBound
    while true {
      guard json.afterSpace() == UInt8(ascii: "\""), let key = json.key(),
        keys.isNew(key.hash, since: mark), json.colon()
      else { return false }
      if let place = member(key, of: node, startingAt: expected) {
        expected = place + 1
        guard value(of: tables.members[Int(place)]) else { return false }
      } else {
        guard node.isOpen, json.skipValue(&keys) else { return false }
      }
      switch json.separator(before: UInt8(ascii: "}")) {
      case .comma: continue
      case .failure: return false
      case .end:
        keys.forget(since: mark)
        return true
      }
    }
  }

  /// The member of a node that a key names; documents mostly have their keys in one order.
  private func member(
    _ key: (hash: UInt64, start: Int, end: Int), of node: ReadingPlan.Node, startingAt: Int32
  ) -> Int32? {
    var place = startingAt
    for _ in 0..<node.members.count {
      if place >= node.members.upperBound { place = node.members.lowerBound }
      let member = tables.members[Int(place)]
      if member.hash == key.hash, isName(member.name, key) { return place }
      place += 1
    }
    return nil
  }

  private func isName(_ name: Range<Int32>, _ key: (hash: UInt64, start: Int, end: Int)) -> Bool {
    guard let known = tables.names.baseAddress, name.count == key.end - key.start else {
      return false
    }
    return json.hasBytes(known + Int(name.lowerBound), count: name.count, at: key.start)
  }

  // MARK: Values

  /// Reads the value of a member that is looked for.
  private mutating func value(of member: ReadingPlan.Member) -> Bool {
    if member.isMarker { found.markers += 1 }
    let byte = json.afterSpace()
    if member.role == .snapshotID { return identifier() }
    if byte == UInt8(ascii: "n") { return json.word("null") }
    switch member.kind {
    case .anything: return anything(member, byte)
    case .string:
      guard let text = json.string() else { return false }
      return note(text, member)
    case .level:
      guard let text = json.string(), text.isPlain else { return false }
      return level(text, member)
    case .bool:
      guard let flag = boolean(byte) else { return false }
      if member.role == .active { found.active = flag }
      guard member.slot >= 0 else { return true }
      set(member, Cell(flag))
      return member.form == .bool
    case .instant:
      guard let text = json.string(), text.isPlain,
        let instant = Timestamp(rfc3339: bytes(text))
      else { return false }
      return note(instant, member)
    case .strings: return strings()
    case .object, .record:
      guard byte == UInt8(ascii: "{") else { return false }
      return record(member)
    case .records: return elements(member)
    case .beyond: return false
    }
  }

  private mutating func record(_ member: ReadingPlan.Member) -> Bool {
    if member.role == .session { found.isWrapped = true }
    if member.slot >= 0 { set(member, Cell(member.form == .list ? .missing : .other)) }
    guard member.node >= 0 else { return json.skipValue(&keys) }
    return object(member.node)
  }

  /// A value of which no reader demands a kind.
  private mutating func anything(_ member: ReadingPlan.Member, _ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"):
      if member.slot >= 0, member.form == .map || member.form == .any {
        set(member, Cell(.other))
      }
      guard member.node >= 0, member.list < 0 else { return json.skipValue(&keys) }
      return object(member.node)
    case UInt8(ascii: "["):
      if member.list >= 0 { return elements(member) }
      if member.slot >= 0, member.form == .list || member.form == .any {
        set(member, Cell(.other))
      }
      return json.skipValue(&keys)
    default:
      guard member.slot >= 0 else { return json.skipValue(&keys) }
      return scalar(member, byte)
    }
  }

  private mutating func scalar(_ member: ReadingPlan.Member, _ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""):
      guard let text = json.string() else { return false }
      switch member.form {
      case .instant:
        guard text.isPlain else { return false }
        if let instant = Timestamp(rfc3339: bytes(text)), instant != .minimum {
          set(member, Cell(instant))
        }
        return true
      case .duration:
        guard text.isPlain else { return false }
        if let span = Duration(celText: String(decoding: bytes(text), as: UTF8.self)) {
          set(member, Cell(span))
        }
        return true
      case .any:
        set(member, Cell(.other))
        return true
      case .symbol, .text: return note(text, member)
      default: return true
      }
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      guard let flag = boolean(byte) else { return false }
      if member.form == .bool { set(member, Cell(flag)) }
      if member.form == .any { set(member, Cell(.other)) }
      return true
    default:
      guard let place = json.number() else { return false }
      return number(place, member)
    }
  }

  /// Notes a number; those that take more than an integer to read are left to the whole document.
  private mutating func number(_ place: (start: Int, end: Int), _ member: ReadingPlan.Member)
    -> Bool
  {
    if member.form == .any { set(member, Cell(.other)) }
    guard member.form == .int || member.form == .number else { return true }
    var value: Int64 = 0
    let isNegative = json.text[place.start] == UInt8(ascii: "-")
    guard place.end - place.start <= 18 else { return false }
    for index in (isNegative ? place.start + 1 : place.start)..<place.end {
      let digit = json.text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return false }
      value = value * 10 + Int64(digit)
    }
    if member.form == .number, isNegative { return false }
    set(member, member.form == .int ? Cell(.fits, isNegative ? -value : value) : Cell(.other))
    return true
  }

  /// Reads an array whose elements are records, or are looked at by conditions.
  private mutating func elements(_ member: ReadingPlan.Member) -> Bool {
    guard json.afterSpace() == UInt8(ascii: "["), json.open() else { return false }
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

  private mutating func element(_ member: ReadingPlan.Member, _ list: Int) -> Bool {
    let byte = json.afterSpace()
    if member.kind == .records, byte != UInt8(ascii: "{") { return false }
    if member.role == .methods { method = ScannedMethod() }
    guard list >= 0 else {
      guard object(member.node) else { return false }
      return member.role != .methods || endMethod()
    }
    let layout = tables.lists[list]
    guard byte == (layout.isOfRecords ? UInt8(ascii: "{") : UInt8(ascii: "\"")) else {
      return json.skipValue(&keys)  // An element of another kind than declared is none.
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
    guard let text = json.string(), text.isPlain else { return false }
    target[0] = Cell(.fits, symbol(text))
    return true
  }

  private mutating func strings() -> Bool {
    guard json.afterSpace() == UInt8(ascii: "["), json.open() else { return false }
    if json.close(UInt8(ascii: "]")) { return true }
    while true {
      guard json.afterSpace() == UInt8(ascii: "\""), json.string() != nil else { return false }
      switch json.separator(before: UInt8(ascii: "]")) {
      case .comma: continue
      case .failure: return false
      case .end: return true
      }
    }
  }

  private mutating func boolean(_ byte: UInt8) -> Bool? {
    if byte == UInt8(ascii: "t") { return json.word("true") ? true : nil }
    return json.word("false") ? false : nil
  }

  /// The identifier that the caller gave, of any kind; its text is kept.
  private mutating func identifier() -> Bool {
    let start = json.position
    let isNull = json.next == UInt8(ascii: "n")
    guard json.skipValue(&keys) else { return false }
    if !isNull { found.snapshotID = start..<json.position }
    return true
  }

  // MARK: Notes

  private func bytes(_ text: JSONScanner.Text) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: json.text + text.start, count: text.end - text.start)
  }

  private func symbol(_ text: JSONScanner.Text) -> Int64 {
    tables.symbols.number(of: bytes(text)) ?? -1
  }

  private func set(_ member: ReadingPlan.Member, _ cell: Cell) { target[Int(member.slot)] = cell }

  private mutating func note(_ text: JSONScanner.Text, _ member: ReadingPlan.Member) -> Bool {
    if member.slot >= 0 {
      let isLookedUp = member.form == .symbol
      guard text.isPlain, isLookedUp || member.form == .text else { return false }
      let slot = Int(member.slot)
      target[slot] =
        isLookedUp ? Cell(.fits, symbol(text)) : Cell(.other)
      if !isInElement, tables.keepsText[slot] {
        scratch.texts[slot] = ScannedText(start: Int32(text.start), end: Int32(text.end))
      }
    }
    switch member.role {
    case .none: return true
    case .sessionID:
      guard text.isPlain else { return false }
      found.id = text.start..<text.end
    case .identityState:
      guard text.isPlain else { return false }
      found.isIdentityActive = bytes(text).elementsEqual("active".utf8)
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

  private mutating func note(_ instant: Timestamp, _ member: ReadingPlan.Member) -> Bool {
    // The zero time means that nobody knows.
    guard instant != .minimum else { return true }
    if member.slot >= 0 {
      guard member.form == .instant else { return false }
      set(member, isInElement ? Cell(.other) : Cell(instant))
    }
    switch member.role {
    case .snapshotNow: found.now = instant
    case .expiresAt: found.expiresAt = instant
    case .methodCompletion: method.completedAt = instant
    default: break
    }
    return true
  }

  private mutating func level(_ text: JSONScanner.Text, _ member: ReadingPlan.Member) -> Bool {
    // Without a stored level it is computed from all methods together.
    guard let level = AssuranceLevel(utf8: bytes(text)) else { return false }
    found.level = level
    return true
  }

  private mutating func endMethod() -> Bool {
    guard let name = method.name else { return false }
    let text = UnsafeBufferPointer(start: json.text + name.lowerBound, count: name.count)
    if !method.hasLevel {
      method.level = AuthenticationMethod.level(
        impliedBy: String(decoding: text, as: UTF8.self))
    }
    let bits = plan.methods.bits(of: text)
    found.methodSets |= bits.sets
    if method.level == .aal1 || AuthenticationMethod.isUpstream(text) {
      found.hasFirstFactor = true
    }
    guard let completed = method.completedAt else { return true }
    for (number, piece) in plan.methods.evidence.enumerated()
    where bits.evidence >> UInt64(number) & 1 != 0 {
      if let least = piece.level {
        guard let level = method.level, level >= least else { continue }
      }
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
}
