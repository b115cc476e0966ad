/// What is timed, for each snapshot of a workload.
enum Mode: String, CaseIterable {
  /// The short answer, from a prepared snapshot.
  case eval
  /// The same, with how long it is valid.
  case evalUntil = "eval+until"
  /// From the text to the short answer.
  case endToEnd = "e2e"
  /// From the text to the prepared snapshot.
  case read
  /// From the text to all that a session says, as `explain` needs it.
  case readWhole = "read-whole"
  /// The whole decision as JSON, from a prepared snapshot.
  case decision
  /// The explanation, from a whole snapshot.
  case explain
}
