/// Why a text is not a regular expression of this dialect, and where.
package struct RegexError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of mistakes, for callers that treat some of them apart.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A group that is never closed.
    case missingParenthesis
    /// A `)` that closes nothing.
    case unexpectedParenthesis
    /// A character class that is never closed.
    case missingBracket
    /// A range such as `z-a` whose ends are in the wrong order.
    case invalidRange
    /// An unknown name in `[[:…:]]` or `\p{…}`.
    case unknownClass
    /// A `\` followed by something that has no meaning.
    case invalidEscape
    /// A `\` at the very end.
    case trailingBackslash
    /// A repetition with nothing before it.
    case missingOperand
    /// A repetition directly after a repetition.
    case repeatedRepetition
    /// A count that is too high, or bounds in the wrong order.
    case invalidRepetition
    /// A `(?` that starts no known kind of group.
    case invalidGroup
    /// A group name that is empty or has other characters than letters, digits and `_`.
    case invalidGroupName
    /// Two groups of one name.
    case duplicateGroupName
    /// Look-ahead or look-behind, which cannot be matched in linear time.
    case lookaround
    /// A reference to an earlier group, which cannot be matched in linear time.
    case backreference
    /// Another construct that this dialect leaves out.
    case unsupported
    /// Groups that nest deeper than the limit.
    case nestingTooDeep
    /// A pattern whose program would exceed the limit.
    case programTooLarge
  }

  /// What kind of mistake it is.
  package let kind: Kind
  /// Where it is, in UTF-8 offsets into the pattern.
  package let range: Range<Int>
  /// What is wrong, in one lower-case line.
  package let message: String
  /// What to write instead.
  package let help: String

  /// The message and the help in one line.
  package var description: String { "\(message); \(help)" }
}
