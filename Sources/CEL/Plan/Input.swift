/// An input prepared for a layout: every slot filled once, in the forms that conditions test.
public struct Input: Sendable {
  /// The instant of evaluation.
  public let now: Timestamp
  /// Values by slot; `nil` for what is missing.
  let values: [Value?]
  /// The same in fixed-size form, for tests that need no more.
  let cells: ContiguousArray<Cell>
  /// What the layout's facts came to: 1 or 0; none that failed fits.
  let facts: ContiguousArray<Cell>
  /// ``now`` in nanoseconds since 1970; `nil` beyond what a cell can hold.
  public let nanoseconds: Int64?

  /// Prepares an input.
  ///
  /// - Parameter value: Gives the value of an attribute; `nil` or null for what is missing.
  public init(
    layout: InputLayout, now: Timestamp, value: (AttributePath) -> Value?
  ) {
    var values: [Value?] = []
    values.reserveCapacity(layout.attributes.count)
    var cells = ContiguousArray<Cell>()
    cells.reserveCapacity(layout.attributes.count)
    for (slot, attribute) in layout.attributes.enumerated() {
      let read = value(attribute)
      values.append(read)
      cells.append(
        Cell(read, symbols: layout.comparedSlots.contains(slot) ? layout.symbols : nil))
    }
    let bare = Input(now: now, values: values, cells: cells, facts: [])
    self.init(
      now: now, values: values, cells: cells,
      facts: ContiguousArray(layout.facts.map { Cell($0, of: bare) }))
  }

  private init(
    now: Timestamp, values: [Value?], cells: ContiguousArray<Cell>, facts: ContiguousArray<Cell>
  ) {
    self.now = now
    self.values = values
    self.cells = cells
    self.facts = facts
    nanoseconds = Cell.nanoseconds(now)
  }

  /// The same input at another instant.
  ///
  /// - Complexity: O(1); what was prepared is shared.
  public func moved(to now: Timestamp) -> Input {
    Input(now: now, values: values, cells: cells, facts: facts)
  }

  /// A slot as plain bits, as far as they tell.
  public func cell(_ slot: Int) -> (state: CellState, payload: Int64) {
    guard cells.indices.contains(slot) else { return (.other, 0) }
    return (cells[slot].state, cells[slot].payload)
  }

  /// The instant in a slot; `nil` if it is missing or something else.
  public func timestamp(at slot: Int) -> Timestamp? {
    guard case .timestamp(let instant) = values[slot] else { return nil }
    return instant
  }
}

/// What the bits of a slot mean.
public enum CellState: UInt8, Sendable {
  /// The attribute is missing.
  case missing
  /// The payload is the value: a bool as 0 or 1, an int, nanoseconds, or the number of a string
  /// constant with -1 for any other string.
  case fits
  /// The value does not fit; only the input's values have it.
  case other
}

/// One slot of an input as plain bits.
struct Cell: Sendable {
  var state: CellState
  var payload: Int64

  /// Instants and durations beyond ±146 years of 1970 do not fit, so that sums of two never overflow.
  static let bound: Int128 = 1 << 62

  /// Nanoseconds since 1970, if they fit.
  static func nanoseconds(_ timestamp: Timestamp) -> Int64? {
    fit(timestamp.nanosecondsSinceEpoch)
  }

  /// A count of nanoseconds, if it fits.
  static func fit(_ nanoseconds: Int128) -> Int64? {
    nanoseconds.magnitude < bound.magnitude ? Int64(nanoseconds) : nil
  }

  init(_ value: Value?, symbols: [Text: Int64]?) {
    payload = 0
    state = .fits
    switch value {
    case nil, .null: state = .missing
    case .bool(let flag): payload = flag ? 1 : 0
    case .int(let number): payload = number
    case .timestamp(let instant): set(Self.nanoseconds(instant))
    case .duration(let span): set(span.wholeNanoseconds.flatMap(Self.fit))
    case .string(let text):
      if let symbols { payload = symbols[Text(text)] ?? -1 } else { state = .other }
    default: state = .other
    }
  }

  /// The answer of a condition for an input; one that fails does not fit.
  init(_ routine: Routine, of input: Input) {
    payload = 0
    state = .other
    var frame = Frame(input: input, locals: routine.locals, budget: Predicate.standardBudget)
    guard let value = try? routine.run(&frame), case .bool(let flag) = value else { return }
    state = .fits
    payload = flag ? 1 : 0
  }

  private mutating func set(_ bits: Int64?) {
    if let bits { payload = bits } else { state = .other }
  }
}
