import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyRegex
import SessionPolicy

/// An expression that the analysis does not look into.
struct OpaqueExpression: Sendable {
  /// What it means, as text: equal texts mean the same in every policy.
  private(set) var key: String
  /// The expression as it is written.
  let text: String
  /// The attributes without which it has no answer.
  let required: [(AttributePath, ValueType)]
  /// What it reads, with its type; of times the instants that they are counted from.
  let inputs: [AttributePath: ValueType]
  /// Those of them of which it asks whether they are there.
  private let asked: Set<AttributePath>
  /// Whether it reads one attribute and nothing else.
  let readsNothingElse: Bool
  /// Whether time alone may change what it comes to.
  let readsTime: Bool
  /// All attributes that it reads, by the form that their names have in common.
  let reads: Set<AttributePath>
  /// The one text that it reads; `nil` if it reads anything else.
  private(set) var soleText: AttributePath?
  private let checked: CheckedExpression
  /// Whether steps of a re-authentication may change what it comes to.
  private let readsWhatStepsMove: Bool

  /// - Parameter constants: What constants mean, which is written once each.
  init(_ expr: Expr, in checked: CheckedExpression, _ constants: inout ConstantMeanings) {
    var reading = ReadAttributes(checked, constants)
    reading.read(expr, isRequired: true)
    constants = reading.constants ?? constants
    required = reading.required
    inputs = Dictionary(
      reading.all.map { (checked.stored($0.key), $0.value) },
      uniquingKeysWith: { first, _ in first })
    asked = Set(reading.asked.map { checked.stored($0) })
    readsNothingElse = reading.only != nil
    readsTime =
      reading.readsMore
      || reading.all.contains { path, type in
        [.timestamp, .duration].contains(type) || path == .authenticationMethods
      }
    text = expr.formatted
    reads = Set(reading.all.keys.map { SessionSchema.canonicalPath($0) })
    soleText = reading.only.flatMap {
      $0.type == .string ? SessionSchema.canonicalPath($0.path) : nil
    }
    self.checked = checked.part(expr)
    readsWhatStepsMove =
      reading.readsMore
      || reading.all.keys.contains { SessionSchema.movedBySteps.contains(checked.stored($0)) }
    key = ([text] + reading.meanings.sorted()).joined(separator: "\u{0}")
  }
}

extension OpaqueExpression {
  /// Notes that it is read as it is after steps, if that may be something else.
  mutating func note(_ renewal: Set<Completion>) {
    guard readsWhatStepsMove else { return }
    // What its text is then, the session as it is does not tell.
    soleText = nil
    key +=
      "\u{0}after "
      + renewal.map { "\($0.method.string) \($0.isSecondFactor)" }.sorted()
      .joined(separator: ", ")
  }

  /// Whether it asks if an attribute is there, or something above or below it.
  ///
  /// If it does not, its absence is an error wherever the attribute is read; and what comes of an expression beside
  /// an error that was absorbed comes of it whatever stands there.
  func asksWhetherThere(_ attribute: AttributePath) -> Bool {
    asked.contains { path in
      path.components.starts(with: attribute.components)
        || attribute.components.starts(with: path.components)
    }
  }

  /// What it comes to where the one attribute that it reads is not there; `nil` for an error.
  var answerWithoutInput: Bool? { SoleInput(checked).answer(to: .absent) }

  /// Some values of an attribute of which the expression may make different things.
  func samples(of attribute: AttributePath) -> [JSONValue] {
    let texts = likelyTexts(of: attribute)
    switch inputs[attribute] {
    case .bool: return [true, false]
    case .string: return texts.map { .string($0) }
    case .list: return [.array([])] + texts.map { .array([.string($0)]) }
    case .map, .dyn:
      return [.object([:])]
        + texts.prefix(16).flatMap { key in
          texts.prefix(16).map { .object(JSONObject([(key, .string($0))])) }
        }
    case .int, .uint, .double: return [.number(0), .number(1), .number(1_000_000)]
    case .duration: return ["1s", "31536000s"]
    case .timestamp: return ["2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z"]
    default: return []
    }
  }

  /// Some texts of an attribute of which it may make different things: a guess, for the evaluator says what comes
  /// of it.
  func likelyTexts(of attribute: AttributePath) -> [String] {
    let written = checked.texts(in: checked.expression.root, atMost: 8, ofEach: 4)
    return written + UsualTexts.special(of: attribute) + ["some-text"]
      + written.flatMap(Self.likeness)
  }

