/// What is known of some nodes of an expression, by ``Expr/id``.
///
/// It is an array and no dictionary, for ids are dense from 0, and whoever follows a condition asks it of every
/// node.
@usableFromInline
package struct NodeTable<Element: Sendable>: Sendable {
  @usableFromInline var elements: [Element?]

  /// Begins with nothing known.
  ///
  /// - Parameter count: How many nodes there will be, as far as that is known.
  package init(count: Int = 0) { elements = Array(repeating: nil, count: max(0, count)) }

  /// What is known of a node; `nil` for nothing.
  @inlinable
  package subscript(id: Int) -> Element? {
    get { elements.indices.contains(id) ? elements[id] : nil }
    set {
      guard id >= 0 else { return }
      if id >= elements.count {
        elements.append(contentsOf: repeatElement(nil, count: id + 1 - elements.count))
      }
      elements[id] = newValue
    }
  }

  /// All that is known, in the order of the nodes.
  package var values: [Element] { elements.compactMap { $0 } }
}
