import PolicyCEL
import PolicyDiagnostics

/// Attributes that several policies declare: they are one input, so they must be one type.
enum SharedAttributes {
  /// What the declarations of policies that decide together disagree about.
  static func conflicts(_ policies: [Policy]) -> [Diagnostic] {
    var first: [AttributePath: AttributeDeclaration] = [:]
    var conflicts: [Diagnostic] = []
    for declaration in policies.flatMap(\.attributes) {
      let path = SessionSchema.canonicalPath(declaration.path.value)
      guard let other = first[path] else {
        first[path] = declaration
        continue
      }
      guard other.type != declaration.type else { continue }
      conflicts.append(
        Diagnostic(
          .conflictingDeclaration,
          .error,
          "`\(declaration.path.value)` is declared as \(declaration.type) here and as "
            + "\(other.type) in another policy, and it is one input",
          at: declaration.path.location, help: "declare the same type in both",
          related: [.init("declared as \(other.type) here", at: other.path.location)]))
    }
    return conflicts
  }
}
