// Operands of strict functions and operators. Where one fails the others are read all the same, so that
// an error tells everything that stood in the way, in whatever order it is written. It costs nothing
// where nothing fails.

/// The values of two operands.
@inline(__always)
func both<First, Second>(
  _ first: (inout Frame) throws(EvaluationError) -> First,
  _ second: (inout Frame) throws(EvaluationError) -> Second, _ frame: inout Frame
) throws(EvaluationError) -> (First, Second) {
  let left: First
  do throws(EvaluationError) {
    left = try first(&frame)
  } catch {
    throw joined(error, second, &frame)
  }
  return (left, try second(&frame))
}

/// The values of any number of operands.
func operandValues(of runs: [Run], _ frame: inout Frame) throws(EvaluationError) -> [Value] {
  var values: [Value] = []
  values.reserveCapacity(runs.count)
  for (index, run) in runs.enumerated() {
    do throws(EvaluationError) {
      values.append(try run(&frame))
    } catch {
      var failure = error
      for other in runs[(index + 1)...] { failure = joined(failure, other, &frame) }
      throw failure
    }
  }
  return values
}

/// An error, and what an operand after it fails for.
@inline(never)
private func joined<Operand>(
  _ failure: EvaluationError, _ operand: (inout Frame) throws(EvaluationError) -> Operand,
  _ frame: inout Frame
) -> EvaluationError {
  do throws(EvaluationError) {
    _ = try operand(&frame)
    return failure
  } catch {
    return failure.joined(with: error)
  }
}
