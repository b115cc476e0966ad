/// The way from a variable through records to a field: `session.identity.state`.
public struct AttributePath: Hashable, Sendable, CustomStringConvertible {
  /// The variable's name, then the names of the fields.
  public let components: [String]

  /// Names an attribute.
  public init(_ components: [String]) { self.components = components }

  /// Names an attribute by its path with dots, such as `context.risk`.
  public init(dotted text: String) {
    components = text.split(separator: ".").map(String.init)
  }

  /// The path with dots.
  public var description: String { components.joined(separator: ".") }

  /// The path one field further.
  public func appending(_ field: String) -> AttributePath { AttributePath(components + [field]) }
}
