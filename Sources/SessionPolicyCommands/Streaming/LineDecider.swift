import CEL
import Diagnostics
import JSON
import SessionPolicy

/// Decides one line of a stream at a time; from any number of threads.
struct LineDecider: Sendable {
  let policies: PolicySet
  let settings: KratosSettings
  /// The instant to decide for, whatever a line says; `nil` for the line's own.
  let now: Timestamp?
  let action: String?
  let request: [String]
  let context: [String]

  /// The most bytes of a line.
  static let limit = 1 << 20

  /// The answer to a line, as a line of JSON.
  ///
  /// - Parameter clock: The instant for lines that name none.
  /// - Returns: The line, and whether it is a decision.
  func answer(_ line: LineSplitter.Line, clock: Timestamp) -> (text: String, isDecision: Bool) {
    guard let bytes = line.bytes else {
      return Self.error(line, "the line is longer than \(Self.limit >> 10) KiB, and is not read")
    }
    let source = SourceFile(name: "line \(line.number)", bytes: bytes)
    let (read, diagnostics) = SessionReader.read(source)
    guard var snapshot = read else {
      let problem = diagnostics.first { $0.severity == .error }
      return Self.error(line, problem?.message ?? "the line cannot be read")
    }
    var problems: [String] = []
    snapshot.apply(action: action, request: request, &problems)
    snapshot.applyContext(context, policies: policies, &problems)
    if let problem = problems.first { return Self.error(line, problem) }
    let decision = policies.decide(
      snapshot, at: now ?? snapshot.now ?? clock, settings: settings)
    return (JSONWriter.text(of: decision.json(id: snapshot.id)), true)
  }

  private static func error(
    _ line: LineSplitter.Line, _ message: String
  ) -> (text: String, isDecision: Bool) {
    let error: JSONValue = ["error": ["line": .number(line.number), "message": .string(message)]]
    return (JSONWriter.text(of: error), false)
  }
}