  /// Texts made of what is written in some expressions, of which they may say something together: each may be what
  /// a text begins with and what it ends with, and a number how long it is.
  static func composedTexts(of expressions: [OpaqueExpression]) -> [String] {
    let roots = expressions.map { ($0.checked, $0.checked.expression.root) }
    let texts = roots.flatMap { $0.texts(in: $1, atMost: 4, ofEach: 1) }.map(Text.init)
    let written = texts.distinct(atMost: 6).map(\.string)
    let lengths = roots.flatMap { $0.lengths(in: $1, atMost: 2) }.distinct(atMost: 3)
    let fillings =
      [""] + lengths.flatMap { [$0, $0 + 1] }.map { String(repeating: "a", count: $0) }
    return fillings.flatMap { filling in
      ([""] + written).flatMap { first in ([""] + written).map { first + filling + $0 } }
    }
  }

  /// The texts that are written in it, or stand for a name in it.
  var writtenTexts: [String] {
    checked.texts(in: checked.expression.root, atMost: 1_000, ofEach: 1_000)
  }

  /// Texts that are to a pattern or a network what a text is that is equal to another.
  private static func likeness(of text: String) -> [String] {
    var found: [String] = []
    if text.contains(where: \.isNumber), text.contains(where: { $0 == "." || $0 == ":" }) {
      // An address in the network, and one of those that are for documentation (RFC 5737).
      found += [String(text.prefix { $0 != "/" }), "192.0.2.1"]
    }
    found += Pattern.samples(of: text, atMost: 6)
    return found.filter { $0 != text && !$0.isEmpty }
  }

  /// The evaluator, for the one text that it reads.
  var evaluator: SoleInput { SoleInput(checked) }
}

/// An expression that reads one attribute alone, ready to be asked of values of it.
struct SoleInput {
  private let predicate: Predicate
  private let layout: InputLayout
  /// What asking it takes, in the work of a look at a term.
  let work: Int

  init(_ expression: CheckedExpression) {
    var layout = InputLayout(canonical: { SessionSchema.canonicalPath($0) })
    predicate = Predicate(.expression(expression), layout: &layout)
    self.layout = layout
    var cost = SmallCost()
    // Of units of 50 ns, and what it takes to hand over the input.
    work = 60 + Int(clamping: min(cost(expression), Predicate.standardBudget)) * 5 / 2
  }

  /// What the evaluator answers of a text, or that it does not.
  func cell(for text: Text) -> Cell { Cell(answer: answer(to: .value(.string(text.string)))) }

  /// What the evaluator answers; `nil` for an error.
  func answer(to reading: InputReading) -> Bool? {
    var until = Int128.max
    return try? predicate.test(
      Input(layout: layout, now: .minimum) { _ in reading }, until: &until)
  }
}

/// What constants mean, in few words: a long list has a number, which is that of all that are equal to it, so
/// that a thousand expressions that name it are not as long as the list.
struct ConstantMeanings {
  private var words: [Text: String] = [:]
  private var numbers: [Text: Int] = [:]

  /// How long a meaning may be that is its own words.
  private static let length = 200

  /// Begins to read what has names of its own.
  mutating func forgetNames() { words = [:] }

  mutating func meaning(of name: String, _ value: Value) -> String {
    if let known = words[Text(name)] { return known }
    var meaning = "\(value)"
    if meaning.utf8.count > Self.length {
      let number = numbers[Text(meaning), default: numbers.count]
      numbers[Text(meaning)] = number
      meaning = "constant \(number)"
    }
    words[Text(name)] = meaning
    return meaning
  }
}

/// What an expression reads.
struct ReadAttributes {
  private var checked: CheckedExpression
  /// The definitions that are still to be read, and those that were: each once, for they stand on each other's
  /// shoulders.
  private var definitions: [CheckedExpression] = []
  private var known: Set<Text> = []
  /// The attributes that it reads whatever their values are.
  private(set) var required: [(AttributePath, ValueType)] = []
  /// The attributes of which it asks whether they are there.
  private(set) var asked: Set<AttributePath> = []
  /// Everything it reads, with its type.
  private(set) var all: [AttributePath: ValueType] = [:]
  /// What the names in it mean, as far as constants are known; nothing where they are not.
  private(set) var meanings: Set<String> = []
  private(set) var constants: ConstantMeanings?
  /// Whether it reads the time, or anything of which this does not know what it is.
  private(set) var readsMore = false

  /// - Parameter constants: What constants mean; `nil` if it does not matter what names do.
  init(_ checked: CheckedExpression, _ constants: ConstantMeanings?) {
    self.checked = checked
    self.constants = constants
  }

  /// The one attribute that an expression reads; `nil` if it reads anything else.
  static func only(
    of expr: Expr, in checked: CheckedExpression
  ) -> (path: AttributePath, type: ValueType)? {
    var reading = ReadAttributes(checked, nil)
    reading.read(expr, isRequired: false)
    return reading.only
  }

  /// The one attribute that was read; `nil` if anything else was.
  var only: (path: AttributePath, type: ValueType)? {
    guard !readsMore, all.count == 1, let (path, type) = all.first,
      path.components.first != "kratos", checked.field(at: path)?.derivation == nil
    else { return nil }
    return (path, type)
  }

