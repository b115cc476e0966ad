package import PolicyDiagnostics
import PolicyTime
import SessionPolicy

extension DiagnosticCode {
  /// A duration that is probably in another unit than was meant.
  package static let suspiciousDuration = DiagnosticCode("T302", "suspicious-duration")
}

extension LintRule {
  static let suspiciousDuration = LintRule(
    .suspiciousDuration, "A duration is so short, so long or so written that its unit is in doubt.",
    rationale: """
      `43200s` is easily read as milliseconds of something else, and `15s` was perhaps to be `15m`: a \
      limit of seconds asks again with every click, and one of years is none. Write a duration in its \
      largest units, such as `12h`.
      """,
    severity: .warning, confidence: .heuristic,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: ⟦36000m⟧
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: ⟦15s⟧
            max_lifetime: 30d
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: 15m
            max_lifetime: 25d
        """)
    ],
    check: .policy { document, findings in
      for rule in document.policy?.rules ?? [] {
        let durations = [rule.by, rule.within].compactMap { $0 }
        for duration in durations + rule.writtenLimits.map(\.value) {
          let text = duration.location.file.text(of: duration.location.range)
          guard let normal = duration.value.policyText else { continue }
          if longestNumber(text) >= 1_000, !normal.hasSameBytes(as: text) {
            findings.report(
              "`\(text)` is `\(normal)`, which is hard to see", at: duration.location,
              path: rule.path, help: "write `\(normal)`",
              fix: Fix(
                "write `\(normal)`", isSafe: true,
                edits: [Fix.Edit(duration.location, replacement: normal)]))
          } else if duration.value < .seconds(60) {
            findings.report(
              "`\(text)` is over before a user has read a page", at: duration.location,
              path: rule.path, help: "minutes are written `m`, hours `h`")
          } else if duration.value > .seconds(2 * 366 * 86_400) {
            findings.report(
              "`\(text)` is longer than any session is meant to live, so it limits nothing",
              at: duration.location, path: rule.path, help: "write a shorter limit")
          }
        }
      }
    })

  /// The longest run of digits in a text, as a number.
  private static func longestNumber(_ text: String) -> Int64 {
    text.split { !("0"..."9").contains($0) }.map { Int64($0) ?? .max }.max() ?? 0
  }
}
