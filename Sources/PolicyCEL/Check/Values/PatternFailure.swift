import PolicyDiagnostics
import PolicyRegex

/// Why a pattern cannot be compiled.
struct PatternFailure {
  /// What is wrong with it.
  var reason: String
  /// The bytes of the pattern that are to blame; all of them when `nil`.
  var place: SourceRange?

  /// Compiles a pattern; `nil` if it is valid.
  init?(_ pattern: String) {
    do throws(RegexError) {
      _ = try Pattern(pattern)
      return nil
    } catch {
      reason = error.message
      place = SourceRange(error.range.lowerBound, error.range.upperBound)
    }
  }

  /// The place of the failure in a literal whose content stands at a range.
  func range(within content: SourceRange) -> SourceRange {
    guard let place else { return content }
    let start = min(content.start + place.start, content.end)
    return SourceRange(start, min(content.start + place.end, content.end))
  }
}
