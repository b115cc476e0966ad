import PolicyAnalysis
import PolicyDiagnostics
import SessionPolicy

extension ConditionPart {
  /// The most clauses of a part that are written out.
  private static var reach: Int { 4 }

  /// Where it stands: from its first clause to its last.
  var location: SourceLocation? {
    let places = clauses.map(\.location)
    guard let first = places.first, let last = places.last else { return nil }
    guard first.file === last.file, first.range.start <= last.range.end else { return first }
    return SourceLocation(first.file, SourceRange(first.range.start, last.range.end))
  }

  /// The part as it reads; what is long is cut.
  var reading: String {
    switch self {
    case .clause(let clause): return Clause(clause).reading
    case .joint(let operation, let parts):
      let written = parts.prefix(Self.reach).map { part -> String in
        if case .joint = part { "(\(part.reading))" } else { part.reading }
      }
      let rest = parts.count > Self.reach ? ["…"] : []
      return (written + rest).joined(separator: operation == .and ? " && " : " || ")
    }
  }

  /// The same between back-ticks.
  var quoted: String { "`\(reading)`" }
}

extension [ConditionPart] {
  /// All of them, in back-ticks, as a list in a sentence.
  var quoted: String { map(\.quoted).inSentence }

  /// All of them, as other places.
  func related(_ message: String) -> [Diagnostic.Related] {
    compactMap { part in part.location.map { .init(message, at: $0) } }
  }
}

extension [String] {
  /// The first few as a list in a sentence.
  var inSentence: String {
    guard count > 3 else {
      return count < 2
        ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
    }
    return prefix(2).joined(separator: ", ") + " and \(count - 2) others"
  }
}

extension ClauseRemark {
  /// Where the condition stands that it is about.
  var path: String {
    switch owner {
    case .policy(_, let condition), .rule(_, let condition): condition.path
    case .definition(let definition, of: _): "$.definitions.\(definition.name.value)"
    }
  }

  /// The clause that it is about, if it is about one.
  var clause: Clause? {
    if case .clause(let clause) = part { Clause(clause) } else { nil }
  }

  /// Whether it is about a use of a definition, of which is told what there is to tell where it is written.
  var isAboutDefinition: Bool {
    if case .clause(let clause) = part { clause.definition != nil } else { false }
  }

  /// Whether it hangs on how Kratos is set up, which may be otherwise elsewhere.
  var asksForSettings: Bool {
    part.clauses.contains { clause in
      Clause(clause).readPaths.contains { $0.components.first == "kratos" }
    }
  }

  /// Whether the part is all that the condition says.
  var isWhole: Bool {
    guard let clause, clause.isWhole else { return false }
    switch owner {
    case .policy(_, let condition), .rule(_, let condition): return condition.isExpression
    case .definition: return true
    }
  }
}

extension Condition {
  /// Whether it is an expression, and joins nothing.
  var isExpression: Bool {
    if case .expression = kind { true } else { false }
  }
}
