public struct RegexError: Error { public var message: String }
public struct Pattern: Sendable {
  public init(_ pattern: String) throws(RegexError) {}
  public func matches(in text: String) -> Bool { false }
}
