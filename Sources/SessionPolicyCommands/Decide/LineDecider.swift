import PolicyDiagnostics
import PolicyJSON
import PolicyTime
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
  /// What is recorded of each decision; `nil` for nothing.
  var fields: RecordedFields?

  /// The most bytes of a line.
  static let limit = 1 << 20

  /// The answers to some lines.
  struct Answers: Sendable {
    /// The decisions, a line each.
    var bytes: [UInt8] = []
    /// The records of them, a line each, if there are any.
    var records: [UInt8] = []
    /// The lines that cannot be read: where in ``bytes`` the message belongs, the number of the line
    /// among these from 0, and what is wrong.
    var problems: [(place: Int, line: Int, reason: Unreadable)] = []
    /// How many lines there were; each has an answer.
    var lines = 0
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
          throw Unreadable.blank
        }
        try decide(line, startingWith: first, clock: clock, &writer, &answers.records)
      } catch {
        answers.problems.append((writer.count, answers.lines, error))
      }
    }
    answers.bytes = writer.bytes
    return answers
  }

  private func decide(
    _ line: UnsafeBufferPointer<UInt8>, startingWith first: UInt8, clock: Timestamp,
    _ writer: inout JSONWriter, _ records: inout [UInt8]
  ) throws(Unreadable) {
    if action == nil, request.isEmpty, context.isEmpty, fields == nil, first == UInt8(ascii: "{"),
      policies.writeDecision(
        scanning: line, at: now, clock: clock, settings: settings, to: &writer)
    {
      return writer.writeLineFeed()
    }
    let (read, diagnostics) = SessionReader.read(SourceFile(name: "line", bytes: Array(line))).parts
    guard var snapshot = read else {
      let problem = diagnostics.first { $0.severity == .error }
      throw Unreadable(
        problem?.code ?? .invalidJSON, problem.map(Self.message(of:)) ?? "the line cannot be read",
        id: LineIdentifier.find(in: line))
    }
    var problems: [String] = []
    snapshot.apply(action: action, request: request, &problems)
    snapshot.applyContext(context, policies: policies, &problems)
    if let problem = problems.first { throw Unreadable(.invalidValue, problem, id: snapshot.id) }
    let instant = now ?? snapshot.now ?? clock
    let decision = policies.decide(snapshot, at: instant, settings: settings)
    decision.write(to: &writer, id: snapshot.id)
    writer.writeLineFeed()
    if let fields {
      let record = DecisionRecord(decision, about: snapshot, at: instant, keeping: fields)
      records += record.text.utf8
      records.append(UInt8(ascii: "\n"))
    }
  }

  /// What is wrong with a line; a key that does not exist comes with the one that was meant.
  private static func message(of problem: Diagnostic) -> String {
    guard problem.code == .unknownField, let help = problem.help else { return problem.message }
    return problem.message + "; " + help
  }

  /// Why a line has no decision.
  struct Unreadable: Error {
    let code: DiagnosticCode
    let message: String
    /// What the line calls itself, as far as that could be read.
    let id: JSONValue?

    init(_ code: DiagnosticCode, _ message: String, id: JSONValue? = nil) {
      self.code = code
      self.message = message
      self.id = id
    }

    static let tooLong = Unreadable(
      .resourceLimit, "the line is longer than \(LineDecider.limit >> 10) KiB, and is not read")
    static let blank = Unreadable(.emptyDocument, "the line is blank")

    /// The answer to a line, which is numbered from 1.
    func json(line: Int) -> JSONValue {
      let error: JSONValue = [
        "line": .number(line), "code": .string(code.id), "message": .string(message),
      ]
      return .object(JSONObject((id.map { [("id", $0)] } ?? []) + [("error", error)]))
    }
  }
}
