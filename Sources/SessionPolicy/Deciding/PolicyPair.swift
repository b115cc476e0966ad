package import PolicyDiagnostics
package import PolicyTime

/// Two sets of policies that answer about the same sessions: what was decided, and what would be.
///
/// A session is read once for both where that is possible: their rules are planned over one layout, and
/// what was scanned of a document is shared. Where the sets declare an attribute otherwise, or a document
/// takes more than a scan, it is read whole, once, and prepared for each.
package final class PolicyPair: Sendable {
  /// The set that is in force.
  package let old: PolicySet
  /// The set that would be.
  package let new: PolicySet
  private let settings: KratosSettings
  /// Both planned over one layout, and what to look for; `nil` where they read otherwise.
  private let joint: (old: DecisionPlan, new: DecisionPlan, reading: ReadingPlan)?

  /// Plans both.
  package init(_ old: PolicySet, _ new: PolicySet, settings: KratosSettings) {
    self.settings = settings
    joint = DecisionPlan.pair(old.policies, new.policies)
    self.old = old
    self.new = new
  }

  /// A session, ready for both.
  package struct Prepared: Sendable {
    package let old: PreparedSnapshot
    package let new: PreparedSnapshot
  }

  /// Reads a document for both.
  ///
  /// - Parameter now: The instant that is meant, whatever the document says; `clock` for one that says none.
  package func prepare(
    _ file: SourceFile, at now: Timestamp?, clock: Timestamp
  ) -> Loaded<Prepared> {
    if let joint, let found = scan(file, joint.reading) {
      let instant = now ?? found.now ?? clock
      return Loaded(
        Prepared(
          old: PreparedSnapshot(found, of: file, settings: settings, plan: joint.old, now: instant),
          new: PreparedSnapshot(found, of: file, settings: settings, plan: joint.new, now: instant))
      )
    }
    let (snapshot, problems) = SessionReader.read(file).parts
    guard let snapshot else { return Loaded(nil, problems) }
    return Loaded(prepare(snapshot, at: now ?? snapshot.now ?? clock), problems)
  }

  /// Prepares a snapshot for both.
  package func prepare(_ snapshot: Snapshot, at now: Timestamp) -> Prepared {
    Prepared(
      old: old.prepare(snapshot, at: now, settings: settings),
      new: new.prepare(snapshot, at: now, settings: settings))
  }

  private func scan(_ file: SourceFile, _ reading: ReadingPlan) -> ScannedDocument? {
    file.bytes.withUnsafeBufferPointer {
      ScannedDocument($0, of: file, settings: settings, reading: reading)
    }
  }
}
