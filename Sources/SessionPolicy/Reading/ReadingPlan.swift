import CEL
@_spi(Scanner) import JSON

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
    /// Where its name stands among ``names``.
    var name: Range<Int32>
    var kind: Kind
    var role: FieldRole
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
  }

  /// What the value has to be, besides null.
  enum Kind: UInt8 {
    case anything, string, bool, instant, level, strings, object, record, records, beyond
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

  /// A list whose elements conditions look at.
  struct List: Sendable {
    /// The cells of an element.
    var width: Int
    /// Where the cells of its elements begin.
    var start: Int
    /// Whether its elements are records, and not strings.
    var isOfRecords: Bool
  }

  let nodes: ContiguousArray<Node>
  let members: ContiguousArray<Member>
  let names: ContiguousArray<UInt8>
  /// The numbers of string constants.
  let symbols: SymbolTable
  let factTests: ContiguousArray<FactTest?>
  /// The lists of which conditions look at elements.
  let lists: ContiguousArray<List>
  /// The slots whose text is kept for facts.
  let keepsText: ContiguousArray<Bool>
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
  /// The node of a session that stands alone.
  static let bareSession: Int32 = 1

  /// Plans for an input layout; `nil` if it asks for what only the whole document tells.
  init?(_ layout: InputLayout, types: AttributeTypes, methodSets: [[String]]) {
    var builder = ReadingPlanBuilder()
    var settings: [(slot: Int, name: String, isCompared: Bool)] = []
    var evidence: [(slot: Int, evidence: Evidence)] = []
    var levelSlot: Int?
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
        guard components.count >= 2 else { return nil }
        let type = types.type(of: attribute)
        let list = layout.lists.firstIndex { $0.slot == slot }
        builder.add(
          attribute, slot: slot, form: Form(type, isCompared: layout.isCompared(slot: slot)),
          list: list, columns: list.map { layout.lists[$0].columns } ?? [])
      }
    }
    guard !builder.isBeyond, methodSets.count <= 64 else { return nil }
    (nodes, members, names) = builder.finished()
    let symbols = layout.symbols
    self.symbols = symbols
    factTests = ContiguousArray(layout.factTests)
    slotCount = layout.attributes.count
    var keepsText = ContiguousArray(repeating: false, count: layout.attributes.count)
    for case .text(let test)? in factTests { keepsText[test.slot] = true }
    self.keepsText = keepsText
    var lists: ContiguousArray<List> = []
    var capacity = 0
    for list in layout.lists {
      lists.append(
        List(
          width: list.columns.count, start: capacity,
          isOfRecords: list.columns.first?.field != nil))
      capacity += list.columns.count * ElementTest.elementLimit
    }
    self.lists = lists
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

extension ReadingPlan {
  /// The tables of a plan, lent for one scan.
  struct Tables {
    let nodes: UnsafeBufferPointer<Node>
    let members: UnsafeBufferPointer<Member>
    let names: UnsafeBufferPointer<UInt8>
    let lists: UnsafeBufferPointer<List>
    let keepsText: UnsafeBufferPointer<Bool>
    let symbols: SymbolLookup
  }

