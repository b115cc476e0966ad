/// What an attribute came to when it was read for an input.
package enum InputReading: Sendable {
  /// It has this value.
  case value(Value)
  /// It could be there and is not: `has(…)` is false.
  case absent
  /// It is there and cannot be read as it was declared, or nobody can tell whether it is: reading it
  /// and asking for it with `has(…)` are errors.
  case failed(InputCause)
}

/// Why an input has no value.
public enum InputCause: String, Hashable, Sendable, CaseIterable {
  /// It is absent.
  case missing
  /// It is of another kind than declared.
  case wrongType = "wrong_type"
  /// It is none of the declared values.
  case outsideValues = "outside_values"
  /// It is an instant that lies in the past by its meaning, and it lies ahead.
  case inFuture = "in_future"
  /// The record that would hold it was left out as a whole.
  case notSent = "not_sent"
}

extension InputCause {
  /// Its number, as the payload of a cell.
  var number: Int64 { Int64(Self.allCases.firstIndex(of: self) ?? 0) }

  /// The cause of a number.
  init(number: Int64) {
    let all = Self.allCases
    self = all.indices.contains(Int(clamping: number)) ? all[Int(clamping: number)] : .missing
  }
}

extension Input {
  /// The value in a slot; `nil` if it is absent. One that failed is an error that names its path.
  @inline(__always)
  func value(
    _ slot: Int, _ path: @autoclosure () -> AttributePath
  ) throws(EvaluationError) -> Value? {
    if let value = values[slot] { return value }
    try check(slot, path())
    return nil
  }

  /// Whether a slot holds something other than null. One that failed is an error that names its path.
  @inline(__always)
  func isPresent(
    _ slot: Int, _ path: @autoclosure () -> AttributePath
  ) throws(EvaluationError) -> Bool {
    let state = cells.cell(slot).state
    if state == .failed { try check(slot, path()) }
    return state != .missing
  }

  private func check(_ slot: Int, _ path: AttributePath) throws(EvaluationError) {
    let cell = cells.cell(slot)
    guard cell.state == .failed else { return }
    throw EvaluationError(.failedAttribute(path, InputCause(number: cell.payload)))
  }
}
