package import PolicyDiagnostics
package import PolicyDocuments
package import PolicyTime
import SessionPolicy

/// Reading instants and distances in time, as suites write them.
extension DocumentReader {
  /// Reads an instant in RFC 3339.
  package mutating func instant(_ node: DocumentNode) -> Located<Timestamp>? {
    let example = "2026-03-01T09:00:00Z"
    guard let text = scalar(node, as: "an instant such as `\(example)`") else { return nil }
    guard let instant = Timestamp(rfc3339: text.value) else {
      let isRelative = ["now", "today", "tomorrow"].contains(text.value.lowercased())
      report(
        isRelative ? .invalidValue : .implicitTimestamp,
        isRelative
          ? "\(node.subject) is \(quotedForDisplay(text.value)), so the tests would depend on the day they run"
          : "\(quotedForDisplay(text.value)) is no instant with a zone", at: node,
        help: "write an instant such as `\(example)`")
      return nil
    }
    return Located(instant, at: text.location)
  }

  /// Reads an instant, or its distance from an instant: `-20m`, `+22h`, `0s`.
  package mutating func moment(_ node: DocumentNode, from now: Timestamp) -> Located<Timestamp>? {
    guard let text = scalar(node, as: "an instant or a distance such as `-20m`") else { return nil }
    if let instant = Timestamp(rfc3339: text.value) { return Located(instant, at: text.location) }
    guard let distance = Self.distance(text.value) else {
      report(
        .invalidValue,
        "\(quotedForDisplay(text.value)) is neither an instant nor a distance from `now`", at: node,
        help: "write a distance such as `-20m` or `+22h`, or an instant such as "
          + "`2026-03-01T09:00:00Z`")
      return nil
    }
    guard let instant = now.adding(distance) else {
      report(
        .invalidValue, "\(quotedForDisplay(text.value)) from `now` is beyond the years 1 to 9999",
        at: node)
      return nil
    }
    return Located(instant, at: text.location)
  }

  /// Reads a time after the suite's `now`: `14m`, `+14m`, `0s`.
  ///
  /// - Parameter allowsPast: Whether it may lie before.
  package mutating func offset(
    _ node: DocumentNode, allowsPast: Bool = false
  ) -> Located<Duration>? {
    guard let text = scalar(node, as: "a time after `now` such as `14m`") else { return nil }
    guard let distance = Self.distance(text.value) else {
      report(
        .invalidValue, "\(quotedForDisplay(text.value)) is no time after `now`", at: node,
        help: "write how long after `now`, such as `14m` or `31d`")
      return nil
    }
    guard distance >= .zero || allowsPast else {
      report(
        .invalidValue, "\(quotedForDisplay(text.value)) is before `now`, where nothing happens yet",
        at: node, help: "move `now`, or write a time after it")
      return nil
    }
    return Located(distance, at: text.location)
  }

  /// A signed duration; `nil` for any other text.
  private static func distance(_ text: String) -> Duration? {
    let sign = text.utf8.first
    let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    guard let span = Duration(policyText: isSigned ? String(text.dropFirst()) : text) else {
      return nil
    }
    return sign == UInt8(ascii: "-") ? .zero - span : span
  }
}

extension FieldTable.Kind {
  /// An instant, or its distance from the suite's `now`, such as `-20m`.
  static let moment = FieldTable.Kind.own(.moment)
  /// A time after the suite's `now`, such as `14m`.
  static let offset = FieldTable.Kind.own(.offset)
}

extension ScalarForm {
  /// An instant, or its distance from the suite's `now`.
  static let moment = ScalarForm("moment", pattern: "([+-]?(?=[0-9])\(span)|\(instant))")
  /// A time after the suite's `now`.
  static let offset = ScalarForm("offset", pattern: "\\+?(?=[0-9])\(span)")
}
