import PolicyCEL

extension ReadingPlan {
  /// The tables of a plan as memory, good as long as the plan is kept.
  struct Tables {
    let nodes: UnsafeBufferPointer<Node>
    let members: UnsafeBufferPointer<Member>
    let names: UnsafeBufferPointer<UInt8>
    let values: UnsafeBufferPointer<Range<Int32>>
    let lists: UnsafeBufferPointer<List>
    let keepsText: UnsafeBufferPointer<Bool>
    let symbols: SymbolLookup
  }

  /// The tables, for one scan.
  var tables: Tables {
    Tables(
      nodes: nodes.elements, members: members.elements, names: names.elements,
      values: values.elements,
      lists: lists.elements, keepsText: keepsText.elements, symbols: fixedSymbols.lookup)
  }
}
