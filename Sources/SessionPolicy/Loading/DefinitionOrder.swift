import PolicyDiagnostics

/// The order in which definitions can be checked: each after those that it names.
struct DefinitionOrder {
  /// A definition as it was read.
  struct Node {
    let name: Located<String>
    /// The definitions that it names, by index, and where it does.
    let uses: [(index: Int, location: SourceLocation)]
  }

  /// Definitions that name each other in a circle, each with the place where it names the next.
  struct Cycle {
    let steps: [(index: Int, location: SourceLocation)]
  }

  /// Indices of all definitions, used ones first.
  private(set) var order: [Int] = []
  /// The circles.
  private(set) var cycles: [Cycle] = []

  private enum State { case unseen, open, done }

  /// Walks from definition to definition with a stack of its own, for chains may be long.
  init(_ nodes: [Node]) {
    var states = Array(repeating: State.unseen, count: nodes.count)
    for start in nodes.indices where states[start] == .unseen {
      var path: [(index: Int, next: Int)] = [(start, 0)]
      states[start] = .open
      while let (index, next) = path.last {
        guard next < nodes[index].uses.count else {
          states[index] = .done
          order.append(index)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let used = nodes[index].uses[next].index
        switch states[used] {
        case .unseen:
          states[used] = .open
          path.append((used, 0))
        case .open:
          cycles.append(Self.cycle(from: used, along: path, nodes))
        case .done:
          break
        }
      }
    }
  }

  private static func cycle(
    from start: Int, along path: [(index: Int, next: Int)], _ nodes: [Node]
  ) -> Cycle {
    let ring = path.drop { $0.index != start }
    let steps = ring.map { step in
      (index: step.index, location: nodes[step.index].uses[step.next - 1].location)
    }
    // Begin with the one that stands first in the file, whichever the walk met first.
    guard let first = steps.indices.min(by: { steps[$0].index < steps[$1].index }) else {
      return Cycle(steps: steps)
    }
    return Cycle(steps: Array(steps[first...] + steps[..<first]))
  }
}
