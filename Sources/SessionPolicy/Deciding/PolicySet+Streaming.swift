import PolicyCEL
import PolicyDiagnostics
package import PolicyJSON
import PolicyTime

extension PolicySet {
  /// Writes the decision for a document in memory that is only lent.
  ///
  /// - Parameters:
  ///   - bytes: A session or a snapshot, as ``SessionReader`` reads it.
  ///   - now: The instant to decide for, whatever the snapshot says.
  ///   - clock: The instant for a snapshot that names none.
  /// - Returns: `false`, with nothing written, if only reading all of the document will do.
  package func writeDecision(
    scanning bytes: UnsafeBufferPointer<UInt8>, at now: Timestamp?, clock: Timestamp,
    settings: KratosSettings, to writer: inout JSONWriter
  ) -> Bool {
    guard let found = ScannedDocument(bytes, settings: settings, reading: plan.reading) else {
      return false
    }
    let lent = LentDocument(bytes, found, plan: plan, settings: settings)
    let id = found.snapshotID.flatMap {
      JSONReader.parse(SourceFile(name: "id", bytes: Array(bytes[$0]))).value
    }
    Decision(of: lent, at: now ?? found.now ?? clock).write(to: &writer, id: id)
    return true
  }
}

/// A document that was scanned and is only lent: all of it is read when a condition takes more.
private final class LentDocument: PreparedInput {
  let plan: DecisionPlan
  let cells: Cells
  let state: SessionState
  /// A document with keys that no policy declares is not read in one pass.
  let ignored: [Decision.Ignored] = []
  private let bytes: UnsafeBufferPointer<UInt8>
  let settings: KratosSettings
  /// All of it, once it was needed.
  private var known: (snapshot: Snapshot, input: Input)?
  /// What was last made of it for an instant before which some input lies ahead that may not.
  private var ahead: (now: Timestamp, input: UnsettledInput)?

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ found: ScannedDocument, plan: DecisionPlan,
    settings: KratosSettings
  ) {
    self.bytes = bytes
    self.plan = plan
    self.settings = settings
    cells = found.cells
    state = found.state
  }

  var snapshot: Snapshot { whole.snapshot }

  var wholeInput: Input { whole.input }

  func unsettled(at now: Timestamp) -> UnsettledInput {
    if let ahead, ahead.now == now { return ahead.input }
    let input = snapshot.unsettled(at: now, settings: settings, plan: plan)
    ahead = (now, input)
    return input
  }

  private var whole: (snapshot: Snapshot, input: Input) {
    if let known { return known }
    let snapshot = PreparedSnapshot.snapshot(
      in: SourceFile(name: "document", bytes: Array(bytes)))
    let read = (snapshot, snapshot.input(at: .minimum, settings: settings, plan: plan))
    known = read
    return read
  }
}