  /// Lends the tables, which must not be kept.
  func withTables<Result>(_ body: (Tables) -> Result) -> Result {
    nodes.withUnsafeBufferPointer { nodes in
      members.withUnsafeBufferPointer { members in
        names.withUnsafeBufferPointer { names in
          lists.withUnsafeBufferPointer { lists in
            keepsText.withUnsafeBufferPointer { keepsText in
              symbols.withLookup { symbols in
                body(
                  Tables(
                    nodes: nodes, members: members, names: names, lists: lists,
                    keepsText: keepsText, symbols: symbols))
              }
            }
          }
        }
      }
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

/// Puts a reading plan together.
private struct ReadingPlanBuilder {
  private struct DraftMember {
    var name: String
    var shape: FieldShape
    var role: FieldRole
    var isMarker = false
    var node: Int?
    var slot: Int?
    var list: Int?
    var form = ReadingPlan.Form.nothing
  }

  private struct DraftNode {
    var members: [DraftMember] = []
    var isOpen = true
  }

  private var nodes: [DraftNode] = []
  /// The nodes of records, by shape.
  private var records: [RecordShape: Int] = [:]
  /// Whether an attribute can only be read from the whole document.
  private(set) var isBeyond = false

  init() {
    for shape in [RecordShape.snapshot, .bareSession] { _ = node(of: shape) }
  }

  private mutating func node(of shape: RecordShape) -> Int {
    if let known = records[shape] { return known }
    let number = nodes.count
    records[shape] = number
    nodes.append(DraftNode(isOpen: shape.isOpen))
    for (name, field) in shape.fields {
      var member = DraftMember(name: name, shape: field, role: FieldRole(name, of: shape))
      member.isMarker =
        (shape == .session || shape == .bareSession) && SessionLocator.markers.contains(name)
      switch field {
      case .record(let inner), .records(let inner): member.node = node(of: inner)
      default: break
      }
      nodes[number].members.append(member)
    }
    return number
  }

  /// Adds an attribute that policies read.
  mutating func add(
    _ attribute: AttributePath, slot: Int, form: ReadingPlan.Form, list: Int?,
    columns: [ElementLayout.Column]
  ) {
    let fields = Array(attribute.components.dropFirst())
    switch attribute.components.first {
    case "session":
      for shape in [RecordShape.session, .bareSession] {
        add(fields, at: node(of: shape), slot, form, list, columns)
      }
    case "identity": add(fields, at: node(of: .identity), slot, form, list, columns)
    case "request": add(fields, at: node(of: .request), slot, form, list, columns)
    case "context":
      add(["context"] + fields, at: node(of: .snapshot), slot, form, list, columns)
    default: break
    }
  }

  private mutating func add(
    _ fields: [String], at start: Int, _ slot: Int, _ form: ReadingPlan.Form, _ list: Int?,
    _ columns: [ElementLayout.Column]
  ) {
    var node = start
    for (depth, field) in fields.enumerated() {
      let place = member(field, of: node)
      if depth == fields.count - 1 {
        // Two names of one place would need two slots.
        if nodes[node].members[place].slot.map({ $0 != slot }) ?? false { isBeyond = true }
        nodes[node].members[place].slot = slot
        nodes[node].members[place].form = form
        if let list { addElements(columns, of: list, at: place, of: node) }
        return
      }
      switch nodes[node].members[place].shape {
      case .anything, .object:
        if let child = nodes[node].members[place].node {
          node = child
        } else {
          nodes.append(DraftNode())
          nodes[node].members[place].node = nodes.count - 1
          node = nodes.count - 1
        }
      case .record:
        guard let child = nodes[node].members[place].node else { return }
        node = child
      default: return  // Nothing is found below it.
      }
    }
  }

  private mutating func member(_ name: String, of node: Int) -> Int {
    if let known = nodes[node].members.firstIndex(where: { $0.name == name }) { return known }
    nodes[node].members.append(DraftMember(name: name, shape: .anything, role: .none))
    return nodes[node].members.count - 1
  }

  private mutating func addElements(
    _ columns: [ElementLayout.Column], of list: Int, at place: Int, of parent: Int
  ) {
    let member = nodes[parent].members[place]
    switch member.shape {
    case .records, .anything: break
    default: return
    }
    // An object on the way to another attribute is no list.
    if member.shape == .anything, member.node != nil, member.list == nil {
      isBeyond = true
      return
    }
    nodes[parent].members[place].list = list
    let node: Int
    if let known = member.node {
      node = known
    } else {
      nodes.append(DraftNode())
      node = nodes.count - 1
      nodes[parent].members[place].node = node
    }
    for (column, layout) in columns.enumerated() {
      guard let field = layout.field else { continue }
      let place = self.member(field, of: node)
      nodes[node].members[place].slot = column
      nodes[node].members[place].form = ReadingPlan.Form(layout.type, isCompared: true)
    }
  }

  func finished() -> (
    ContiguousArray<ReadingPlan.Node>, ContiguousArray<ReadingPlan.Member>, ContiguousArray<UInt8>
  ) {
    var done: ContiguousArray<ReadingPlan.Node> = []
    var members: ContiguousArray<ReadingPlan.Member> = []
    var names: ContiguousArray<UInt8> = []
    for node in nodes {
      let first = Int32(clamping: members.count)
      for draft in node.members {
        let start = Int32(clamping: names.count)
        names.append(contentsOf: draft.name.utf8)
        members.append(
          ReadingPlan.Member(
            hash: KeyHash.of(draft.name), name: start..<Int32(clamping: names.count),
            kind: ReadingPlan.Kind(draft.shape), role: draft.role, isMarker: draft.isMarker,
            node: Int32(clamping: draft.node ?? -1), slot: Int32(clamping: draft.slot ?? -1),
            list: Int32(clamping: draft.list ?? -1), form: draft.form))
      }
      done.append(
        ReadingPlan.Node(members: first..<Int32(clamping: members.count), isOpen: node.isOpen))
    }
    // Names are compared eight bytes at a time.
    names.append(contentsOf: repeatElement(0, count: 8))
    return (done, members, names)
  }
}

extension ReadingPlan.Kind {
  fileprivate init(_ shape: FieldShape) {
    switch shape {
    case .anything: self = .anything
    case .string: self = .string
    case .bool: self = .bool
    case .instant: self = .instant
    case .level: self = .level
    case .strings: self = .strings
    case .object: self = .object
    case .record: self = .record
    case .records: self = .records
    case .beyond: self = .beyond
    }
  }
}
