import PolicyDiagnostics

/// A fact that takes no more than the bytes of a string or the cells of a list's elements.
package enum FactTest: Sendable {
  /// A question about one string.
  case text(TextTest)
  /// A question about the elements of a list.
  case elements(ElementTest)
}

/// `text.startsWith(constant)` and its like.
package struct TextTest: Sendable {
  /// The functions, by their names.
  package enum Function: String, Sendable {
    case startsWith, endsWith, contains
  }

  /// The slot of the text.
  package let slot: Int
  package let function: Function
  package let operand: ContiguousArray<UInt8>

  /// Longer texts are left to the evaluator, which counts what they cost.
  fileprivate static let lengthLimit = 4096

  /// The answer for a text in UTF-8.
  func answer(_ text: UnsafeBufferPointer<UInt8>) -> Cell {
    operand.withUnsafeBufferPointer { function.answer(text, $0) }
  }
}

extension TextTest.Function {
  /// The answer for a text and an operand in UTF-8.
  package func answer(
    _ text: UnsafeBufferPointer<UInt8>, _ operand: UnsafeBufferPointer<UInt8>
  ) -> Cell {
    guard text.count <= TextTest.lengthLimit, operand.count <= TextTest.lengthLimit else {
      return Cell(.other)
    }
    switch self {
    case .startsWith:
      return Cell(
        UnsafeBufferPointer(rebasing: text.prefix(operand.count)).hasSameBytes(as: operand))
    case .endsWith:
      return Cell(
        UnsafeBufferPointer(rebasing: text.suffix(operand.count)).hasSameBytes(as: operand))
    case .contains: return Cell(Text.find(operand, in: text, from: 0) != nil)
    }
  }
}

/// `list.exists(e, …)` and `list.all(e, …)`, where each element is a row of cells.
package struct ElementTest: Sendable {
  /// The number of the list in the layout.
  package let list: Int
  /// Whether every element has to pass, not one.
  let isUniversal: Bool
  private let code: ContiguousArray<Instruction>
  private let sets: SymbolSets
  private let start: Int32
  /// The column and the constant, where one string has to be equal to it in one element.
  package let equality: Equality?

  /// A string that one element has to have.
  package struct Equality: Sendable {
    let column: Int
    let symbol: Int64
  }

  init(
    list: Int, isUniversal: Bool, code: ContiguousArray<Instruction>,
    sets: SymbolSets, start: Int32
  ) {
    self.list = list
    self.isUniversal = isUniversal
    self.code = code
    self.sets = sets
    self.start = start
    if let only = code.first, code.count == 1, !isUniversal, only.operation == .symbol,
      only.comparison == .equal, only.onTrue == Instruction.yes, only.onFalse == Instruction.no
    {
      equality = Equality(column: Int(only.slot), symbol: only.operand)
    } else {
      equality = nil
    }
  }

  /// Longer lists are left to the evaluator, which counts what they cost.
  package static let elementLimit = 64

  /// The answer for rows of some width, one after the other; where no element decides and one fails, it
  /// does not fit.
  package func answer(_ rows: UnsafeBufferPointer<Cell>, width: Int) -> Cell {
    if let equality { return equality.answer(rows, width: width) }
    let deciding = isUniversal ? Instruction.no : Instruction.yes
    var isKnown = true
    var row = 0
    while row < rows.count {
      switch test(UnsafeBufferPointer(rebasing: rows[row..<row + width])) {
      case deciding: return Cell(!isUniversal)
      case Instruction.yes, Instruction.no: break
      default: isKnown = false
      }
      row += width
    }
    return isKnown ? Cell(isUniversal) : Cell(.other)
  }

  private func test(_ row: UnsafeBufferPointer<Cell>) -> Int32 {
    code.withUnsafeBufferPointer { code in
      sets.members.withUnsafeBufferPointer { sets in
        var ignored = Int64.max
        return PredicateMachine(
          code: code, sets: sets, cells: row, facts: UnsafeBufferPointer(start: nil, count: 0),
          now: 0
        ).run(from: start, until: &ignored)
      }
    }
  }
}

extension ElementTest.Equality {
  /// The answer for rows of some width, one after the other.
  package func answer(_ rows: UnsafeBufferPointer<Cell>, width: Int) -> Cell {
    var isKnown = true
    var place = column
    while place < rows.count {
      let cell = rows[place]
      if cell.state != .fits {
        isKnown = false
      } else if cell.payload == symbol {
        return Cell(true)
      }
      place += width
    }
    return isKnown ? Cell(false) : Cell(.other)
  }
}
