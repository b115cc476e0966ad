import CEL

/// A document as far as decisions need it: the attributes as plain bits, and the session.
struct ScannedDocument {
  /// The instant that the document names.
  let now: Timestamp?
  /// The place of the snapshot's identifier as JSON, if it has one.
  let snapshotID: Range<Int>?
  let cells: Cells
  let state: SessionState

  /// Scans a document; `nil` if only reading all of it will do.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, settings: KratosSettings, plan: DecisionPlan) {
    guard let reading = plan.reading, !reading.methods.isBeyond else { return nil }
    var found: ScannedDocument?
    SnapshotScanner.scan(bytes, by: reading) { session, scratch in
      found = ScannedDocument(session, bytes, scratch, settings: settings, plan: reading)
    }
    guard let found else { return nil }
    self = found
  }

  private init?(
    _ session: borrowing ScannedSession, _ bytes: UnsafeBufferPointer<UInt8>,
    _ scratch: ScanScratch,
    settings: KratosSettings, plan: ReadingPlan
  ) {
    guard let id = session.id,
      let state = SessionState(
        session, id: String(decoding: bytes[id], as: UTF8.self), settings)
    else { return nil }
    now = session.now
    snapshotID = session.snapshotID
    self.state = state
    if let (slot, cells) = plan.level, let level = session.level {
      scratch.slots[slot] = cells[Int(level.rank)]
    }
    for setting in plan.settings {
      let value = SnapshotAttributes.setting(
        setting.name, settings, lifespan: settings.lifespan)
      scratch.slots[setting.slot] = Cell(
        value, symbols: setting.isCompared ? plan.symbols : nil)
    }
    cells = Cells(
      slots: ContiguousArray(scratch.slots),
      facts: plan.facts.answers(bytes, scratch, plan.lists.elements))
  }
}
