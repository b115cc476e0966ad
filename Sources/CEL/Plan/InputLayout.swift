/// Which attributes a set of expressions reads, and where each stands in a prepared input.
///
/// Expressions planned with one layout share its slots, so an input is prepared once and read by all
/// of them. A layout only grows while expressions are planned; inputs are prepared afterwards.
public struct InputLayout: Sendable {
  /// The attributes by slot.
  public private(set) var attributes: [AttributePath] = []
  /// The slots whose strings are compared with constants of the expressions.
  private(set) var comparedSlots: Set<Int> = []
  /// The numbers given to string constants, by their UTF-8 bytes.
  private(set) var symbols: [Text: Int64] = [:]
  /// Conditions that time does not move, evaluated once for each input.
  private(set) var facts: [Routine] = []
  /// The numbers of those that several expressions share, by their text.
  private var factNumbers: [Text: Int] = [:]
  /// Slots by attribute.
  private var slots: [AttributePath: Int] = [:]
  /// Gives several names of one attribute the same form.
  private let canonical: @Sendable (AttributePath) -> AttributePath

  /// Starts without slots.
  ///
  /// - Parameter canonical: Maps every name of an attribute to one form; the identity if left out.
  public init(canonical: @escaping @Sendable (AttributePath) -> AttributePath = { $0 }) {
    self.canonical = canonical
  }

  /// The slot of an attribute, made on first use.
  public mutating func slot(of attribute: AttributePath) -> Int {
    let path = canonical(attribute)
    if let slot = slots[path] { return slot }
    slots[path] = attributes.count
    attributes.append(path)
    return attributes.count - 1
  }

  /// The number of a string constant, made on first use.
  mutating func symbol(_ text: String) -> Int64 {
    let key = Text(text)
    if let symbol = symbols[key] { return symbol }
    let symbol = Int64(symbols.count)
    symbols[key] = symbol
    return symbol
  }

  /// The number of a condition that time does not move.
  ///
  /// - Parameter text: Its text, if that alone tells what it means, so that it is evaluated once.
  mutating func fact(_ text: String?, _ plan: () -> Routine) -> Int {
    if let text, let known = factNumbers[Text(text)] { return known }
    facts.append(plan())
    if let text { factNumbers[Text(text)] = facts.count - 1 }
    return facts.count - 1
  }

  /// Asks that the string in a slot be looked up among the constants when an input is prepared.
  mutating func compare(slot: Int) { comparedSlots.insert(slot) }
}