  /// Reads an expression, and the definitions that it names.
  mutating func read(_ expr: Expr, isRequired: Bool) {
    visit(expr, isRequired: isRequired)
    let own = checked
    defer { checked = own }
    while let definition = definitions.popLast() {
      checked = definition
      visit(definition.expression.root, isRequired: false)
    }
  }

  private mutating func visit(_ expr: Expr, isRequired: Bool) {
    if let path = checked.attribute(of: expr) ?? checked.attribute(askedForBy: expr) {
      let isAsked = checked.attribute(of: expr) == nil
      let type = isAsked ? checked.field(at: path)?.type ?? .dyn : checked.type(of: expr)
      all[path] = type
      if isAsked { asked.insert(path) }
      if isRequired, !isAsked, checked.field(at: path)?.derivation == nil {
        required.append((path, type))
      }
      let values = checked.field(at: path)?.values ?? []
      meanings.insert("\(path): \(type) \(values)")
      return
    }
    if case .select(let operand, let field, isOptional: true) = expr.kind,
      let record = checked.attribute(of: operand), case .object = checked.type(of: operand)
    {
      let path = record.appending(field.text)
      let declared = checked.environment.field(at: path)
      all[path] = declared?.type ?? .dyn
      asked.insert(path)
      meanings.insert("\(path): \(declared?.type ?? .dyn) \(declared?.values ?? [])")
      return
    }
    if checked.isNow(expr) {
      readsMore = true
      return
    }
    if let (name, definition) = checked.definition(of: expr) {
      guard known.insert(Text(name)).inserted else { return }
      meanings.insert("\(name) = \(definition.expression.root.formatted)")
      definitions.append(definition)
      return
    }
    if case .identifier(let name, _) = expr.kind, let value = checked.literal(of: expr) {
      if let meaning = constants?.meaning(of: "\(name)", value) {
        meanings.insert("\(name) = \(meaning)")
      }
      return
    }
    switch expr.kind {
    case .select(_, _, isOptional: true), .index(_, _, isOptional: true):
      for child in expr.children { visit(child, isRequired: false) }
    case .binary(let operation, _, _) where operation.isLogical:
      for child in expr.children { visit(child, isRequired: false) }
    case .choice(let condition, let yes, let no):
      visit(condition, isRequired: isRequired)
      for child in [yes, no] { visit(child, isRequired: false) }
    case .comprehension(let comprehension):
      visit(comprehension.range, isRequired: isRequired && comprehension.macro != .bind)
      if let filter = comprehension.filter { visit(filter, isRequired: false) }
      visit(comprehension.body, isRequired: false)
    case .call:
      // What orValue and its like are given need not be read.
      guard let (_, operands) = checked.call(of: expr) else { return }
      let isStrict = !operands.contains { checked.type(of: $0).isOptional }
      for operand in operands { visit(operand, isRequired: isRequired && isStrict) }
    default:
      for child in expr.children { visit(child, isRequired: isRequired) }
    }
  }
}

extension Value {
  fileprivate var textOfString: String? { if case .string(let text) = self { text } else { nil } }
}

extension ValueType {
  fileprivate var isOptional: Bool {
    if case .abstract("optional_type", _) = self { true } else { false }
  }
}

extension CheckedExpression {
  /// The first few texts that are written in an expression, or stand for a name in it.
  ///
  /// - Parameters:
  ///   - most: How many are enough.
  ///   - each: How many of one list are.
  fileprivate func texts(in expr: Expr, atMost most: Int, ofEach each: Int) -> [String] {
    var found: [String] = []
    var rest = [expr]
    while let expr = rest.popLast(), found.count < most {
      switch literal(of: expr) {
      case .string(let text): found.append(text)
      case .list(let values): found += values.prefix(each).compactMap(\.textOfString)
      default: rest += expr.children
      }
    }
    return found
  }

  /// The first few numbers that are written in an expression and may be how long a text is.
  fileprivate func lengths(in expr: Expr, atMost most: Int) -> [Int] {
    var found: [Int] = []
    var rest = [expr]
    while let expr = rest.popLast(), found.count < most {
      guard case .int(let number) = literal(of: expr) else {
        rest += expr.children
        continue
      }
      if (0...1_000).contains(number) { found.append(Int(number)) }
    }
    return found
  }

  /// A part of this as an expression of its own.
  func part(_ expr: Expr) -> CheckedExpression {
    let part = ParsedExpression(
      text: expression.text, root: expr, nodeCount: expression.nodeCount,
      sourceMap: expression.sourceMap)
    return moved(to: part)
  }
}

extension Sequence where Element: Hashable {
  /// The first few elements that are not the same.
  func distinct(atMost most: Int) -> [Element] {
    var known: Set<Element> = []
    return Array(lazy.filter { known.insert($0).inserted }.prefix(most))
  }
}
