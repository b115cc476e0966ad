import PolicyCEL
import PolicyDiagnostics
import PolicyLint
import PolicyTime

/// Lints texts as files of some names.
func lint(
  _ files: [String: String], selection: RuleSelection = RuleSelection(),
  profile: String? = nil, baseline: Baseline? = nil, now: String? = nil
) -> LintResult {
  let sources = files.sorted { $0.key < $1.key }.map { SourceFile(name: $0.key, text: $0.value) }
  let linter = Linter(
    selection: selection, profile: profile.flatMap(LimitProfile.named), baseline: baseline,
    now: now.flatMap(Timestamp.init(rfc3339:)))
  return linter.lint(LintInput(paths: [], sources: sources))
}

/// Lints one policy.
func lint(_ text: String, now: String? = nil) -> LintResult { lint(["p.yaml": text], now: now) }

extension LintResult {
  /// What counts, as `code line`.
  var lines: [String] {
    open.map { finding in
      let place = finding.diagnostic.location
      return "\(finding.diagnostic.code.id) \(place.file.line(at: place.range.start))"
    }
  }
}
