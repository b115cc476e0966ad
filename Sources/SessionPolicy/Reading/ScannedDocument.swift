import CEL

/// A document as far as decisions need it: the attributes as plain bits, and the session.
struct ScannedDocument {
  let session: ScannedSession
  let cells: Cells
  let bits: SessionBits?

  /// Scans a document; `nil` if only reading all of it will do.
  init?(_ bytes: [UInt8], settings: KratosSettings, plan: DecisionPlan) {
    guard let reading = plan.reading, !reading.methods.isBeyond else { return nil }
    let found = bytes.withUnsafeBufferPointer { bytes in
      SnapshotScanner.scan(bytes, by: reading) { session, scratch, rowCounts in
        ScannedDocument(
          session, bytes, scratch, rowCounts, settings: settings, plan: reading)
      }
    }
    guard let found else { return nil }
    self = found
  }

  private init?(
    _ session: ScannedSession, _ bytes: UnsafeBufferPointer<UInt8>, _ scratch: ScanScratch,
    _ rowCounts: [Int?], settings: KratosSettings, plan: ReadingPlan
  ) {
    self.session = session
    bits = SessionBits(session, settings)
    guard bits != nil else { return nil }
    if let slot = plan.levelSlot, let level = session.level {
      var name = level.name
      scratch.slots[slot] = name.withUTF8 {
        plan.layout.isCompared(slot: slot)
          ? Cell(.fits, plan.layout.symbol(of: $0)) : Cell(.other)
      }
    }
    for (slot, name) in plan.settings {
      scratch.slots[slot] = Self.setting(name, settings, slot, plan.layout)
    }
    let facts = plan.factTests.map { test -> Cell in
      switch test {
      case .text(let test):
        let text = scratch.texts[test.slot]
        guard text.end >= text.start else { return Cell(.other) }
        return test.answer(
          UnsafeBufferPointer(rebasing: bytes[Int(text.start)..<Int(text.end)]))
      case .elements(let test):
        guard let count = rowCounts[test.list] else { return Cell(.other) }
        let width = plan.layout.lists[test.list].columns.count
        let start = plan.rowStarts[test.list]
        return test.answer(
          UnsafeBufferPointer(rebasing: scratch.rows[start..<start + count * width]), width: width)
      case nil: return Cell(.other)
      }
    }
    cells = Cells(slots: ContiguousArray(scratch.slots), facts: ContiguousArray(facts))
  }

  /// A setting of the identity server, as ``SnapshotAttributes`` gives it.
  private static func setting(
    _ name: String, _ settings: KratosSettings, _ slot: Int, _ layout: InputLayout
  ) -> Cell {
    switch SnapshotAttributes.setting(name, settings, lifespan: settings.lifespan) {
    case .duration(let span): return Cell(span)
    case .string(var text):
      guard layout.isCompared(slot: slot) else { return Cell(.other) }
      return text.withUTF8 { Cell(.fits, layout.symbol(of: $0)) }
    default: return Cell(.missing)
    }
  }
}
