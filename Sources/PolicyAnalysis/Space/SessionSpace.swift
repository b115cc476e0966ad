import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// All sessions, as far as some policies can tell them apart.
///
/// Every attribute that a condition reads becomes a variable with finitely many cells (a text: each
/// constant it is compared with, any other one, absent, failed), or a quantity whose differences are
/// bounded. Two sessions in the same cells and within the same bounds are decided alike, so that a
/// statement about all sessions is one about finitely many (region construction: Alur and Dill, "A
/// theory of timed automata", 1994, at one instant).
struct SessionSpace {
  var table: TermTable
  private(set) var variables: [Variable] = []
  /// The cells of each variable.
  private(set) var cells: [[Cell]] = []
  /// The place of each cell of each variable.
  private var cellNumbers: [[Cell: Int]] = []
  private var variableNumbers: [Variable: Int] = [:]
  private(set) var quantities: [Quantity] = [.zero, .now]
  private var quantityNumbers: [Quantity: Int] = [.zero: 0, .now: 1]
  /// What is true of every session; see ``SessionFacts``.
  var facts: [Term] = []
  /// The types with which each attribute was read.
  private(set) var types: [AttributePath: [ValueType]] = [:]
  /// The ways of having authenticated that requirements can tell apart.
  let completions: [Completion]
  let settings: KratosSettings
  /// What is said of each expression that is not looked into.
  var opaque: [String: OpaqueExpression] = [:]

  /// What the evaluator may still be asked of expressions that read one attribute alone, in the work of a look at
  /// a term. Beyond it they are unknowns, which leaves more sessions possible than there are; nothing is proved by
  /// it.
  var evaluations = 20_000_000

  /// The texts that some policy confines to values.
  var closedTexts: [AttributePath: [Text]] = [:]

  /// How far from now an extension puts the expiry, in nanoseconds, where no rule says otherwise.
  var lifespan: Int128 { settings.lifespan.wholeNanoseconds ?? 0 }
  /// How long before the expiry Kratos begins to extend.
  var window: Int128 { settings.extendWindow.wholeNanoseconds ?? 0 }

  static let zero = 0
  static let now = 1

  /// - Parameter capacity: How many parts of terms may be looked at to make them.
  init(completions: [Completion], settings: KratosSettings, capacity: Int) {
    table = TermTable(capacity: capacity)
    self.completions = completions
    self.settings = settings
    addFactsOfSessions()
  }

  // MARK: Variables

  /// The number of a variable, made on first use.
  mutating func number(of variable: Variable) -> Int {
    if let known = variableNumbers[variable] { return known }
    let number = variables.count
    variables.append(variable)
    variableNumbers[variable] = number
    switch variable {
    case .value(_, .bool): cells.append([.absent, .failed, .yes, .no])
    case .value: cells.append([.absent, .failed, .other])
    case .presence: cells.append([.absent, .failed, .present])
    case .opaque: cells.append([.failed, .yes, .no])
    case .member, .sameText, .completion, .again, .sent: cells.append([.yes, .no])
    }
    cellNumbers.append(
      Dictionary(uniqueKeysWithValues: cells[number].enumerated().map { ($1, $0) }))
    addFacts(of: variable)
    return number
  }

  /// Notes with which types an attribute is read.
  mutating func noteType(_ type: ValueType, of path: AttributePath) {
    if !(types[path] ?? []).contains(type) { types[path, default: []].append(type) }
  }

  /// The number of a variable, if it is known.
  func known(_ variable: Variable) -> Int? { variableNumbers[variable] }

  /// The place of a cell of a variable, if it has such a one.
  func place(of cell: Cell, of variable: Int) -> Int? { cellNumbers[variable][cell] }

  /// That a variable is in one of some cells.
  mutating func term(_ variable: Variable, isIn wanted: [Cell]) -> Term {
    let number = number(of: variable)
    let places = wanted.map { cell -> Int in
      if let place = cellNumbers[number][cell] { return place }
      let place = cells[number].count
      cells[number].append(cell)
      cellNumbers[number][cell] = place
      return place
    }
    return table.atom(.cells(variable: number, places.sorted()))
  }

  /// That an attribute is there and can be read.
  mutating func isPresent(_ path: AttributePath, _ type: ValueType) -> Term {
    let isAbsent = term(Self.presence(of: path, type), isIn: [.absent, .failed])
    return table.not(isAbsent)
  }

  /// That an attribute is not there, which can be told.
  mutating func isAbsent(_ path: AttributePath, _ type: ValueType) -> Term {
    term(Self.presence(of: path, type), isIn: [.absent])
  }

  /// The variable that tells whether an attribute is there.
  static func presence(of path: AttributePath, _ type: ValueType) -> Variable {
    switch type {
    case .bool, .string: .value(path, type)
    default: .presence(path, type)
    }
  }

  /// That two texts are the same.
  mutating func isSame(_ one: AttributePath, _ other: AttributePath) -> Term {
    let (first, second) = one.description < other.description ? (one, other) : (other, one)
    return term(.sameText(first, second), isIn: [.yes])
  }

