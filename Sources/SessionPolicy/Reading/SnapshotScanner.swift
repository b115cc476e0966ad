import PolicyCEL
@_spi(Scanner) import PolicyJSON

/// Reads a document in one pass over its bytes, and keeps only what a plan asks for.
///
/// It answers for documents in which ``SessionReader`` finds nothing to say; at everything else, and at
/// some rare forms, it gives up.
struct SnapshotScanner {
  /// Kept by who scans, for as long as that takes: counting a reference would cost more than a field.
  unowned(unsafe) let plan: ReadingPlan
  let tables: ReadingPlan.Tables
  var json: JSONScanner
  var keys: SeenKeys
  let scratch: ScanScratch
  var found = ScannedSession()
  /// The authentication method that is being read.
  var method = ScannedMethod()
  /// The cells that members fill: the slots, or those of one element.
  var target: UnsafeMutableBufferPointer<Cell>
  var isInElement = false

  /// Scans a document.
  ///
  /// - Parameter body: Gets what was found, while the scratch memory is still there; not called where
  ///   only reading all of the document will do.
  static func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, by plan: ReadingPlan, limits: JSONLimits = .standard,
    _ body: (borrowing ScannedSession, ScanScratch) -> Void
  ) {
    guard let json = JSONScanner(bytes, limits: limits) else { return }
    ScanScratch.with(plan) { scratch in
      var scanner = SnapshotScanner(plan: plan, json: json, scratch: scratch)
      if scanner.document() { body(scanner.found, scratch) }
    }
  }

  private init(
    plan: ReadingPlan, json: JSONScanner, scratch: ScanScratch
  ) {
    self.plan = plan
    tables = plan.tables
    self.json = json
    self.scratch = scratch
    keys = SeenKeys(scratch.keys)
    target = scratch.slots
  }

  // MARK: Objects

  mutating func document() -> Bool {
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
    return object(plan.session) && json.isAtEnd() && found.isSession
  }

  /// Reads an object, at its opening bracket.
  mutating func object(_ number: Int32) -> Bool {
    let node = tables.nodes[Int(number)]
    guard json.open(UInt8(ascii: "{")) else { return false }
    if json.close(UInt8(ascii: "}")) { return true }
    let mark = keys.mark()
    var seen: UInt64 = 0
    var expected = node.members.lowerBound
    while true {
      guard json.afterSpace() == UInt8(ascii: "\"") else { return false }
      if expected < node.members.upperBound, isNext(expected) {
        guard isFirst(expected, of: node, &seen, since: mark),
          value(of: tables.members[Int(expected)])
        else { return false }
        expected += 1
      } else {
        guard let key = json.key(), json.colon() else { return false }
        if let place = member(key, of: node, startingAt: expected) {
          expected = place + 1
          guard isFirst(place, of: node, &seen, since: mark),
            value(of: tables.members[Int(place)])
          else { return false }
        } else {
          guard node.isOpen, keys.isNew(key.hash, since: mark), json.skipValue(&keys) else {
            return false
          }
        }
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

  /// Steps over the key of the member that is expected, if it is the one that comes.
  ///
  /// Documents mostly have their keys in one order, and then no key has to be looked at for itself.
  @inline(__always)
  private mutating func isNext(_ place: Int32) -> Bool {
    let name = tables.members[Int(place)].name
    // With its quotes and its colon.
    guard let names = tables.names.baseAddress,
      json.hasBytes(
        names + Int(name.lowerBound) - 1, count: name.count + 3, at: json.position)
    else { return false }
    json.position += name.count + 3
    return true
  }

  /// Whether the object did not have a member before.
  @inline(__always)
  private mutating func isFirst(
    _ place: Int32, of node: ReadingPlan.Node, _ seen: inout UInt64, since mark: Int
  ) -> Bool {
    let number = place - node.members.lowerBound
    guard number < 64 else { return keys.isNew(tables.members[Int(place)].hash, since: mark) }
    let bit = UInt64(1) << UInt64(number)
    defer { seen |= bit }
    return seen & bit == 0
  }

  /// The member of a node that a key names, tried in order from a place on.
  func member(
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

  func isName(_ name: Range<Int32>, _ key: (hash: UInt64, start: Int, end: Int)) -> Bool {
    guard let known = tables.names.baseAddress, name.count == key.end - key.start else {
      return false
    }
    return json.hasBytes(known + Int(name.lowerBound), count: name.count, at: key.start)
  }
}
