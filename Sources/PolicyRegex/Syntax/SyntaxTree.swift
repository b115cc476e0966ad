/// A parsed pattern, its nodes in one array with children before their parents.
///
/// The flat form needs no recursion to walk or to release, however deep the pattern nests.
struct SyntaxTree {
  enum Node: Equatable {
    case empty
    case scalar(UInt32)
    /// Any scalar whose case-folded form is this one.
    case folded(UInt32)
    case set(Int)
    case any
    case anyExceptNewline
    case assertion(Assertion)
    case sequence([Int])
    case choice([Int])
    case repetition(Int, minimum: Int, maximum: Int?)
  }

  private(set) var nodes: [Node] = []
  private(set) var sets: [CharacterSet] = []
  /// For each node the highest product of counts that nest within it.
  private var weights: [Int] = []
  var root = 0

  mutating func add(_ node: Node, weight: Int = 1) -> Int {
    nodes.append(node)
    weights.append(weight)
    return nodes.count - 1
  }

  mutating func add(_ set: CharacterSet) -> Int {
    if let scalar = set.onlyScalar { return add(.scalar(scalar)) }
    sets.append(set)
    return add(.set(sets.count - 1))
  }

  func weight(of node: Int) -> Int { weights[node] }

  /// The items one after the other; items that consume and assert nothing leave no trace.
  mutating func sequence(_ items: [Int]) -> Int {
    combine(items.filter { nodes[$0] != .empty }, as: Node.sequence)
  }

  /// One of the branches.
  mutating func choice(_ branches: [Int]) -> Int {
    if branches.allSatisfy({ nodes[$0] == .empty }) { return add(.empty) }
    return combine(branches, as: Node.choice)
  }

  private mutating func combine(_ children: [Int], as make: ([Int]) -> Node) -> Int {
    guard let first = children.first else { return add(.empty) }
    if children.count == 1 { return first }
    return add(make(children), weight: children.reduce(1) { max($0, weights[$1]) })
  }
}
