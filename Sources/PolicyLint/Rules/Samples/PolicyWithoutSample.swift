package import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension DiagnosticCode {
  /// A policy that no suite tests.
  package static let policyWithoutSample = DiagnosticCode("X601", "policy-without-sample")
}

extension LintRule {
  static let policyWithoutSample = LintRule(
    .policyWithoutSample, "A policy that no suite tests.",
    rationale: """
      Nobody has written down what it is to decide, so a change of it goes unnoticed. Reported \
      only where suites are linted together with policies.
      """,
    severity: .warning,
    bad: [
      LintExample(
        files: [
          .init(
            "other.yaml",
            "version: 1\npolicy: ⟦other⟧\nrules:\n  - { id: over, must: sign_in, max_age: 1d }\n"
          )
        ] + LintExample.suite(LintExample.soundTest).files)
    ],
    good: [.suite(LintExample.soundTest)],
    check: .set { subject, findings in
      // A suite that could not be read may be the one.
      guard !subject.suites.isEmpty, subject.suites.allSatisfy({ $0.suite != nil }) else { return }
      let tested = Set(
        subject.suites.flatMap { ($0.suite?.policies.policies ?? []).map(\.file.bytes) })
      for document in subject.documents where !tested.contains(document.source.bytes) {
        guard let policy = document.policy else { continue }
        findings.report(
          "no suite tests `\(policy.name.value)`, so nobody notices when it decides otherwise",
          at: policy.name.location, path: "$.policy",
          help: "write a suite that names it under `policies`")
      }
    })
}
