import PolicyCEL
import PolicyDiagnostics
import PolicyTime

/// A document as far as decisions need it: the attributes as plain bits, and the session.
struct ScannedDocument {
  /// The instant that the document names.
  let now: Timestamp?
  /// The place of the snapshot's identifier as JSON, if it has one.
  let snapshotID: Range<Int>?
  let cells: Cells
  let state: SessionState

  /// Scans a document; `nil` if only reading all of it will do.
  ///
  /// - Parameter file: What the bytes are of, if they are kept.
  init?(
    _ bytes: UnsafeBufferPointer<UInt8>, of file: SourceFile? = nil, settings: KratosSettings,
    reading: ReadingPlan?
  ) {
    guard let reading, !reading.methods.isBeyond else { return nil }
    var found: ScannedDocument?
    SnapshotScanner.scan(bytes, by: reading) { session, scratch in
      found = ScannedDocument(
        session, bytes, file, scratch, settings: settings, plan: reading)
    }
    guard let found else { return nil }
    self = found
  }

  private init?(
    _ session: borrowing ScannedSession, _ bytes: UnsafeBufferPointer<UInt8>,
    _ file: SourceFile?, _ scratch: ScanScratch,
    settings: KratosSettings, plan: ReadingPlan
  ) {
    guard let place = session.id,
      let state = SessionState(
        session,
        id: file.map { .place($0, place) }
          ?? .text(String(decoding: bytes[place], as: UTF8.self)), settings)
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
    if !session.hasIdentity {
      for slot in plan.identitySlots { scratch.slots[slot] = Cell(failed: .notSent) }
    }
    if !session.listsMethods {
      for piece in plan.methods.evidence { scratch.slots[piece.slot] = Cell(failed: .missing) }
    }
    var cells: ContiguousArray<Cell> = []
    cells.reserveCapacity(scratch.slots.count + plan.facts.count)
    cells.append(contentsOf: scratch.slots)
    plan.facts.append(bytes, scratch, plan.lists.elements, to: &cells)
    self.cells = Cells(cells, slotCount: scratch.slots.count)
  }
}
