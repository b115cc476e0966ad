import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// `decide --replay`: every decision of a file of records is made again.
struct ReplayReport {
  /// A decision that is another now.
  private struct Difference {
    let line: Int
    let parts: [String]
    let old: String
    let new: String
    let isByTheSamePolicies: Bool
  }

  /// A line that holds no record.
  private struct Problem {
    let line: Int
    let message: String
  }

  /// The most of each kind that are listed.
  private static let listed = 100

  private var count = 0
  private var differences: [Difference] = []
  private var differing = 0
  private var problems: [Problem] = []
  private var unreadable = 0
  private var others = 0

  /// Makes decisions again, and says which are others.
  ///
  /// - Returns: 1 where any is, or a line is no record.
  static func run(
    _ path: String, by policies: PolicySet, settings: KratosSettings, format: DecisionFormat,
    on console: Console
  ) -> ExitStatus {
    var report = ReplayReport()
    do throws(InputPieces.PieceError) {
      var lines = try LineReader(path, on: console, limit: LineDecider.limit)
      while let line = try lines.next() { report.replay(line, by: policies, settings) }
    } catch {
      console.writeError("error: \(error.message)\n")
      return .failure
    }
    guard report.count + report.unreadable > 0 else {
      console.writeError("error: \(quotedForDisplay(path)) has no record of a decision\n")
      return .failure
    }
    console.write(format == .json ? report.json : report.text)
    return report.differing + report.unreadable == 0 ? .success : .findings
  }

  private mutating func replay(
    _ line: LineReader.Line, by policies: PolicySet, _ settings: KratosSettings
  ) {
    guard let bytes = line.bytes else { return refuse(line.number, "the line is too long") }
    let file = SourceFile(name: "record", bytes: bytes)
    let (record, problems) = DecisionRecord.read(file).parts
    guard let record else {
      return refuse(line.number, problems.first?.message ?? "the line cannot be read")
    }
    let (replay, found) = record.replay(by: policies, settings: settings, in: file).parts
    guard let replay else {
      return refuse(line.number, found.first?.message ?? "its snapshot cannot be read")
    }
    count += 1
    if !replay.isByTheSamePolicies { others += 1 }
    guard !replay.parts.isEmpty else { return }
    differing += 1
    guard differences.count < Self.listed else { return }
    differences.append(
      Difference(
        line: line.number, parts: replay.parts, old: record.decision["outcome"]?.string ?? "",
        new: replay.decision["outcome"]?.string ?? "",
        isByTheSamePolicies: replay.isByTheSamePolicies))
  }

  private mutating func refuse(_ line: Int, _ message: String) {
    unreadable += 1
    if problems.count < Self.listed { problems.append(Problem(line: line, message: message)) }
  }

  private var text: String {
    var rows: [String] = []
    for difference in differences {
      let parts = difference.parts.map(escapedForDisplay).joined(separator: ", ")
      let outcome =
        difference.old == difference.new
        ? escapedForDisplay(difference.new)
        : "\(escapedForDisplay(difference.old)) → \(escapedForDisplay(difference.new))"
      rows.append(
        "line \(difference.line): \(outcome); different: \(parts)"
          + (difference.isByTheSamePolicies ? "" : " (by other policies)"))
    }
    if differing > differences.count {
      rows.append("and \(differing - differences.count) more, not listed")
    }
    rows += problems.map { "line \($0.line): \(escapedForDisplay($0.message))" }
    if unreadable > problems.count {
      rows.append("and \(unreadable - problems.count) more that cannot be read, not listed")
    }
    rows.append(
      "\(counted(count, "decision")) made again, \(differing) differ, \(unreadable) cannot be read"
        + (others > 0 ? "; \(others) were made by other policies" : ""))
    return rows.joined(separator: "\n") + "\n"
  }

  private var json: String {
    let report: JSONValue = [
      "version": 1, "records": .number(count), "differ": .number(differing),
      "unreadable": .number(unreadable), "by_other_policies": .number(others),
      "differences": .array(
        differences.map {
          [
            "line": .number($0.line), "parts": .array($0.parts.map { .string($0) }),
            "old": .string($0.old), "new": .string($0.new),
            "same_policies": .bool($0.isByTheSamePolicies),
          ]
        }),
      "problems": .array(
        problems.map { ["line": .number($0.line), "message": .string($0.message)] }),
    ]
    return JSONWriter.text(of: report, .pretty) + "\n"
  }
}
