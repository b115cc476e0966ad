import CEL

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
