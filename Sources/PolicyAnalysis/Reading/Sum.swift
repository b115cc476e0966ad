/// A sum of quantities and a constant: what a comparison of instants, spans or numbers compares.
struct Sum: Sendable {
  /// How often each quantity counts; none counts zero times.
  private(set) var counts: [Int: Int] = [:]
  var constant: Int128 = 0

  init(constant: Int128) { self.constant = constant }

  init(_ quantity: Int) { counts = [quantity: 1] }

  /// The difference of two sums; `nil` if the constants do not fit.
  func minus(_ other: Sum) -> Sum? { plus(other, times: -1) }

  /// The sum of two sums; `nil` if the constants do not fit.
  func plus(_ other: Sum) -> Sum? { plus(other, times: 1) }

  private func plus(_ other: Sum, times sign: Int) -> Sum? {
    var sum = self
    for (quantity, count) in other.counts {
      let total = (sum.counts[quantity] ?? 0) + sign * count
      sum.counts[quantity] = total == 0 ? nil : total
    }
    let (constant, isTooLarge) = sum.constant.addingReportingOverflow(
      Int128(sign) * other.constant)
    // Far beyond what a policy can write, and far from what differences cannot hold.
    guard !isTooLarge, constant.magnitude < 1 << 100 else { return nil }
    sum.constant = constant
    return sum
  }

  /// The two quantities of which this is the difference, and what is added; `nil` for any other sum.
  var difference: (left: Int, right: Int, constant: Int128)? {
    let positive = counts.filter { $0.value == 1 }.map(\.key)
    let negative = counts.filter { $0.value == -1 }.map(\.key)
    guard positive.count + negative.count == counts.count, positive.count <= 1,
      negative.count <= 1
    else { return nil }
    return (positive.first ?? SessionSpace.zero, negative.first ?? SessionSpace.zero, constant)
  }
}
