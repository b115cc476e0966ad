import PolicyAnalysis
import PolicyDiagnostics

/// `--fail-if 'NAME > NUMBER[%]'`: a count of the report, and how much of it is too much.
struct ImpactGate: Sendable {
  /// As it was written.
  let text: String
  private let name: String
  private let limit: Double
  private let isShare: Bool

  /// What can be compared, by its name.
  static let names = [
    "changed", "stricter", "looser", "signed_out", "asked_again", "asked_again_within_24h",
    "missing", "unreadable",
  ]

  /// Why a text is no gate.
  struct BadGate: Error {
    let message: String
  }

  init(_ text: String) throws(BadGate) {
    self.text = text
    let parts = text.split(separator: ">", omittingEmptySubsequences: false).map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    guard parts.count == 2 else {
      throw BadGate(
        message: "\(quotedForDisplay(text)) is no gate; write `signed_out > 0.1%` or `looser > 0`")
    }
    name = parts[0]
    guard Self.names.contains(name) else {
      throw BadGate(
        message: "there is no count \(quotedForDisplay(name))"
          + (didYouMean(nearestNames(to: name, among: Self.names)).map { "; \($0)" }
            ?? "; there are " + Self.names.map { "`\($0)`" }.joined(separator: ", ")))
    }
    isShare = parts[1].hasSuffix("%")
    guard let limit = Double(isShare ? String(parts[1].dropLast()) : parts[1]), limit >= 0,
      limit.isFinite
    else {
      throw BadGate(
        message:
          "\(quotedForDisplay(parts[1])) is no number; write `\(name) > 100` or `\(name) > 0.1%`"
      )
    }
    self.limit = limit
  }

  /// Why a report does not pass; `nil` if it does.
  func objection(to tally: ImpactTally) -> String? {
    let count =
      switch name {
      case "changed": tally.count([.stricter, .looser, .both])
      case "stricter": tally.count([.stricter, .both])
      case "looser": tally.count([.looser, .both])
      case "signed_out": tally.signedOut
      case "asked_again": tally.askedAgain
      case "asked_again_within_24h": tally.askedAgain + tally.askedWithinDay
      case "missing": tally.lacking
      default: tally.unreadable
      }
    let all = Double(
      max(1, name == "unreadable" ? tally.sessions + tally.unreadable : tally.sessions))
    let value = isShare ? Double(count) / all * 100 : Double(count)
    guard value > limit else { return nil }
    return "`\(text)`: \(name) is \(count)" + (isShare ? " of \(Int(all))" : "")
  }
}
