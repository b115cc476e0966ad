public import PolicyDiagnostics
public import PolicyTime

/// What a test expects of a decision, part by part.
public struct SuiteExpectation: Sendable {
  /// The parts, in the order of the file; never empty.
  public let claims: [Claim]
  /// Where it stands.
  public let location: SourceLocation

  /// Whether the expectation says that a part is not allowed.
  func forbids(_ part: String) -> Bool {
    claims.contains { $0.part == "\(part).allowed" && $0.value == .flag(false) }
  }
}

/// One part of a decision and what it should be.
public struct Claim: Sendable {
  /// The part, such as `extend.expires_at`.
  public let part: String
  /// What it should be.
  public let value: ClaimValue
  /// Where that is written.
  public let location: SourceLocation
  /// The machine path, such as `$.tests[0].expect.outcome`.
  public let path: String
}

/// A part of a decision as a test can write it.
public enum ClaimValue: Sendable, Hashable {
  /// The part is not there.
  case none
  /// `true` or `false`.
  case flag(Bool)
  /// A word or a name.
  case word(String)
  /// An instant.
  case instant(Timestamp)
  /// A duration.
  case duration(Duration)
  /// Names whose order means nothing.
  case names([String])
  /// Names in their order.
  case sequence([String])
  /// Records, of each of which only the fields named are compared. Without an order every record has
  /// to be named, and every name to fit one.
  case records([[String: String]], isOrdered: Bool)
  /// Lists in their order.
  case lists([ClaimValue])
}

extension ClaimValue {
  /// Whether a decision that says this is what the claim expects.
  func matches(_ actual: ClaimValue) -> Bool {
    switch (self, actual) {
    case (.names(let expected), .names(let actual)): return Set(expected) == Set(actual)
    case (.sequence(let expected), .names(let actual)): return expected == actual
    case (.records(let patterns, let isOrdered), .records(let records, _)):
      func fits(_ pattern: [String: String], _ record: [String: String]) -> Bool {
        pattern.allSatisfy { record[$0.key] == $0.value }
      }
      if isOrdered {
        return patterns.count == records.count && zip(patterns, records).allSatisfy(fits)
      }
      return patterns.allSatisfy { pattern in records.contains { fits(pattern, $0) } }
        && records.allSatisfy { record in patterns.contains { fits($0, record) } }
    case (.lists(let expected), .lists(let actual)):
      return expected.count == actual.count
        && zip(expected, actual).allSatisfy { $0.matches($1) }
    default: return self == actual
    }
  }

  /// The value as a suite writes it.
  public var text: String {
    switch self {
    case .none: return "none"
    case .flag(let flag): return String(flag)
    case .word(let word): return word
    case .instant(let instant): return instant.rfc3339
    case .duration(let span): return span.policyText ?? span.secondsText
    case .names(let names): return "[\(Set(names).sorted().joined(separator: ", "))]"
    case .sequence(let names): return "[\(names.joined(separator: ", "))]"
    case .records(let records, _):
      return "[\(records.map(Self.text).joined(separator: ", "))]"
    case .lists(let lists): return "[\(lists.map(\.text).joined(separator: ", "))]"
    }
  }

  /// A record with one field is written as that field.
  private static func text(_ record: [String: String]) -> String {
    if record.count == 1, let only = record.values.first { return only }
    let fields = record.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return "{ \(fields.joined(separator: ", ")) }"
  }
}
