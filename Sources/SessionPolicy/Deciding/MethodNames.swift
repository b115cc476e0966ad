import PolicyDiagnostics

/// Names of methods, each once and in the order of their bytes, so that nothing hangs on the order in which they
/// were written.
///
/// Sets of them are gone through side by side: each question costs as much as there are names.
struct MethodNames: Hashable, Comparable, Sendable {
  let names: [String]

  init(_ names: [String]) {
    let isInOrder = zip(names, names.dropFirst()).allSatisfy { Text.order($0, $1) < 0 }
    guard !isInOrder else {
      self.names = names
      return
    }
    var sorted: [String] = []
    for name in names.sorted(by: { Text.order($0, $1) < 0 }) {
      if let last = sorted.last, last.hasSameBytes(as: name) { continue }
      sorted.append(name)
    }
    self.names = sorted
  }

  private init(inOrder names: [String]) { self.names = names }

  var isEmpty: Bool { names.isEmpty }
  var count: Int { names.count }

  static func == (left: MethodNames, right: MethodNames) -> Bool {
    left.count == right.count && zip(left.names, right.names).allSatisfy { $0.hasSameBytes(as: $1) }
  }

  func hash(into hasher: inout Hasher) {
    for name in names { Text(name).hash(into: &hasher) }
  }

  static func < (left: MethodNames, right: MethodNames) -> Bool {
    for (mine, other) in zip(left.names, right.names) {
      let order = Text.order(mine, other)
      if order != 0 { return order < 0 }
    }
    return left.count < right.count
  }

  func filter(_ isIncluded: (String) -> Bool) -> MethodNames {
    MethodNames(inOrder: names.filter(isIncluded))
  }

  /// Those that are in both.
  func intersection(_ other: MethodNames) -> MethodNames {
    var common: [String] = []
    walk(beside: other) { name, isMine, isOther in
      if isMine, isOther { common.append(name) }
      return true
    }
    return MethodNames(inOrder: common)
  }

  /// Those that are in either.
  func union(_ other: MethodNames) -> MethodNames {
    var all: [String] = []
    walk(beside: other) { name, _, _ in
      all.append(name)
      return true
    }
    return MethodNames(inOrder: all)
  }

  func isSubset(of other: MethodNames) -> Bool {
    walk(beside: other) { _, isMine, isOther in !isMine || isOther }
  }

  func isDisjoint(with other: MethodNames) -> Bool {
    walk(beside: other) { _, isMine, isOther in !(isMine && isOther) }
  }

  /// Goes through the names of both, each once.
  ///
  /// - Parameter visit: Gets a name and in which it is; `false` ends the walk.
  /// - Returns: Whether the walk came to its end.
  @discardableResult
  private func walk(
    beside other: MethodNames, _ visit: (String, _ isMine: Bool, _ isOther: Bool) -> Bool
  ) -> Bool {
    var (mine, others) = (names[...], other.names[...])
    while let name = mine.first ?? others.first {
      let order = others.first.flatMap { other in mine.first.map { Text.order($0, other) } }
      let isMine = !mine.isEmpty && (order ?? -1) <= 0
      let isOther = !others.isEmpty && (order ?? 1) >= 0
      guard visit(isMine ? name : others.first ?? name, isMine, isOther) else { return false }
      if isMine { mine.removeFirst() }
      if isOther { others.removeFirst() }
    }
    return true
  }
}
