import PolicyCEL

/// The facts of a plan in plain bits, so that answering them counts no references.
struct FactPlan: Sendable {
  /// One fact.
  enum Fact: Sendable {
    /// It takes all of CEL.
    case beyond
    /// A question about the text in a slot; the operand stands among the bytes.
    case text(slot: Int, TextTest.Function, operand: Range<Int>)
    /// A string that one element of a list has to have.
    case equality(list: Int, ElementTest.Equality)
    /// Any other question about the elements of a list, by its number.
    case elements(Int)
  }

  private let facts: PlainTable<Fact>
  private let operands: PlainTable<UInt8>
  private let tests: ContiguousArray<ElementTest>

  init(_ plan: [FactTest?]) {
    var facts: ContiguousArray<Fact> = []
    var operands: ContiguousArray<UInt8> = []
    var tests: ContiguousArray<ElementTest> = []
    for test in plan {
      switch test {
      case .text(let test):
        let start = operands.count
        operands.append(contentsOf: test.operand)
        facts.append(
          .text(slot: test.slot, test.function, operand: start..<operands.count))
      case .elements(let test):
        if let equality = test.equality {
          facts.append(.equality(list: test.list, equality))
        } else {
          facts.append(.elements(tests.count))
          tests.append(test)
        }
      case nil: facts.append(.beyond)
      }
    }
    self.facts = PlainTable(facts)
    self.operands = PlainTable(operands)
    self.tests = tests
  }

  /// How many facts there are.
  var count: Int { facts.elements.count }

  /// Appends the answers for what was scanned; those that need values do not fit.
  func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ scratch: ScanScratch,
    _ lists: UnsafeBufferPointer<ReadingPlan.List>, to answers: inout ContiguousArray<Cell>
  ) {
    let (facts, operands) = (facts.elements, operands.elements)
    for fact in facts {
      switch fact {
      case .beyond: answers.append(Cell(.other))
      case .text(let slot, let function, let operand):
        let text = scratch.texts[slot]
        answers.append(
          text.end < text.start
            ? Cell(.other)
            : function.answer(
              UnsafeBufferPointer(rebasing: bytes[text.start..<text.end]),
              UnsafeBufferPointer(rebasing: operands[operand])))
      case .equality(let list, let equality):
        answers.append(
          scratch.rows(of: list, lists).map {
            equality.answer($0, width: lists[list].width)
          } ?? Cell(.other))
      case .elements(let number):
        let test = tests[number]
        answers.append(
          scratch.rows(of: test.list, lists).map {
            test.answer($0, width: lists[test.list].width)
          } ?? Cell(.other))
      }
    }
  }
}

extension ScanScratch {
  /// The cells of a list's elements; `nil` for a list that is not there.
  fileprivate func rows(
    of list: Int, _ lists: UnsafeBufferPointer<ReadingPlan.List>
  ) -> UnsafeBufferPointer<Cell>? {
    let count = rowCounts[list]
    guard count >= 0 else { return nil }
    let layout = lists[list]
    return UnsafeBufferPointer(
      rebasing: rows[layout.start..<layout.start + count * layout.width])
  }
}
