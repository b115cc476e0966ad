package import PolicyCEL
import PolicyDiagnostics
package import PolicyJSON

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
    guard let found = ScannedDocument(bytes, settings: settings, plan: plan) else { return false }
    let values = InputSource { [plan] in
      PreparedSnapshot.snapshot(in: SourceFile(name: "document", bytes: Array(bytes)))
        .input(at: .minimum, settings: settings, plan: plan)
    }
    let assessor = Assessor(plan: plan, state: found.state, cells: found.cells, values: values)
    let id = found.snapshotID.flatMap {
      JSONReader.parse(SourceFile(name: "id", bytes: Array(bytes[$0]))).value
    }
    Decision(by: assessor, at: now ?? found.now ?? clock).write(to: &writer, id: id)
    return true
  }
}
