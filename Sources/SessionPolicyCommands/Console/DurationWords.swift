extension Duration {
  /// The time in its largest units, cut and never rounded, those that are zero left out: `2h 6m`.
  ///
  /// - Parameters:
  ///   - count: How many units are told.
  ///   - inARow: Whether those that are zero count too, so that nothing is told which is small beside the
  ///     largest unit.
  func words(_ count: Int, inARow: Bool = false) -> String {
    var rest = max(0, components.seconds)
    guard rest > 0 else {
      let milliseconds = max(0, components.attoseconds / 1_000_000_000_000_000)
      return milliseconds > 0 ? "\(milliseconds)ms" : "0s"
    }
    var parts: [(number: Int64, unit: String)] = []
    for (unit, length) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60), ("s", 1)] {
      let number = rest / length
      if number > 0 || inARow && !parts.isEmpty { parts.append((number, unit)) }
      rest %= length
    }
    return parts.prefix(count).filter { $0.number > 0 }.map { "\($0.number)\($0.unit)" }
      .joined(separator: " ")
  }

  /// The seconds, parts of them included.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
