/// One thing to tell about a source: what is wrong, where, what follows, and what to do.
///
/// Every stage of the project reports in this form. Messages are lower-case, without a full stop,
/// with the user's own words in back-ticks; the remedy stands apart in ``help``.
public struct Diagnostic: Sendable {
  /// How much weight a diagnostic has.
  public enum Severity: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Worth knowing.
    case info
    /// Probably not what was meant; the source still loads.
    case warning
    /// The source does not load, or a check failed.
    case error

    /// Orders by weight, `info` first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// Another place that helps to understand the diagnostic.
  public struct Related: Sendable {
    /// What is to be seen there.
    public var message: String
    /// The place.
    public var location: SourceLocation

    /// Describes another place.
    public init(_ message: String, at location: SourceLocation) {
      self.message = SecretMask.hiding(message, at: location)
      self.location = location
    }
  }

  /// How far something is shown of all sessions.
  public enum Evidence: Sendable, Hashable {
    /// It is so, as this shows: an example, or of which sessions it was shown.
    case proved(String)
    /// It may be so; this says on what that hangs.
    case possible(String)

    /// Whether it is so.
    public var isProved: Bool {
      if case .proved = self { true } else { false }
    }

    /// The word for it.
    public var name: String { isProved ? "proved" : "possible" }

    /// What shows it, or on what it hangs, in one line.
    public var text: String {
      switch self {
      case .proved(let text), .possible(let text): text
      }
    }
  }

  /// Which check speaks.
  public var code: DiagnosticCode
  /// How much weight it has.
  public var severity: Severity
  /// What is wrong, in one line.
  public var message: String
  /// The place, as narrow as possible.
  public var location: SourceLocation
  /// A few words for the caret line: why here. The caret stands alone when it is `nil`.
  public var label: String?
  /// The machine path of the node, such as `$.rules[2].when`.
  public var path: String?
  /// What to do about it.
  public var help: String?
  /// Other places that matter.
  public var related: [Related]
  /// A change that mends it.
  public var fix: Fix?
  /// How far it is shown; `nil` for what is no question about sessions.
  public var evidence: Evidence?

  /// Describes a finding.
  public init(
    _ code: DiagnosticCode, _ severity: Severity, _ message: String,
    at location: SourceLocation, label: String? = nil, path: String? = nil, help: String? = nil,
    related: [Related] = [], fix: Fix? = nil, evidence: Evidence? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = SecretMask.hiding(message, at: location)
    self.location = location
    self.label = label.map { SecretMask.hiding($0, at: location) }
    self.path = path.map { SecretMask.hiding(path: $0, in: location.file) }
    self.help = help.map { SecretMask.hiding($0, at: location) }
    self.related = related
    self.fix = fix
    self.evidence = evidence
  }
}

/// A change to source text that mends a diagnostic.
public struct Fix: Sendable {
  /// A replacement of one range by a text.
  public struct Edit: Sendable {
    /// What is replaced; an empty range inserts.
    public var location: SourceLocation
    /// The new text.
    public var replacement: String

    /// Replaces a range by a text.
    public init(_ location: SourceLocation, replacement: String) {
      self.location = location
      self.replacement = replacement
    }
  }

  /// What the change does, as an instruction.
  public var title: String
  /// Whether the change is known to alter no decision.
  public var isSafe: Bool
  /// The replacements, which do not overlap.
  public var edits: [Edit]

  /// Describes a change.
  public init(_ title: String, isSafe: Bool, edits: [Edit]) {
    self.title = title
    self.isSafe = isSafe
    self.edits = edits
  }
}
