import PolicyAnalysis
import PolicyTime
import SessionPolicy

/// A row for each session, for other tools: comma-separated values by RFC 4180, ended by line feeds.
enum ImpactRow {
  /// The names of the columns.
  static let header =
    "id,now,old_outcome,new_outcome,old_extend,new_extend,old_refresh,new_refresh,old_rule,new_rule,"
    + "direction,valid_until,missing,error\n"

  /// The row of a session.
  static func text(
    _ prepared: PolicyPair.Prepared, _ old: Decision, _ new: Decision,
    _ direction: DifferenceVerdict, _ missing: Set<String>
  ) -> String {
    row([
      prepared.new.sessionID, prepared.new.instant.rfc3339, old.outcome.rawValue,
      new.outcome.rawValue, word(old.extend.isAllowed), word(new.extend.isAllowed),
      word(old.refresh.isAllowed), word(new.refresh.isAllowed), old.decidingRule ?? "",
      new.decidingRule ?? "", direction == .equivalent ? "same" : direction.rawValue,
      new.validUntil?.rfc3339 ?? "", missing.sorted().joined(separator: ";"), "",
    ])
  }

  /// The row of a document that is no session: its number, and what is wrong.
  static func text(unreadable message: String, number: Int) -> String {
    row(Array(repeating: "", count: 13) + ["document \(number): \(message)"])
  }

  private static func word(_ flag: Bool) -> String { flag ? "true" : "false" }

  private static func row(_ values: [String]) -> String {
    values.map { value in
      value.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        ? "\"" + value.replacing("\"", with: "\"\"") + "\"" : value
    }.joined(separator: ",") + "\n"
  }
}
