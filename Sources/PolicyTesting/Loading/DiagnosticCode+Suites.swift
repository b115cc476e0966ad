public import PolicyDiagnostics

// The codes that reading and running suites can report.

extension DiagnosticCode {
  /// A session or a request that cannot exist, so that a test on it tests nothing.
  public static let impossibleFixture = DiagnosticCode("X606", "impossible-fixture")
  /// Two tests with one name.
  public static let duplicateOrUnnamedTest = DiagnosticCode("X607", "duplicate-or-unnamed-test")
  /// A test that expects nothing.
  public static let nothingExpected = DiagnosticCode("X612", "nothing-expected")
  /// A combination of a product without an expectation, or with two.
  public static let incompleteProduct = DiagnosticCode("X613", "incomplete-product")
  /// A test that is skipped without saying why.
  public static let skipWithoutReason = DiagnosticCode("X610", "skip-without-reason")
  /// Something in a timeline that cannot happen.
  public static let impossibleStep = DiagnosticCode("X614", "impossible-step")
  /// A law that does not hold, means nobody or cannot be decided.
  public static let lawBroken = DiagnosticCode("X621", "law-broken")
  /// A decision that is not the one expected.
  public static let expectationNotMet = DiagnosticCode("X620", "expectation-not-met")
}
