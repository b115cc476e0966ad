public import PolicyDiagnostics
public import PolicyJSON
public import PolicyTime

/// A decision that was made, with as much of what it was made from as may be kept: enough to make it again.
///
/// One line of JSON: `{"now": …, "snapshot": {…}, "decision": {…}}`. The decision names the policies by their
/// digest, and the version of the engine.
public struct DecisionRecord: Sendable {
  /// The instant that was decided for.
  public let now: Timestamp
  /// The recorded part of the snapshot, as a document.
  public let snapshot: JSONValue
  /// The decision, in the shape that programs read.
  public let decision: JSONValue

  /// Records a decision.
  public init(
    _ decision: Decision, about snapshot: Snapshot, at now: Timestamp,
    keeping fields: RecordedFields
  ) {
    self.now = now
    self.snapshot = fields.part(of: snapshot)
    self.decision = decision.json(id: snapshot.id)
  }

  /// Reads a record; the value is `nil` if it is none, or its snapshot cannot be read.
  public static func read(_ file: SourceFile) -> Loaded<DecisionRecord> {
    let (value, problems) = JSONReader.parse(file).parts
    guard let value else { return Loaded(nil, problems) }
    guard let now = value["now"]?.string.flatMap(Timestamp.init(rfc3339:)),
      let snapshot = value["snapshot"], snapshot.object != nil,
      let decision = value["decision"], decision.object != nil
    else {
      return Loaded(
        nil,
        [
          Diagnostic(
            .notASession, .error, "this is no record of a decision",
            at: SourceLocation(file, value.start ?? SourceRange(0, 0)),
            help: "a record has `now`, `snapshot` and `decision`, as `decide --record` writes it")
        ])
    }
    return Loaded(DecisionRecord(now: now, snapshot: snapshot, decision: decision))
  }

  private init(now: Timestamp, snapshot: JSONValue, decision: JSONValue) {
    self.now = now
    self.snapshot = snapshot
    self.decision = decision
  }

  /// The record in one line, without its end.
  public var text: String {
    JSONWriter.text(
      of: ["now": .string(now.rfc3339), "snapshot": snapshot, "decision": decision])
  }

  /// The decision made again, and where it differs. What the caller sent and no policy declares is not
  /// recorded, and so not compared.
  public func replay(
    by policies: PolicySet, settings: KratosSettings, in file: SourceFile
  ) -> Loaded<Replay> {
    let (read, problems) = SessionReader.read(snapshot, in: file).parts
    guard let read else { return Loaded(nil, problems) }
    let again = policies.decide(read, at: now, settings: settings).json()
    let members = decision.object?.members ?? []
    let parts = members.map(\.key).filter { !["id", "policies", "ignored"].contains($0) }
      .filter { key in
        JSONWriter.text(of: decision[key] ?? JSONValue(.null))
          != JSONWriter.text(of: again[key] ?? JSONValue(.null))
      }
    return Loaded(
      Replay(
        decision: again, parts: parts,
        isByTheSamePolicies: decision["policies"]?["digest"]?.string
          == again["policies"]?["digest"]?.string))
  }

  /// A decision made again.
  public struct Replay: Sendable {
    /// What is decided now.
    public let decision: JSONValue
    /// The parts of the decision that differ, by their keys.
    public let parts: [String]
    /// Whether the policies have the digest that they had.
    public let isByTheSamePolicies: Bool
  }
}
