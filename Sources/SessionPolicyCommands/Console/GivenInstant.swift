import PolicyDiagnostics
import PolicyTime

/// An instant that an option names.
enum GivenInstant {
  /// Reads it; `nil` if the option is left out, or after what is wrong was added.
  ///
  /// - Parameter takesDates: Whether a date stands for its beginning.
  static func read(
    _ text: String?, of option: String = "--now", takesDates: Bool = false,
    _ problems: inout [String]
  ) -> Timestamp? {
    guard let text else { return nil }
    let instant =
      Timestamp(rfc3339: text) ?? (takesDates ? Timestamp(rfc3339: text + "T00:00:00Z") : nil)
    if instant == nil {
      problems.append(
        "`\(option) \(escapedForDisplay(text))` is no instant; write it as 2026-03-01T09:00:00Z")
    }
    return instant
  }
}
