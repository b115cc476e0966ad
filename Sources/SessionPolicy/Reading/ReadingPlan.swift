import PolicyCEL
@_spi(Scanner) import PolicyJSON

/// What to look for in a document: the fields that are checked, and the attributes that policies read.
///
/// A record is a run of members with the hashes of their names, so that going through a document takes
/// one comparison for each of its keys. Plain numbers throughout.
final class ReadingPlan: Sendable {
  /// The members of one record, or of an object on the way to an attribute.
  struct Node: Sendable {
    var members: Range<Int32> = 0..<0
    /// Whether other members are passed over in silence.
    var isOpen = true
  }

  /// A member that is looked for.
  struct Member: Sendable {
    var hash: UInt64
    /// Where its name stands among ``names``, in quotes and before a colon.
    var name: Range<Int32>
    var kind: Kind
    var role: Record.Role
    /// Whether it tells a session from other objects.
    var isMarker = false
    /// The node of its value, or of its elements; -1 for none.
    var node: Int32 = -1
    /// The slot or the column that it fills; -1 for none.
    var slot: Int32 = -1
    /// The list whose elements it holds; -1 for none.
    var list: Int32 = -1
    /// The form in which it is read.
    var form: Form = .nothing
    /// What the elements of a list, or the members of a map, have to be.
    var elements = Elements.anything
    /// The values that are declared for it, by their numbers; none where any will do.
    var values: Range<Int32> = 0..<0
  }

  /// What the value has to be, besides null.
  enum Kind: UInt8 {
    case anything, string, choice, bool, instant, level, strings, object, record, records, beyond
  }

  /// The form in which an attribute is read.
  enum Form: UInt8 {
    case nothing
    case bool, int, instant, duration
    /// A string, looked up among the constants.
    case symbol
    /// A string of which only its presence matters, or its text.
    case text
    case number, list, map, any
  }

  /// What the elements of a list have to be.
  enum Elements: UInt8 {
    case anything, strings
    /// Something that only the whole document tells.
    case beyond
  }

  /// A list whose elements conditions look at.
  struct List: Sendable {
    /// The cells of an element.
    var width: Int
    /// Where the cells of its elements begin.
    var start: Int
    /// Whether its elements are records, and not strings.
    var isOfRecords: Bool
  }

  let nodes: PlainTable<Node>
  let members: PlainTable<Member>
  let names: PlainTable<UInt8>
  /// Where among the names the declared values stand.
  let values: PlainTable<Range<Int32>>
  /// The slots of what the identity holds.
  let identitySlots: [Int]
  /// The numbers of string constants.
  let symbols: SymbolTable
  let fixedSymbols: FixedSymbols
  let facts: FactPlan
  /// The lists of which conditions look at elements.
  let lists: PlainTable<List>
  /// The slots whose text is kept for facts.
  let keepsText: PlainTable<Bool>
  /// How many slots there are.
  let slotCount: Int
  /// How many cells the elements of all lists can take.
  let rowCapacity: Int
  let methods: MethodPlan
  /// The slots of the server's settings.
  let settings: [(slot: Int, name: String, isCompared: Bool)]
  /// The slot of `session.aal`, if policies read it, and its cell for each level.
  let level: (slot: Int, cells: [Cell])?

  /// The node of a snapshot.
  static let snapshot: Int32 = 0
  /// The node of a session.
  let session: Int32

  /// Plans for an input layout; `nil` if it asks for what only the whole document tells.
  init?(
    _ layout: InputLayout, types: AttributeTypes, context: [AttributePath], methodSets: [[String]]
  ) {
    var builder = ReadingPlanBuilder()
    builder.declareContext(context)
    var settings: [(slot: Int, name: String, isCompared: Bool)] = []
    var evidence: [(slot: Int, evidence: Evidence)] = []
    var levelSlot: Int?
    var identitySlots: [Int] = []
    for (slot, attribute) in layout.attributes.enumerated() {
      let components = attribute.components
      if let found = Evidence(path: attribute) {
        evidence.append((slot, found))
      } else if components.first == "kratos" {
        if components.count == 2 {
          settings.append((slot, components[1], layout.isCompared(slot: slot)))
        }
      } else if components == ["session", "aal"] {
        levelSlot = slot
      } else {
        // The identity as a whole is a field of the session.
        let isIdentity = components == ["identity"]
        guard components.count >= 2 || isIdentity, AttributeVariant(path: attribute) == nil else {
          return nil
        }
        let declared = types.declaration(of: attribute)
        if components[0] == "identity", !isIdentity { identitySlots.append(slot) }
        let list = layout.lists.firstIndex { $0.slot == slot && !$0.columns.isEmpty }
        builder.add(
          isIdentity ? AttributePath(["session", "identity"]) : attribute, slot: slot, declared,
          isCompared: layout.isCompared(slot: slot),
          list: list, columns: list.map { layout.lists[$0].columns } ?? [])
      }
    }
    guard !builder.isBeyond, methodSets.count <= 64 else { return nil }
    session = builder.session
    let finished = builder.finished()
    nodes = PlainTable(finished.0)
    members = PlainTable(finished.1)
    names = PlainTable(finished.2)
    values = PlainTable(finished.3)
    self.identitySlots = identitySlots
    let symbols = layout.symbols
    self.symbols = symbols
    fixedSymbols = FixedSymbols(symbols)
    facts = FactPlan(layout.factTests)
    slotCount = layout.attributes.count
    var keepsText = ContiguousArray(repeating: false, count: layout.attributes.count)
    for case .text(let test)? in layout.factTests { keepsText[test.slot] = true }
    self.keepsText = PlainTable(keepsText)
    var lists: ContiguousArray<List> = []
    var capacity = 0
    for list in layout.lists {
      lists.append(
        List(
          width: list.columns.count, start: capacity,
          isOfRecords: list.columns.first?.field != nil))
      capacity += list.columns.count * ElementTest.elementLimit
    }
    self.lists = PlainTable(lists)
    rowCapacity = capacity
    methods = MethodPlan(sets: methodSets, evidence: evidence)
    self.settings = settings
    level = levelSlot.map { slot in
      let isCompared = layout.isCompared(slot: slot)
      return (
        slot, AssuranceLevel.allCases.map { Cell($0.name, symbols: isCompared ? symbols : nil) }
      )
    }
  }
}

extension ReadingPlan.Elements {
  init(_ type: ValueType) {
    switch type {
    case .list(.string): self = .strings
    case .list(.dyn), .map(_, .dyn): self = .anything
    case .list(.map(_, .dyn)): self = .anything
    case .list, .map, .object: self = .beyond
    default: self = .anything
    }
  }
}

extension ReadingPlan.Form {
  init(_ type: ValueType, isCompared: Bool) {
    switch type {
    case .bool: self = .bool
    case .int: self = .int
    case .timestamp: self = .instant
    case .duration: self = .duration
    case .string: self = isCompared ? .symbol : .text
    case .uint, .double: self = .number
    case .list: self = .list
    case .map, .object: self = .map
    default: self = .any
    }
  }
}
