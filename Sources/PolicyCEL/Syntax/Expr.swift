package import PolicyDiagnostics

/// A node of a CEL expression as it was written.
///
/// Macros stay visible: a comprehension is one node, so that an expression can be printed back and a
/// diagnostic can speak the author's words. So do operators, which are nodes of their own and not calls.
package struct Expr: Sendable {
  /// The number of this node; unique within its expression, dense from 0.
  package let id: Int
  /// The node's own text, as UTF-8 offsets into the text of the expression.
  package let range: SourceRange
  /// What the node is.
  package let kind: Kind

  /// Creates a node.
  package init(id: Int, range: SourceRange, kind: Kind) {
    self.id = id
    self.range = range
    self.kind = kind
  }

  /// The kinds of nodes.
  package indirect enum Kind: Sendable {
    /// A literal; the value is null, bool, int, uint, double, string or bytes.
    case literal(Value)
    /// `name`, or `.name` when rooted.
    case identifier(String, isRooted: Bool)
    /// `operand.field`, or `operand.?field` when optional.
    case select(operand: Expr, field: Name, isOptional: Bool)
    /// `operand[key]`, or `operand[?key]` when optional.
    case index(operand: Expr, key: Expr, isOptional: Bool)
    /// `has(operand.field)`; `operand` is what stands before the last dot.
    case has(operand: Expr, field: Name)
    /// `!operand` or `-operand`.
    case unary(Operator, Expr)
    /// Two operands and the operator between them.
    case binary(Operator, Expr, Expr)
    /// `condition ? yes : no`.
    case choice(condition: Expr, Expr, Expr)
    /// A call of a function or method; the range of `function` is that of its name.
    case call(function: Name, target: Expr?, arguments: [Expr])
    /// `[a, ?b]`.
    case list([ListElement])
    /// `{k: v, ?k: v}`.
    case map([MapEntry])
    /// `a.b.C{f: v}`; there are no messages here, so the checker refuses it.
    case message(typeName: String, entries: [MapEntry])
    /// A macro that binds a variable.
    case comprehension(Comprehension)
  }

  /// A word of the expression and its place.
  package struct Name: Hashable, Sendable {
    /// The word.
    package var text: String
    /// Its place, as UTF-8 offsets into the text of the expression.
    package var range: SourceRange

    /// Pairs a word with its place.
    package init(_ text: String, at range: SourceRange) {
      self.text = text
      self.range = range
    }
  }

  /// An element of a list literal.
  package struct ListElement: Sendable {
    /// The element.
    package var value: Expr
    /// Whether it was written with `?`: an absent optional adds nothing.
    package var isOptional: Bool

    /// Creates an element.
    package init(_ value: Expr, isOptional: Bool = false) {
      self.value = value
      self.isOptional = isOptional
    }
  }

  /// An entry of a map literal.
  package struct MapEntry: Sendable {
    /// The key.
    package var key: Expr
    /// The value.
    package var value: Expr
    /// Whether the key was written with `?`: an absent optional adds nothing.
    package var isOptional: Bool

    /// Creates an entry.
    package init(key: Expr, value: Expr, isOptional: Bool = false) {
      self.key = key
      self.value = value
      self.isOptional = isOptional
    }
  }

  /// A macro that binds a variable to elements or to a value.
  package struct Comprehension: Sendable {
    /// The macros, by the names they are written with.
    package enum Macro: String, Sendable, CaseIterable {
      case all
      case exists
      case existsOne = "exists_one"
      case map
      case filter
      case transformList
      case transformMap
      case transformMapEntry
      case sortBy
      case optMap
      case optFlatMap
      case bind
    }

    /// Which macro.
    package var macro: Macro
    /// The macro's name where it stands.
    package var name: Name
    /// What is ranged over; the optional of `optMap`; the bound value of `cel.bind`.
    package var range: Expr
    /// The bound variable; with two of them the one for the index or key.
    package var variable: Name
    /// The second variable, for the element of a list or the value of a map.
    package var valueVariable: Name?
    /// The filter of a `map` of three arguments, or of a `transformList` and its like of four.
    package var filter: Expr?
    /// The predicate, the transformation, or the expression a value is bound in.
    package var body: Expr

    /// Creates a comprehension.
    package init(
      macro: Macro, name: Name, range: Expr, variable: Name, valueVariable: Name? = nil,
      filter: Expr? = nil, body: Expr
    ) {
      self.macro = macro
      self.name = name
      self.range = range
      self.variable = variable
      self.valueVariable = valueVariable
      self.filter = filter
      self.body = body
    }
  }
}

extension Expr.Comprehension.Macro {
  /// The macro that a word names; `exists_one` has two spellings in CEL.
  init?(named word: String) {
    if word == "existsOne" { self = .existsOne } else { self.init(rawValue: word) }
  }

  /// The words that name macros.
  static let words = allCases.map(\.rawValue) + ["existsOne"]

  /// How many variables it may bind.
  var variableCounts: ClosedRange<Int> {
    switch self {
    case .all, .exists, .existsOne: 1...2
    case .transformList, .transformMap, .transformMapEntry: 2...2
    case .map, .filter, .sortBy, .optMap, .optFlatMap, .bind: 1...1
    }
  }
}

extension Expr.Comprehension {
  /// The variables that it binds, in the order they are written.
  package var variables: [Expr.Name] { [variable] + (valueVariable.map { [$0] } ?? []) }
}

/// A parsed expression: its tree and the text it was read from.
package struct ParsedExpression: Sendable {
  /// The text, exactly as given.
  package let text: String
  /// The root of the tree.
  package let root: Expr
  /// One more than the largest ``Expr/id``: side tables are arrays of this size.
  package let nodeCount: Int
  /// Leads offsets of ``text`` back to the file it was written in.
  package let sourceMap: SourceMap

  /// Pairs a tree with its text.
  package init(text: String, root: Expr, nodeCount: Int, sourceMap: SourceMap) {
    self.text = text
    self.root = root
    self.nodeCount = nodeCount
    self.sourceMap = sourceMap
  }

  /// The same text where it stands elsewhere.
  package func moved(to sourceMap: SourceMap) -> ParsedExpression {
    ParsedExpression(text: text, root: root, nodeCount: nodeCount, sourceMap: sourceMap)
  }

  /// The place of a node in the file it was written in.
  package func location(of range: SourceRange) -> SourceLocation { sourceMap.location(of: range) }
}
