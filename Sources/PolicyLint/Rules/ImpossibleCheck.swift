/// A check that other linters have and this one needs not: the language leaves nothing to find.
package struct ImpossibleCheck: Sendable {
  /// The code that is kept free for it.
  package let code: String
  /// The name.
  package let name: String
  /// What in the language makes it needless, or what finds it instead.
  package let reason: String

  private init(_ code: String, _ name: String, _ reason: String) {
    self.code = code
    self.name = name
    self.reason = reason
  }

  /// The check that a code or a name means, upper and lower case alike.
  package static func named(_ word: String) -> ImpossibleCheck? {
    let word = word.lowercased()
    return all.first { $0.code.lowercased() == word || $0.name == word }
  }

  /// Every one of them, by family and number.
  package static let all: [ImpossibleCheck] = [
    ImpossibleCheck(
      "R205", "include-escape",
      "Policies include no files. What a suite names lies below the folder of the run, or is S106."),
    ImpossibleCheck(
      "T307", "civil-duration", "`1d` is 24 hours exactly, and months and years do not load: S106."),
    ImpossibleCheck(
      "T308", "empty-or-overlapping-window", "There are no windows of clock time."),
    ImpossibleCheck("T311", "two-clocks", "`now` is the only clock that a condition can read."),
    ImpossibleCheck("L408", "order-dependence", "Rules, files and keys have no order."),
    ImpossibleCheck(
      "SEC003", "extend-inactive-session",
      "A session that is not live gets `sign_in`, and no rule can permit anything."),
    ImpossibleCheck(
      "SEC008", "assurance-upgrade-by-refresh",
      "A rule cannot set a level. It is the one of what was shown."),
    ImpossibleCheck(
      "SEC012", "override-loosens-base",
      "No policy overrides another: all decide together, and what one forbids stays forbidden."),
    ImpossibleCheck("SEC015", "wildcard-on-privileged", "There are no wildcards."),
    ImpossibleCheck(
      "SEC016", "report-only-protection", "A rule cannot be set to report only, nor be disabled."),
    ImpossibleCheck(
      "X605", "unknown-reference-in-sample",
      "A suite that names what is not there does not load: R201, R202, S101 or T304."),
    ImpossibleCheck(
      "X608", "wall-clock-sample", "`now` is required and must be an instant: S102 or S106."),
    ImpossibleCheck("M701", "deprecated-field", "Version 1 has no field that is deprecated."),
    ImpossibleCheck(
      "M703", "past-valid-until", "A policy has no date from which it no longer holds."),
  ]
}
