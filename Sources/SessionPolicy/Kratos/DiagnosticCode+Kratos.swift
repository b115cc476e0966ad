public import PolicyDiagnostics

// The codes of mistakes in a configuration of Kratos, which reading it finds.

extension DiagnosticCode {
  /// A key that Kratos does not have.
  public static let kratosUnknownKey = DiagnosticCode("K810", "kratos-unknown-key")
  /// A key that Kratos looks for elsewhere.
  public static let kratosMisplacedKey = DiagnosticCode("K811", "kratos-misplaced-key")
  /// A value that another program was to fill in.
  public static let kratosTemplate = DiagnosticCode("K813", "kratos-template")
  /// A file that is something else than a configuration of Kratos.
  public static let notAKratosConfiguration = DiagnosticCode(
    "K814", "not-a-kratos-configuration")
}
