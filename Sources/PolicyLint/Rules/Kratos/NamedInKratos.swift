import PolicyCEL
import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

/// The schemas, providers and methods that conditions compare with, each with its place.
struct NamedInKratos {
  /// What is defined in Kratos' configuration and named in conditions.
  enum Kind: CaseIterable {
    case schema
    case provider
    case method

    /// The word for one of it.
    var noun: String {
      switch self {
      case .schema: "identity schema"
      case .provider: "provider"
      case .method: "enabled method"
      }
    }

    /// Where the configuration defines it.
    var place: String {
      switch self {
      case .schema: "`identity.schemas`"
      case .provider: "`selfservice.methods.oidc.config.providers`"
      case .method: "`selfservice.methods`"
      }
    }

    /// What the configuration defines; `nil` where that may stand in another part of it.
    ///
    /// A method that is enabled has no place, for it need not be named anywhere.
    func names(
      in kratos: KratosConfiguration
    ) -> [(value: String, place: SourceLocation?)]? {
      switch self {
      case .schema: Self.identifiers(kratos.value("identity", "schemas"))
      case .provider:
        Self.identifiers(kratos.value("selfservice", "methods", "oidc", "config", "providers"))
      case .method:
        kratos.value("selfservice", "methods")?.mapping == nil
          ? nil
          : kratos.settings?.methods.map { methods in
            Self.recorded(by: methods).map { ($0, nil) }
          }
      }
    }

    private static func identifiers(
      _ list: YAMLNode?
    ) -> [(value: String, place: SourceLocation?)]? {
      list?.sequence?.compactMap { item in
        item["id"].flatMap { id in id.scalar.map { ($0, id.occurrence) } }
      }
    }

    /// The words that sessions record for the methods that are enabled, those of recovery included.
    private static func recorded(by methods: KratosMethods) -> [String] {
      methods.enabled + (methods.isEnabled("code") ? ["code_recovery"] : [])
        + (methods.isEnabled("link") ? ["link_recovery"] : []) + ["v0.6_legacy_session"]
    }
  }

  /// What conditions name, in the order in which they do.
  private(set) var names: [Kind: [Located<String>]] = [:]

  init(_ subject: LintSubject) {
    var seen: Set<String> = []
    for scoped in subject.documents.flatMap(\.scopedRules) {
      for clause in scoped.tree.clauses {
        clause.visit(clause.expr) { node in
          for (kind, text, expr) in Self.comparisons(node, clause.checked) {
            let place = clause.checked.expression.location(of: expr.range)
            let mark = "\(place.file.name) \(place.range.start) \(text)"
            if seen.insert(mark).inserted {
              names[kind, default: []].append(Located(text, at: place))
            }
          }
        }
      }
    }
  }

  /// The names of a kind that one clause compares with.
  static func names(in clause: Clause, of kind: Kind) -> Set<String> {
    var names: Set<String> = []
    clause.visit(clause.expr) { node in
      for (found, text, _) in comparisons(node, clause.checked) where found == kind {
        names.insert(text)
      }
    }
    return names
  }

  /// The texts that a comparison or a membership puts beside one of the fields.
  private static func comparisons(
    _ node: Expr, _ checked: CheckedExpression
  ) -> [(Kind, String, Expr)] {
    guard case .binary(let operation, let left, let right) = node.kind,
      [.equal, .unequal, .in].contains(operation)
    else { return [] }
    for (field, data) in [(left, right), (right, left)] {
      guard let kind = kind(of: field, checked) else { continue }
      if case .list(let elements) = data.kind {
        return elements.compactMap { element in
          checked.constant(of: element.value)?.text.map { (kind, $0, element.value) }
        }
      }
      switch checked.constant(of: data) {
      case .string(let text): return [(kind, text, data)]
      case .list(let values): return values.compactMap(\.text).map { (kind, $0, data) }
      default: return []
      }
    }
    return []
  }

  private static func kind(of expr: Expr, _ checked: CheckedExpression) -> Kind? {
    guard case .select(let operand, let field, _) = expr.kind,
      case .object(let record) = checked.type(of: operand)
    else { return nil }
    switch (record, field.text) {
    case ("identity", "schema_id"): return .schema
    case ("authentication_method", "provider"): return .provider
    case ("authentication_method", "method"): return .method
    default: return nil
    }
  }
}
