import PolicyDiagnostics

extension Pattern {
  /// Short texts that a pattern matches, as different as its branches and classes make them; none if it is no
  /// pattern, or if none was found.
  ///
  /// They are made of the tree, the branches of each choice one after the other, a repetition as seldom as it
  /// may be and once more, a class by its plainest scalar and its last one, and every text is matched before
  /// it is given back: what conditions on positions come to is not looked into.
  ///
  /// Cost: for each node of a pattern of at most ``Sampler/widest`` bytes, `most` texts of at most
  /// ``Sampler/longest`` scalars, and matching `most`. Of longer patterns there are none.
  package static func samples(of pattern: String, atMost most: Int) -> [String] {
    guard pattern.utf8.count <= Sampler.widest,
      let tree = try? PatternParser(pattern, limits: .default).parse(),
      let matcher = try? Pattern(pattern, tree, limits: .default)
    else { return [] }
    let texts = Sampler(tree, most: max(most, 1)).texts()
    return Array(texts.lazy.filter(matcher.matches).prefix(most))
  }
}

/// Makes texts of a pattern.
private struct Sampler {
  private let tree: SyntaxTree
  /// How many texts are made of each node.
  private let most: Int

  /// How many scalars a text has at most.
  static let longest = 256
  /// How many bytes a pattern has at most.
  static let widest = 1_000

  init(_ tree: SyntaxTree, most: Int) {
    self.tree = tree
    self.most = most
  }

  /// Texts of the whole pattern, the first way through it first.
  func texts() -> [String] {
    // Children come before their parents.
    var made: [[[UInt32]]] = []
    for node in tree.nodes { made.append(texts(of: node, made)) }
    guard made.indices.contains(tree.root) else { return [] }
    return made[tree.root].map { scalars in
      String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
    }
  }

  private func texts(of node: SyntaxTree.Node, _ made: [[[UInt32]]]) -> [[UInt32]] {
    func known(_ node: Int) -> [[UInt32]] { made.indices.contains(node) ? made[node] : [] }
    switch node {
    case .empty, .assertion: return [[]]
    case .scalar(let scalar), .folded(let scalar): return [[scalar]]
    case .any, .anyExceptNewline: return [["a"], ["1"]].map { $0.map(\Unicode.Scalar.value) }
    case .set(let number):
      guard tree.sets.indices.contains(number) else { return [] }
      return Self.members(of: tree.sets[number]).prefix(most).map { [$0] }
    case .choice(let branches):
      // One of each before a second one of any.
      let all = branches.map(known)
      let rounds = (0..<most).lazy.flatMap { round in
        all.lazy.filter { $0.indices.contains(round) }.map { $0[round] }
      }
      return Array(rounds.prefix(most))
    case .sequence(let items): return items.reduce([[]]) { joined($0, known($1)) }
    case .repetition(let item, let minimum, let maximum):
      let texts = known(item)
      let least = (0..<min(minimum, Self.longest)).reduce([[]]) { found, _ in joined(found, texts) }
      guard maximum.map({ $0 > minimum }) ?? true else { return least }
      return Array((least.prefix(1) + joined(least, texts) + least.dropFirst()).prefix(most))
    }
  }

  /// Each text followed by each other one, those of equal places first.
  private func joined(_ texts: [[UInt32]], _ others: [[UInt32]]) -> [[UInt32]] {
    var found: [[UInt32]] = []
    func add(_ text: [UInt32], _ other: [UInt32]) {
      if found.count < most, text.count + other.count <= Self.longest { found.append(text + other) }
    }
    for (text, other) in zip(texts, others) { add(text, other) }
    for (place, text) in texts.enumerated() {
      for (other, end) in others.enumerated() where place != other { add(text, end) }
    }
    return found
  }

  /// The plainest scalars of a set, and the ends of what it has of ASCII.
  private static func members(of set: CharacterSet) -> [UInt32] {
    let plain = (0x20...0x7E).filter { set.contains($0) } as [UInt32]
    let usual = ["A", "a", "1"].map { ($0 as Unicode.Scalar).value }.filter(set.contains)
    if let first = plain.first, let last = plain.last {
      var found: [UInt32] = []
      for scalar in usual + [first, last] where !found.contains(scalar) { found.append(scalar) }
      return found
    }
    // Of letters and signs of other scripts whatever is found first, up to where surrogates begin.
    return (UInt32(0)..<0xD800).first { set.contains($0) }.map { [$0] } ?? []
  }
}
