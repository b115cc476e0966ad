package import PolicyTime

/// An input as plain bits, in the forms that conditions test.
///
/// Public although no product shows it: other modules inline only what is.
public struct Cells: Sendable {
  /// The attributes by slot, and after them what the layout's facts came to: 1 or 0; none that failed
  /// fits.
  @usableFromInline let cells: ContiguousArray<Cell>
  /// How many slots there are.
  @usableFromInline let slotCount: Int

  /// Takes cells that were filled for a layout: those of its slots, and then those of its facts.
  package init(_ cells: ContiguousArray<Cell>, slotCount: Int) {
    self.cells = cells
    self.slotCount = min(slotCount, cells.count)
  }

  /// How many facts there are.
  @inlinable var factCount: Int { cells.count - slotCount }

  /// A slot as plain bits, as far as they tell.
  public func cell(_ slot: Int) -> (state: CellState, payload: Int64) {
    guard slot >= 0, slot < slotCount else { return (.other, 0) }
    return (cells[slot].state, cells[slot].payload)
  }

  /// Why a slot has no value; `nil` if it has one.
  package func cause(_ slot: Int) -> InputCause? {
    let cell = cell(slot)
    switch cell.state {
    case .missing: return .missing
    case .failed: return InputCause(number: cell.payload)
    case .fits, .other: return nil
    }
  }

  /// Lends the slots and the facts.
  @inlinable
  @inline(__always)
  func withUnsafeBuffers<Result>(
    _ body: (_ slots: UnsafeBufferPointer<Cell>, _ facts: UnsafeBufferPointer<Cell>) -> Result
  ) -> Result {
    cells.withUnsafeBufferPointer { cells in
      body(
        UnsafeBufferPointer(rebasing: cells[..<slotCount]),
        UnsafeBufferPointer(rebasing: cells[slotCount...]))
    }
  }
}

/// What the bits of a slot mean; public as ``Cells`` are.
public enum CellState: UInt8, Sendable {
  /// The attribute is missing.
  case missing
  /// The payload is the value: a bool as 0 or 1, an int, nanoseconds, or the number of a string
  /// constant with -1 for any other string.
  case fits
  /// The value does not fit; only the input's values have it.
  case other
  /// The attribute cannot be read as declared; the payload says why.
  case failed
}

/// One slot of an input as plain bits.
@usableFromInline
package struct Cell: Sendable {
  @usableFromInline package var state: CellState
  @usableFromInline package var payload: Int64

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

  package init(_ state: CellState, _ payload: Int64 = 0) {
    self.state = state
    self.payload = payload
  }

  /// Bits that fit, or else a value that does not.
  private init(fitting bits: Int64?) { self = bits.map { Cell(.fits, $0) } ?? Cell(.other) }

  /// A bool.
  package init(_ flag: Bool) { self.init(.fits, flag ? 1 : 0) }

  /// An instant.
  package init(_ instant: Timestamp) { self.init(fitting: Self.nanoseconds(instant)) }

  /// A duration.
  package init(_ span: Duration) { self.init(fitting: span.wholeNanoseconds.flatMap(Self.fit)) }

  /// An attribute that failed.
  package init(failed cause: InputCause) { self.init(.failed, cause.number) }

  /// What an attribute came to; strings are looked up among the constants.
  init(_ reading: InputReading, symbols: SymbolTable?) {
    switch reading {
    case .value(let value): self.init(value, symbols: symbols)
    case .absent: self.init(.missing)
    case .failed(let cause): self.init(failed: cause)
    }
  }

  /// Any value; strings are looked up among the constants, where there are any to compare with.
  package init(_ value: Value?, symbols: SymbolTable?) {
    switch value {
    case nil, .null: self.init(.missing)
    case .bool(let flag): self.init(flag)
    case .int(let number): self.init(.fits, number)
    case .timestamp(let instant): self.init(instant)
    case .duration(let span): self.init(span)
    case .string(let text): self.init(text, symbols: symbols)
    default: self.init(.other)
    }
  }

  /// A string, looked up among the constants, where there are any to compare with.
  package init(_ text: String, symbols: SymbolTable?) {
    self = symbols.map { Cell(.fits, $0.number(of: text) ?? -1) } ?? Cell(.other)
  }
}
