package import PolicyCEL
public import PolicyDiagnostics

/// A policy as its file states it, with every name resolved and every condition checked.
public struct Policy: Sendable {
  /// The name under which its rules are cited.
  public let name: Located<String>
  /// The file it was read from.
  public let file: SourceFile
  /// What it is for, told to the people who maintain it.
  public let description: String?
  /// The inputs it declares beyond the built-in ones.
  package let attributes: [AttributeDeclaration]
  /// Its named data.
  package let constants: [ConstantDeclaration]
  /// Its named conditions, in the order of the file.
  package let definitions: [Definition]
  /// What gates every rule; `nil` when nothing does.
  package let when: Condition?
  /// Its rules, in the order of the file.
  public let rules: [Rule]
  /// What its conditions can name.
  package let environment: Environment
}

/// An input beyond the built-in ones.
package struct AttributeDeclaration: Sendable {
  /// The way to it, such as `context.risk`.
  package let path: Located<AttributePath>
  /// The declared type.
  package let type: ValueType
  /// The values a string, or each string of a list, can have; empty when it is open.
  package let values: [String]
  /// Whether it may be missing even in a complete input.
  package let isOptional: Bool
}

/// A name for plain data.
package struct ConstantDeclaration: Sendable {
  /// The name.
  package let name: Located<String>
  /// The data.
  package let value: Value
  /// Its type.
  package let type: ValueType
}

/// A name for a CEL expression.
package struct Definition: Sendable {
  /// The name.
  package let name: Located<String>
  /// What it stands for.
  package let expression: CheckedExpression

  /// The condition that it names; `nil` where it stands for something else than yes or no.
  package var condition: Condition? {
    let root = expression.expression.root
    guard expression.type(of: root) == .bool else { return nil }
    return Condition(
      path: "$.definitions.\(name.value)", location: expression.expression.location(of: root.range),
      kind: .expression(expression))
  }
}
