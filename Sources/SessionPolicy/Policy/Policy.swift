public import PolicyCEL
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
  public let attributes: [AttributeDeclaration]
  /// Its named data.
  public let constants: [ConstantDeclaration]
  /// Its named conditions, in the order of the file.
  public let definitions: [Definition]
  /// What gates every rule; `nil` when nothing does.
  public let when: Condition?
  /// Its rules, in the order of the file.
  public let rules: [Rule]
  /// What its conditions can name.
  public let environment: Environment
}

/// An input beyond the built-in ones.
public struct AttributeDeclaration: Sendable {
  /// The way to it, such as `context.risk`.
  public let path: Located<AttributePath>
  /// The declared type.
  public let type: ValueType
  /// The values a string, or each string of a list, can have; empty when it is open.
  public let values: [String]
  /// Whether it may be missing even in a complete input.
  public let isOptional: Bool
}

/// A name for plain data.
public struct ConstantDeclaration: Sendable {
  /// The name.
  public let name: Located<String>
  /// The data.
  public let value: Value
  /// Its type.
  public let type: ValueType
}

/// A name for a CEL expression.
public struct Definition: Sendable {
  /// The name.
  public let name: Located<String>
  /// What it stands for.
  public let expression: CheckedExpression
}
