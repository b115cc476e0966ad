import PolicyDiagnostics
import SessionPolicy
import Testing

@testable import PolicyAnalysis

/// Loads policies from their texts.
func policySet(_ texts: String...) throws -> PolicySet {
  let files = texts.enumerated().map { SourceFile(name: "p\($0).yaml", text: $1) }
  let loaded = PolicySet.load(files)
  #expect(loaded.diagnostics.filter { $0.severity == .error }.isEmpty, "\(loaded.diagnostics)")
  return try #require(loaded.value)
}

/// How NEW differs from OLD.
func difference(
  from old: String, to new: String, settings: KratosSettings = KratosSettings(),
  limits: Analysis.Limits = Analysis.Limits()
) throws -> PolicyDifference {
  var analysis = Analysis(
    [try policySet(old), try policySet(new)], settings: settings, limits: limits)
  return analysis.difference()
}
