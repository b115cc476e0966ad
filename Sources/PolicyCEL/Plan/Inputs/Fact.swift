/// A condition that time does not move, worked out once for each input.
struct Fact: Sendable {
  /// The condition with all of CEL.
  let routine: Routine
  /// The same as a test of plain bits, where it amounts to one.
  let test: FactTest?

  /// The answer for an input whose values are known; one that fails does not fit.
  func answer(for input: Input, layout: InputLayout) -> Cell {
    if let cell = test?.answer(for: input, layout: layout), cell.state == .fits { return cell }
    var frame = Frame(input: input, locals: routine.locals, budget: ExpressionLimits.standardBudget)
    guard let value = try? routine.run(&frame), case .bool(let flag) = value else {
      return Cell(.other)
    }
    return Cell(flag)
  }
}

extension FactTest {
  fileprivate func answer(for input: Input, layout: InputLayout) -> Cell? {
    switch self {
    case .text(let test):
      guard case .string(var text) = input.values[test.slot] else { return nil }
      return text.withUTF8 { test.answer($0) }
    case .elements(let test):
      let list = layout.lists[test.list]
      guard case .list(let elements) = input.values[list.slot],
        elements.count <= ElementTest.elementLimit
      else { return nil }
      let rows = elements.flatMap { element in
        list.columns.map { Cell($0.value(in: element), symbols: layout.symbols) }
      }
      return rows.withUnsafeBufferPointer { test.answer($0, width: list.columns.count) }
    }
  }
}
