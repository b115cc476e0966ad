package import PolicyTime

/// An input prepared for a layout: every slot filled once, in the forms that conditions test.
package struct Input: Sendable {
  /// The instant of evaluation.
  package let now: Timestamp
  /// Values by slot; `nil` for what is missing.
  let values: [Value?]
  /// The same in fixed-size form, for tests that need no more.
  package let cells: Cells
  /// ``now`` in nanoseconds since 1970; `nil` beyond what a cell can hold.
  package let nanoseconds: Int64?

  /// Prepares an input.
  ///
  /// - Parameter value: Gives the value of an attribute; `nil` or null for what is missing.
  package init(
    layout: InputLayout, now: Timestamp, value: (AttributePath) -> Value?
  ) {
    self.init(layout: layout, now: now) { value($0).map { .value($0) } ?? .absent }
  }

  /// Prepares an input.
  ///
  /// - Parameter reading: Gives what an attribute came to.
  package init(
    layout: InputLayout, now: Timestamp, reading: (AttributePath) -> InputReading
  ) {
    self.init(layout: layout, now: now, readings: layout.attributes.map(reading))
  }

  /// Prepares an input of what attributes came to, in the order of their slots.
  package init(layout: InputLayout, now: Timestamp, readings: [InputReading]) {
    var values: [Value?] = []
    values.reserveCapacity(layout.attributes.count)
    var cells = ContiguousArray<Cell>()
    cells.reserveCapacity(layout.attributes.count)
    for (slot, read) in readings.enumerated() {
      if case .value(let value) = read { values.append(value) } else { values.append(nil) }
      cells.append(
        Cell(read, symbols: layout.comparedSlots.contains(slot) ? layout.symbols : nil))
    }
    let bare = Input(now: now, values: values, cells: Cells(cells, slotCount: cells.count))
    let facts = layout.facts.map { $0.answer(for: bare, layout: layout) }
    self.init(
      now: now, values: values, cells: Cells(cells + facts, slotCount: cells.count))
  }

  private init(now: Timestamp, values: [Value?], cells: Cells) {
    self.now = now
    self.values = values
    self.cells = cells
    nanoseconds = Cell.nanoseconds(now)
  }

  /// The same input at another instant.
  ///
  /// - Complexity: O(1); what was prepared is shared.
  package func moved(to now: Timestamp) -> Input {
    Input(now: now, values: values, cells: cells)
  }

  /// What the attribute in a slot came to.
  package func reading(at slot: Int) -> InputReading {
    if values.indices.contains(slot), let value = values[slot] { return .value(value) }
    return switch cells.cause(slot) {
    case nil, .missing: .absent
    case let cause?: .failed(cause)
    }
  }

  /// The instant in a slot; `nil` if it is missing or something else.
  package func timestamp(at slot: Int) -> Timestamp? {
    guard case .timestamp(let instant) = values[slot] else { return nil }
    return instant
  }
}
