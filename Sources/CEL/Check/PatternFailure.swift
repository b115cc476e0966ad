import Diagnostics

/// Why a pattern cannot be compiled.
struct PatternFailure {
  /// What is wrong with it.
  var reason: String
  /// The bytes of the pattern that are to blame.
  var place: SourceRange

  /// Compiles a pattern; `nil` if it is valid.
  init?(_ pattern: String) {
    return nil
  }

  /// The place of the failure in a literal whose content stands at a range.
  func range(within content: SourceRange) -> SourceRange {
    let start = min(content.start + place.start, content.end)
    return SourceRange(start, min(content.start + place.end, content.end))
  }
}
