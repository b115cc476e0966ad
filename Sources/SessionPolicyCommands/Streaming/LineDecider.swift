import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// Decides lines of a stream; from any number of threads.
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

  /// The answers to some lines.
  struct Answers: Sendable {
    /// The decisions, a line each.
    var bytes: [UInt8] = []
    /// The lines that cannot be read: where in ``bytes`` the message belongs, the number of the line
    /// among these from 0, and what is wrong.
    var problems: [(place: Int, line: Int, message: String)] = []
    /// How many lines there were, blank ones included.
    var lines = 0
    /// How many of them were not blank.
    var answers = 0
  }

  /// Decides lines.
  ///
  /// - Parameters:
  ///   - text: Whole lines; the last may lack its end.
  ///   - clock: The instant for lines that name none.
  func answers(to text: UnsafeBufferPointer<UInt8>, clock: Timestamp) -> Answers {
    var answers = Answers()
    var writer = JSONWriter()
    writer.reserve(text.count)
    for line in LineCutter(text) {
      defer { answers.lines += 1 }
      do throws(Unreadable) {
        guard line.count <= Self.limit else { throw Unreadable.tooLong }
        guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else {
          continue
        }
        try decide(line, startingWith: first, clock: clock, &writer)
        answers.answers += 1
      } catch {
        answers.answers += 1
        answers.problems.append((writer.count, answers.lines, error.message))
      }
    }
    answers.bytes = writer.bytes
    return answers
  }

  private func decide(
    _ line: UnsafeBufferPointer<UInt8>, startingWith first: UInt8, clock: Timestamp,
    _ writer: inout JSONWriter
  ) throws(Unreadable) {
    if action == nil, request.isEmpty, context.isEmpty, first == UInt8(ascii: "{"),
      policies.writeDecision(
        scanning: line, at: now, clock: clock, settings: settings, to: &writer)
    {
      return writer.writeLineFeed()
    }
    let (read, diagnostics) = SessionReader.read(SourceFile(name: "line", bytes: Array(line)))
    guard var snapshot = read else {
      let problem = diagnostics.first { $0.severity == .error }
      throw Unreadable(problem?.message ?? "the line cannot be read")
    }
    var problems: [String] = []
    snapshot.apply(action: action, request: request, &problems)
    snapshot.applyContext(context, policies: policies, &problems)
    if let problem = problems.first { throw Unreadable(problem) }
    policies.decide(snapshot, at: now ?? snapshot.now ?? clock, settings: settings)
      .write(to: &writer, id: snapshot.id)
    writer.writeLineFeed()
  }

  /// Why a line has no decision.
  struct Unreadable: Error {
    let message: String

    init(_ message: String) { self.message = message }

    static let tooLong = Unreadable(
      "the line is longer than \(LineDecider.limit >> 10) KiB, and is not read")
  }
}
