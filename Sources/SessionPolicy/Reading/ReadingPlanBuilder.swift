import PolicyCEL
import PolicyDiagnostics
@_spi(Scanner) import PolicyJSON

/// Puts a reading plan together.
struct ReadingPlanBuilder {
  private struct DraftMember {
    var name: String
    var kind: ReadingPlan.Kind
    var role: Record.Role
    var isMarker = false
    var node: Int?
    var slot: Int?
    var list: Int?
    var form = ReadingPlan.Form.nothing
    var elements = ReadingPlan.Elements.anything
    var values: [Text] = []
  }

  private struct DraftNode {
    private(set) var members: [DraftMember] = []
    /// Members by their names.
    private var places: [Text: Int] = [:]
    var isOpen = true

    init(isOpen: Bool = true) { self.isOpen = isOpen }

    subscript(place: Int) -> DraftMember {
      get { members[place] }
      set { members[place] = newValue }
    }

    func place(of name: String) -> Int? { places[Text(name)] }

    mutating func append(_ member: DraftMember) {
      if places[Text(member.name)] == nil { places[Text(member.name)] = members.count }
      members.append(member)
    }
  }

  /// How an attribute is read.
  private struct DraftRead {
    var slot: Int
    var form: ReadingPlan.Form
    var elements: ReadingPlan.Elements
    var values: [Text]
    var list: Int?
    var columns: [ElementLayout.Column]
  }

  private var nodes: [DraftNode] = []
  /// The nodes of records.
  private var records: [ObjectIdentifier: Int] = [:]
  /// Whether an attribute can only be read from the whole document.
  private(set) var isBeyond = false

  init() { _ = node(of: .snapshot) }

  /// The node of a session.
  var session: Int32 { Int32(clamping: records[ObjectIdentifier(Record.session)] ?? 0) }

  private mutating func node(of record: Record) -> Int {
    if let known = records[ObjectIdentifier(record)] { return known }
    let number = nodes.count
    records[ObjectIdentifier(record)] = number
    nodes.append(DraftNode(isOpen: record.isOpen))
    for field in record.fields {
      guard let kind = ReadingPlan.Kind(field.kind) else { continue }
      var member = DraftMember(
        name: field.name, kind: kind, role: field.role, isMarker: field.isMarker)
      switch field.kind {
      case .record(let inner), .records(let inner, _): member.node = node(of: inner)
      case .choice(let words): member.values = words.map(Text.init).sorted()
      default: break
      }
      nodes[number].append(member)
    }
    return number
  }

  /// Adds an attribute that policies read.
  mutating func add(
    _ attribute: AttributePath, slot: Int, _ declared: AttributeTypes.Declaration,
    isCompared: Bool, list: Int?, columns: [ElementLayout.Column]
  ) {
    let read = DraftRead(
      slot: slot, form: ReadingPlan.Form(declared.type, isCompared: isCompared),
      elements: ReadingPlan.Elements(declared.type), values: declared.values.sorted(), list: list,
      columns: columns)
    let fields = Array(attribute.components.dropFirst())
    switch attribute.components.first {
    case "session": add(fields, at: node(of: .session), read)
    case "identity": add(fields, at: node(of: .identity), read)
    case "request":
      // A name that the reader takes for a misspelt one is left to the reader.
      let known = Record.request.fields.map(\.name)
      if let name = fields.first, !known.contains(name),
        !nearestNames(to: name, among: known).isEmpty
      {
        isBeyond = true
      }
      add(fields, at: node(of: .request), read)
    case "context":
      add(["context"] + fields, at: node(of: .snapshot), read)
    default: break
    }
  }

  private mutating func add(
    _ fields: [String], at start: Int, _ read: DraftRead
  ) {
    var node = start
    for (depth, field) in fields.enumerated() {
      let place = member(field, of: node)
      if depth == fields.count - 1 {
        // Two names of one place would need two slots.
        if nodes[node][place].slot.map({ $0 != read.slot }) ?? false { isBeyond = true }
        nodes[node][place].slot = read.slot
        nodes[node][place].form = read.form
        // Of what a reader knows to be records it checks the elements itself.
        if nodes[node][place].kind == .anything {
          nodes[node][place].elements = read.elements
        }
        // What is none of the words of a choice is told of, whoever reads it.
        if nodes[node][place].kind != .choice { nodes[node][place].values = read.values }
        if let list = read.list { addElements(read.columns, of: list, at: place, of: node) }
        return
      }
      switch nodes[node][place].kind {
      case .anything, .object:
        // What is a list to one policy is an object to another.
        if nodes[node][place].list != nil {
          isBeyond = true
          return
        }
        if let child = nodes[node][place].node {
          node = child
        } else {
          nodes.append(DraftNode())
          nodes[node][place].node = nodes.count - 1
          node = nodes.count - 1
        }
      case .record:
        guard let child = nodes[node][place].node else { return }
        node = child
      default: return  // Nothing is found below it.
      }
    }
  }

