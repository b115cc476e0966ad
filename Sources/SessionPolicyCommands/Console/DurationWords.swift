extension Duration {
  /// The time in its largest units, cut and never rounded: `2h 6m`.
  ///
  /// - Parameter count: How many units are named at the most.
  func words(_ count: Int) -> String {
    var seconds = max(0, components.seconds)
    var words: [String] = []
    for (name, length) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] as [(String, Int64)]
    where seconds >= length {
      words.append("\(seconds / length)\(name)")
      seconds %= length
    }
    let milliseconds = max(0, components.attoseconds / 1_000_000_000_000_000)
    if words.isEmpty { return milliseconds > 0 ? "\(milliseconds)ms" : "0s" }
    return words.prefix(count).joined(separator: " ")
  }

  /// The seconds, parts of them included.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