  /// Says what follows from the constants that texts are compared with, once all conditions were read:
  /// of texts that are compared with each other, and of expressions that are not looked into but read one
  /// text alone, which the evaluator is asked for each constant.
  mutating func relateTexts() {
    for case .opaque(let key) in variables {
      guard let opaque = opaque[key], let path = opaque.soleText,
        let number = known(.value(path, .string))
      else { continue }
      let evaluator = opaque.evaluator
      for case .text(let text) in cells[number].prefix(256) where evaluations > 0 {
        evaluations -= evaluator.work
        let isText = term(.value(path, .string), isIn: [.text(text)])
        let isAnswer = term(.opaque(key), isIn: [evaluator.cell(for: text)])
        facts.append(table.any([table.not(isText), isAnswer]))
      }
    }
    var room = Self.mostRelated
    for (group, pairs) in comparedTexts { relate(group, pairs, &room) }
  }

  /// The texts that are compared with each other, each group by itself, with the pairs that are compared.
  private var comparedTexts: [(group: [AttributePath], pairs: [(AttributePath, AttributePath)])] {
    var groups: [[AttributePath]] = []
    var numbers: [AttributePath: Int] = [:]
    func number(_ path: AttributePath) -> Int {
      if let known = numbers[path] { return known }
      groups.append([path])
      numbers[path] = groups.count - 1
      return groups.count - 1
    }
    var pairs: [(AttributePath, AttributePath)] = []
    for case .sameText(let first, let second) in variables {
      pairs.append((first, second))
      let (one, other) = (number(first), number(second))
      guard one != other else { continue }
      // The smaller joins the larger, so that each path moves few times.
      let (large, small) = groups[one].count < groups[other].count ? (other, one) : (one, other)
      for path in groups[small] { numbers[path] = large }
      groups[large] += groups[small]
      groups[small] = []
    }
    let asked = Dictionary(grouping: pairs) { numbers[$0.0] ?? 0 }
    return groups.enumerated().filter { !$0.element.isEmpty }.map { number, group in
      (group.sorted { $0.description < $1.description }, asked[number] ?? [])
    }
  }

  /// So many texts that are compared with each other are related to the last; of more, the pairs alone that
  /// are compared.
  private static let mostCompared = 8
  /// How often a pair of texts is related by a constant.
  private static let mostRelated = 20_000

  /// Says of texts that are compared with each other that they are the same constant if they are the same,
  /// and that what is the same as a third is the same.
  ///
  /// What is not said leaves more sessions possible than there are; nothing is proved by it.
  private mutating func relate(
    _ group: [AttributePath], _ asked: [(AttributePath, AttributePath)], _ room: inout Int
  ) {
    let isSmall = group.count <= Self.mostCompared
    var pairs = asked
    if isSmall {
      pairs = group.indices.flatMap { first in
        group[(first + 1)...].map { (group[first], $0) }
      }
    }
    func texts(of paths: [AttributePath]) -> [Cell] {
      let named = paths.flatMap { path in
        known(.value(path, .string)).map { cells[$0].filter(\.isText) } ?? []
      }
      return Set(named).sorted { "\($0)" < "\($1)" }
    }
    let common = isSmall ? texts(of: group) : []
    for (first, second) in pairs {
      let same = isSame(first, second)
      for text in isSmall ? common : texts(of: [first, second]) {
        guard room > 0, !table.isFull else { return }
        room -= 1
        let both = [first, second].map { term(.value($0, .string), isIn: [text]) }
        facts += [
          table.any([table.not(same), table.not(both[0]), both[1]]),
          table.any([table.not(same), both[0], table.not(both[1])]),
          table.any([same, table.not(both[0]), table.not(both[1])]),
        ]
      }
      guard isSmall else { continue }
      for third in group where third != first && third != second {
        let others = [isSame(first, third), isSame(third, second)]
        facts.append(table.any([same] + others.map { table.not($0) }))
      }
    }
  }

  // MARK: Quantities

  /// The most quantities: a session that is possible has a bound for each two of them.
  private static let mostQuantities = 128

  /// Whether a quantity is known, or may be made; once there is no room for one, there never is.
  func hasRoom(for quantity: Quantity) -> Bool {
    quantityNumbers[quantity] != nil || quantities.count < Self.mostQuantities
  }

  /// The number of a quantity, made on first use.
  mutating func number(of quantity: Quantity) -> Int {
    if let known = quantityNumbers[quantity] { return known }
    let number = quantities.count
    quantities.append(quantity)
    quantityNumbers[quantity] = number
    addFacts(of: quantity, number)
    return number
  }

  /// The number of a quantity, if it is known.
  func known(_ quantity: Quantity) -> Int? { quantityNumbers[quantity] }

  /// That one quantity exceeds another by at most so much.
  mutating func difference(_ left: Int, _ right: Int, atMost bound: Int128) -> Term {
    // A negation is the same atom with another sign, so that it is held once.
    left <= right
      ? table.atom(.difference(left: left, right: right, bound: bound))
      : table.atom(
        .difference(left: right, right: left, bound: -bound - 1), isPositive: false)
  }
}