  /// Makes room for what policies declare below `context`. A key there that none declares is told of, and
  /// so left to the whole document.
  mutating func declareContext(_ attributes: [AttributePath]) {
    let root = closedNode(below: member("context", of: 0), of: 0)
    for attribute in attributes {
      let fields = attribute.components.dropFirst()
      var node = root
      for field in fields.dropLast() { node = closedNode(below: member(field, of: node), of: node) }
      if let last = fields.last { _ = member(last, of: node) }
    }
  }

  private mutating func closedNode(below place: Int, of node: Int) -> Int {
    if let known = nodes[node][place].node { return known }
    nodes.append(DraftNode(isOpen: false))
    nodes[node][place].node = nodes.count - 1
    return nodes.count - 1
  }

  private mutating func member(_ name: String, of node: Int) -> Int {
    if let known = nodes[node].place(of: name) { return known }
    nodes[node].append(DraftMember(name: name, kind: .anything, role: .none))
    return nodes[node].members.count - 1
  }

  private mutating func addElements(
    _ columns: [ElementLayout.Column], of list: Int, at place: Int, of parent: Int
  ) {
    let member = nodes[parent][place]
    switch member.kind {
    case .records, .anything: break
    default: return
    }
    // An object on the way to another attribute is no list.
    if member.kind == .anything, member.node != nil, member.list == nil {
      isBeyond = true
      return
    }
    nodes[parent][place].list = list
    let node: Int
    if let known = member.node {
      node = known
    } else {
      nodes.append(DraftNode())
      node = nodes.count - 1
      nodes[parent][place].node = node
    }
    for (column, layout) in columns.enumerated() {
      guard let field = layout.field else { continue }
      let place = self.member(field, of: node)
      nodes[node][place].slot = column
      nodes[node][place].form = ReadingPlan.Form(layout.type, isCompared: true)
    }
  }

  func finished() -> (
    ContiguousArray<ReadingPlan.Node>, ContiguousArray<ReadingPlan.Member>,
    ContiguousArray<UInt8>, ContiguousArray<Range<Int32>>
  ) {
    var done: ContiguousArray<ReadingPlan.Node> = []
    var members: ContiguousArray<ReadingPlan.Member> = []
    var names: ContiguousArray<UInt8> = []
    var values: ContiguousArray<Range<Int32>> = []
    for node in nodes {
      let first = Int32(clamping: members.count)
      for draft in node.members {
        names.append(UInt8(ascii: "\""))
        let start = Int32(clamping: names.count)
        names.append(contentsOf: draft.name.utf8)
        let end = Int32(clamping: names.count)
        names.append(contentsOf: "\":".utf8)
        let firstValue = Int32(clamping: values.count)
        for value in draft.values {
          let start = Int32(clamping: names.count)
          names.append(contentsOf: value.string.utf8)
          values.append(start..<Int32(clamping: names.count))
        }
        members.append(
          ReadingPlan.Member(
            hash: KeyHash.of(draft.name), name: start..<end,
            kind: draft.kind, role: draft.role, isMarker: draft.isMarker,
            node: Int32(clamping: draft.node ?? -1), slot: Int32(clamping: draft.slot ?? -1),
            list: Int32(clamping: draft.list ?? -1), form: draft.form, elements: draft.elements,
            values: firstValue..<Int32(clamping: values.count)))
      }
      done.append(
        ReadingPlan.Node(members: first..<Int32(clamping: members.count), isOpen: node.isOpen))
    }
    // Names are compared eight bytes at a time.
    names.append(contentsOf: repeatElement(0, count: 8))
    return (done, members, names, values)
  }
}

extension ReadingPlan.Kind {
  /// What a field takes; `nil` for one that no document has.
  fileprivate init?(_ kind: Record.Kind) {
    switch kind {
    case .json, .open: self = .anything
    case .text, .word: self = .string
    case .flag: self = .bool
    case .instant: self = .instant
    case .level: self = .level
    case .texts: self = .strings
    case .object: self = .object
    case .record: self = .record
    case .records: self = .records
    case .choice: self = .choice
    case .elsewhere: self = .beyond
    case .derived: return nil
    }
  }
}
