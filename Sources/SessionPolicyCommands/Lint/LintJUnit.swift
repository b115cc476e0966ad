import PolicyDiagnostics
import PolicyLint

/// Findings in the form of JUnit: a suite for each file, a case for each finding.
enum LintJUnit {
  /// The document. A file without a finding has one case that passed.
  static func text(of result: LintResult, files: [SourceFile]) -> String {
    var report = JUnitReport()
    let (findings, omitted) = result.listed()
    let found = Dictionary(
      grouping: findings, by: { $0.diagnostic.location.file.name })
    let clean = files.map(\.name).filter { found[$0] == nil }
    for name in Set(found.keys).union(clean).sorted() {
      let cases = found[name, default: []].map { Self.item($0) }
      report.add(
        suite: name, file: name,
        cases.isEmpty ? [.init(name: "lint", file: name, line: nil, outcome: .passed)] : cases)
    }
    report.omitted = omitted
    return report.text
  }

  private static func item(_ finding: Finding) -> JUnitReport.Case {
    let diagnostic = finding.diagnostic
    let file = diagnostic.location.file
    let outcome: JUnitReport.Outcome =
      switch finding.suppression {
      case .comment(let reason): .skipped(message: "ignored: \(reason)")
      case .baseline: .skipped(message: "known from the baseline")
      case nil:
        .failure(
          message: diagnostic.message, type: diagnostic.severity.rawValue,
          details: DiagnosticFormatter().format(diagnostic))
      }
    return JUnitReport.Case(
      name: "\(diagnostic.code.id) \(diagnostic.code.name)", file: file.name,
      line: file.line(at: diagnostic.location.range.start), outcome: outcome)
  }
}
