package import PolicyDiagnostics

/// What linting came to.
package struct LintResult: Sendable {
  /// What was found, in the order of the places, suppressed findings included.
  package private(set) var findings: [Finding]
  /// How many files were read.
  package let fileCount: Int
  /// How many findings do not count.
  package let suppressedCount: Int
  private let counts: [Diagnostic.Severity: Int]

  init(findings: [Finding], fileCount: Int) {
    self.findings = findings
    self.fileCount = fileCount
    let open = findings.filter { $0.suppression == nil }
    suppressedCount = findings.count - open.count
    counts = Dictionary(open.map { ($0.diagnostic.severity, 1) }, uniquingKeysWith: +)
  }

  /// What counts: the findings that nothing suppresses.
  package var open: [Finding] { findings.filter { $0.suppression == nil } }

  /// How many findings of a severity count, listed or not.
  package func count(_ severity: Diagnostic.Severity) -> Int { counts[severity] ?? 0 }

  /// The same with at most a hundred findings of one check in one file, and of the others their count.
  package var condensed: LintResult {
    var result = self
    var places: [Kind: Int] = [:]
    var left: [Kind: (count: Int, first: Diagnostic)] = [:]
    result.findings = findings.filter { finding in
      let kind = Kind(finding)
      let count = places[kind, default: 0] + 1
      places[kind] = count
      guard count > Self.perCheck else { return true }
      left[kind] = (count - Self.perCheck, left[kind]?.first ?? finding.diagnostic)
      return false
    }
    for (kind, entry) in left.sorted(by: { $0.key < $1.key }).prefix(Self.perCheck) {
      result.findings.append(
        Self.note(
          "\(entry.count) more findings of \(kind.code) in this file not listed", entry.first))
    }
    return result
  }

  /// The findings that are written, and how many are left out: of very many, those of the greatest
  /// weight, in the order of their places. Nobody reads more, and no report has to hold them.
  package func listed(atMost limit: Int = 1_000) -> (findings: [Finding], omitted: Int) {
    guard findings.count > limit else { return (findings, 0) }
    func weight(_ finding: Finding) -> Int {
      guard finding.suppression == nil else { return 3 }
      return switch finding.diagnostic.severity {
      case .error: 0
      case .warning: 1
      case .info: 2
      }
    }
    let kept = findings.enumerated()
      .sorted { (weight($0.element), $0.offset) < (weight($1.element), $1.offset) }
      .prefix(limit)
    return (kept.sorted { $0.offset < $1.offset }.map(\.element), findings.count - limit)
  }

  private static let perCheck = 100

  /// Findings of one check in one file.
  private struct Kind: Hashable, Comparable {
    let file: String
    let code: String

    init(_ finding: Finding) {
      file = finding.diagnostic.location.file.name
      code = finding.diagnostic.code.id
    }

    static func < (left: Kind, right: Kind) -> Bool {
      (left.file, left.code) < (right.file, right.code)
    }
  }

  private static func note(_ message: String, _ place: Diagnostic) -> Finding {
    Finding(
      diagnostic: Diagnostic(.resourceLimit, .info, message, at: place.location),
      confidence: .proved)
  }
}
