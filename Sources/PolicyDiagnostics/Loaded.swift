/// What came of reading something: the value, unless it has an error, and everything that was found.
///
/// ```swift
/// let policies = try PolicySet.load(paths: ["policies"]).get()
///
/// let loaded = PolicySet.load(paths: ["policies"])
/// print(DiagnosticFormatter().format(loaded.diagnostics))
/// ```
public struct Loaded<Value> {
  /// The value; `nil` if there is an error.
  public let value: Value?
  /// Everything found, errors and warnings.
  public let diagnostics: [Diagnostic]

  /// Names a value and what was found.
  @inlinable
  public init(_ value: Value?, _ diagnostics: [Diagnostic] = []) {
    self.value = value
    self.diagnostics = diagnostics
  }

  /// Whether anything found is an error.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Both as a tuple, to be taken apart: `let (policies, problems) = PolicySet.load(sources).parts`.
  @inlinable
  public var parts: (value: Value?, diagnostics: [Diagnostic]) { (value, diagnostics) }

  /// The value.
  ///
  /// - Throws: ``PolicyError`` with everything found, if there is none.
  public func get() throws(PolicyError) -> Value {
    guard let value else { throw PolicyError(diagnostics) }
    return value
  }
}

extension Loaded: Sendable where Value: Sendable {}

/// Why there are no policies, no settings or no session, or what a test found.
public struct PolicyError: Error, CustomStringConvertible {
  /// Everything found, with at least one error.
  public let diagnostics: [Diagnostic]
  private let note: String

  /// Gathers what was found.
  ///
  /// - Parameter note: What follows the diagnostics in ``description``.
  public init(_ diagnostics: [Diagnostic], note: String = "") {
    self.diagnostics = diagnostics
    self.note = note
  }

  /// The diagnostics with their places in the text, for people, over several lines.
  public var description: String { DiagnosticFormatter().format(diagnostics) + note }
}
