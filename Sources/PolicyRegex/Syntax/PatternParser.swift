/// Reads RE2's syntax into a ``SyntaxTree``, with an explicit stack of open groups.
///
/// The dialect is that of https://github.com/google/re2/wiki/Syntax, without `\C`. Every scalar of the
/// pattern is looked at a bounded number of times, so that reading takes O(*n*).
struct PatternParser {
  /// The flags of `(?ims)`; `U` has no influence on whether a text matches.
  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
  }

  /// A group that is being read.
  struct Group {
    /// The position of its `(`.
    var start: Int
    /// The flags that hold again after it.
    var outerFlags: Flags
    var branches: [Int] = []
    var items: [Int] = []
  }

  let scalars: [Unicode.Scalar]
  /// The UTF-8 offset of each scalar, then the pattern's length.
  let offsets: [Int]
  let limits: RegexLimits

  var position = 0
  var flags = Flags()
  var group = Group(start: 0, outerFlags: Flags())
  var outerGroups: [Group] = []
  var groupNames: Set<String> = []
  /// Where the last repetition ended, to refuse another one right there.
  var repetitionEnd = -1
  var tree = SyntaxTree()

  init(_ pattern: String, limits: RegexLimits) {
    var scalars: [Unicode.Scalar] = []
    var offsets = [0]
    var offset = 0
    for scalar in pattern.unicodeScalars {
      offset += UTF8.width(scalar)
      scalars.append(scalar)
      offsets.append(offset)
    }
    self.scalars = scalars
    self.offsets = offsets
    self.limits = limits
  }

  /// The scalar at a distance from the position.
  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    let index = position + distance
    return index < scalars.count ? scalars[index] : nil
  }

  /// Steps over a text if it comes next.
  mutating func take(_ text: String) -> Bool {
    var distance = 0
    for scalar in text.unicodeScalars {
      guard peek(distance) == scalar else { return false }
      distance += 1
    }
    position += distance
    return true
  }

  /// The pattern's text between two positions.
  func text(_ start: Int, _ end: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<min(end, scalars.count)])
    return String(text)
  }

  /// The pattern's text between two positions, fit for a message: short and in one line.
  func excerpt(_ start: Int, _ end: Int) -> String {
    let limit = 40
    var excerpt = ""
    for scalar in scalars[start..<min(end, scalars.count)].prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
        excerpt += "\\x{\(String(scalar.value, radix: 16, uppercase: true))}"
      default:
        excerpt.unicodeScalars.append(scalar)
      }
    }
    return end - start > limit ? excerpt + "…" : excerpt
  }

  func error(
    _ kind: RegexError.Kind, from start: Int, to end: Int, _ message: String, help: String
  ) -> RegexError {
    let last = offsets.count - 1
    let range = offsets[min(start, last)]..<offsets[min(max(start, end), last)]
    return RegexError(kind: kind, range: range, message: message, help: help)
  }

  consuming func parse() throws(RegexError) -> SyntaxTree {
    while let scalar = peek() {
      switch scalar {
      case "(": try openGroup()
      case ")": try closeGroup()
      case "|":
        group.branches.append(tree.sequence(group.items))
        group.items = []
        position += 1
      case "[": append(try parseClass())
      case "\\": try parseEscape()
      case "*", "+", "?", "{": try parseRepetition()
      case ".": append(single: flags.dotMatchesNewline ? .any : .anyExceptNewline)
      case "^": append(single: .assertion(flags.isMultiline ? .lineStart : .textStart))
      case "$": append(single: .assertion(flags.isMultiline ? .lineEnd : .textEnd))
      default:
        append(literal: scalar.value)
        position += 1
      }
    }
    guard outerGroups.isEmpty else {
      throw error(
        .missingParenthesis, from: group.start, to: group.start + 1, "this group is never closed",
        help: "add `)`, or write `\\(` for a parenthesis")
    }
    tree.root = finish(group)
    return tree
  }

  /// The node of a group that is read to its end.
  mutating func finish(_ group: Group) -> Int {
    let last = tree.sequence(group.items)
    return tree.choice(group.branches + [last])
  }

  mutating func append(_ node: Int) {
    group.items.append(node)
  }

  mutating func append(single node: SyntaxTree.Node) {
    append(tree.add(node))
    position += 1
  }

  mutating func append(literal value: UInt32) {
    let folds = flags.ignoresCase && CaseFolding.hasVariants(value)
    append(tree.add(folds ? .folded(CaseFolding.canonical(value)) : .scalar(value)))
  }
}
