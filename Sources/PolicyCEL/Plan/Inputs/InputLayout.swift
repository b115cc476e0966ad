import PolicyDiagnostics

/// Which attributes a set of expressions reads, and where each stands in a prepared input.
///
/// Expressions planned with one layout share its slots, so an input is prepared once and read by all
/// of them. A layout only grows while expressions are planned; inputs are prepared afterwards.
package struct InputLayout: Sendable {
  /// The attributes by slot.
  package private(set) var attributes: [AttributePath] = []
  /// The slots whose strings are compared with constants of the expressions.
  private(set) var comparedSlots: Set<Int> = []
  /// The numbers given to string constants, by their UTF-8 bytes.
  package private(set) var symbols = SymbolTable()
  /// Conditions that time does not move, evaluated once for each input.
  private(set) var facts: [Fact] = []
  /// The lists of which conditions look at elements.
  package private(set) var lists: [ElementLayout] = []
  /// The numbers of those that several expressions share, by their text.
  private var factNumbers: [Text: Int] = [:]
  /// The lists of string constants that expressions look into.
  private var textSets = TextSets()
  /// Slots by attribute.
  private var slots: [AttributePath: Int] = [:]
  /// Gives several names of one attribute the same form.
  private var canonical: @Sendable (AttributePath) -> AttributePath

  /// Starts without slots.
  ///
  /// - Parameter canonical: Maps every name of an attribute to one form; the identity if left out.
  package init(canonical: @escaping @Sendable (AttributePath) -> AttributePath = { $0 }) {
    self.canonical = canonical
  }

  /// Maps the names of what is planned from now on otherwise, so that the same name may be another
  /// attribute.
  public mutating func rename(_ canonical: @escaping @Sendable (AttributePath) -> AttributePath) {
    self.canonical = canonical
    // The text of a condition no longer tells what it means.
    factNumbers = [:]
  }

  /// The form that all names of an attribute have in common.
  func canonicalForm(of attribute: AttributePath) -> AttributePath { canonical(attribute) }

  /// The slot of an attribute, made on first use.
  package mutating func slot(of attribute: AttributePath) -> Int {
    let path = canonical(attribute)
    if let slot = slots[path] { return slot }
    slots[path] = attributes.count
    attributes.append(path)
    return attributes.count - 1
  }

  /// A list of string constants as a set; `nil` if it holds anything but strings.
  ///
  /// - Parameter isNamed: Whether it is a named constant, which others may read too.
  mutating func textSet(_ elements: [Value], isNamed: Bool) -> TextSets.Entry? {
    textSets.entry(elements, isNamed: isNamed, numbers: &symbols)
  }

  /// The number of a string constant, made on first use.
  mutating func symbol(_ text: String) -> Int64 { symbols.insert(text) }

  /// The number of a condition that time does not move.
  ///
  /// - Parameter text: Its text, if that alone tells what it means, so that it is evaluated once.
  mutating func fact(_ text: String?, _ plan: () -> Fact) -> Int {
    if let text, let known = factNumbers[Text(text)] { return known }
    facts.append(plan())
    if let text { factNumbers[Text(text)] = facts.count - 1 }
    return facts.count - 1
  }

  /// The number of the list in a slot, made on first use.
  mutating func list(slot: Int) -> Int {
    if let known = lists.firstIndex(where: { $0.slot == slot }) { return known }
    lists.append(ElementLayout(slot: slot))
    return lists.count - 1
  }

  /// The column of a field of a list's elements, or of the elements themselves; made on first use.
  mutating func column(_ field: String?, _ type: ValueType, ofList list: Int) -> Int {
    if let known = lists[list].columns.firstIndex(where: { $0.field == field }) { return known }
    lists[list].columns.append(ElementLayout.Column(field: field, type: type))
    return lists[list].columns.count - 1
  }

  /// Asks that the string in a slot be looked up among the constants when an input is prepared.
  mutating func compare(slot: Int) { comparedSlots.insert(slot) }
}

extension InputLayout {
  /// Whether a slot holds a string that is compared with constants.
  package func isCompared(slot: Int) -> Bool { comparedSlots.contains(slot) }

  /// The facts as tests of plain bits; `nil` for those that take all of CEL.
  package var factTests: [FactTest?] { facts.map(\.test) }
}

/// What conditions look at in the elements of a list.
package struct ElementLayout: Sendable {
  /// A field of the elements.
  package struct Column: Sendable {
    /// The field; `nil` for the element itself.
    package let field: String?
    /// Its declared type.
    package let type: ValueType

    /// The value in an element.
    func value(in element: Value) -> Value? {
      guard let field else { return element }
      guard case .map(let map) = element else { return nil }
      return map[field]
    }
  }

  /// The slot of the list.
  package let slot: Int
  /// The fields.
  package internal(set) var columns: [Column] = []
}
