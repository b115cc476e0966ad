import ArgumentParser
import PolicyDiagnostics
import PolicyLint
import SessionPolicy

/// What a shell offers behind an option, from the tables that read it.
enum CompletedWords {
  /// The checks by code, and their families.
  static let checks: CompletionKind = {
    let codes = LintRule.all.map(\.code.id)
    let families = Set(codes.map { String($0.prefix { $0.isLetter }) })
    return .list(families.sorted() + codes)
  }()

  /// The standards that limits are compared with.
  static let profiles = CompletionKind.list(LimitProfile.all.map(\.name))

  /// The severities of findings.
  static let severities = CompletionKind.list(Diagnostic.Severity.allCases.map(\.rawValue))

  /// The fields of a request, each ready for its value.
  static let requestFields = CompletionKind.list(paths(of: .request, below: []).map { $0 + "=" })

  /// The attributes that every policy can read.
  static let attributes = CompletionKind.list(
    paths(of: .session, below: ["session"]) + paths(of: .request, below: ["request"]))

  private static func paths(of record: Record, below path: [String]) -> [String] {
    record.fields.flatMap { field -> [String] in
      let own = field.alias ?? path + [field.name]
      switch field.kind {
      case .elsewhere: return []
      case .record(let inner): return paths(of: inner, below: own)
      default: return [own.joined(separator: ".")]
      }
    }
  }
}
