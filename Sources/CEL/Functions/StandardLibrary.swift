extension FunctionTable {
  /// The standard library and the extensions strings, math, optionals and bindings.
  public static let standard = FunctionTable([])
}
