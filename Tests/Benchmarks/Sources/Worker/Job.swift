import PolicyDiagnostics
import PolicyJSON
import SessionPolicy
import Workload

/// What came of doing it.
struct Results {
  var verdicts: [Verdict?] = []
  /// How many answers end by time alone.
  var bounds = 0
  /// Bytes written, or documents read, so that none of the work is for nothing.
  var size = 0
}

/// A policy and the snapshots in the form that a mode starts from.
struct Job {
  let mode: Mode
  let policies: PolicySet
  let workload: Workload
  private var snapshots: [Snapshot] = []
  private var prepared: [PreparedSnapshot] = []

  init(_ mode: Mode, _ policies: PolicySet, _ workload: Workload) {
    self.mode = mode
    self.policies = policies
    self.workload = workload
    switch mode {
    case .eval, .evalUntil, .decision:
      prepared = workload.snapshots().map { policies.prepare($0, settings: workload.settings) }
    case .explain: snapshots = workload.snapshots()
    case .endToEnd, .read, .readWhole: break
    }
  }

  /// Goes over all snapshots once.
  func run(into results: inout Results) {
    results.verdicts.removeAll(keepingCapacity: true)
    switch mode {
    case .eval: for one in prepared { results.verdicts.append(one.verdict()) }
    case .evalUntil:
      for one in prepared {
        let (verdict, until) = one.verdictUntil()
        if until != nil { results.bounds += 1 }
        results.verdicts.append(verdict)
      }
    case .endToEnd:
      for document in workload.documents {
        results.verdicts.append(prepare(document)?.verdict())
      }
    case .read:
      for document in workload.documents where prepare(document) != nil { results.size += 1 }
    case .readWhole:
      for document in workload.documents where SessionReader.read(copy(document)).value != nil {
        results.size += 1
      }
    case .decision:
      var writer = JSONWriter()
      for one in prepared {
        one.decision().write(to: &writer)
        writer.writeLineFeed()
      }
      results.size += writer.count
    case .explain:
      for one in snapshots {
        results.size += policies.explain(one, settings: workload.settings).rules.count
      }
    }
  }

  private func prepare(_ document: SourceFile) -> PreparedSnapshot? {
    policies.prepare(reading: copy(document), settings: workload.settings).value
  }

  /// A new source for each time, as a caller makes one.
  private func copy(_ document: SourceFile) -> SourceFile {
    SourceFile(name: "snapshot", bytes: document.bytes)
  }
}
