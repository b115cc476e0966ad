import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import PolicyTime

/// Random conditions over a small session, and random inputs for them.
struct RandomConditions {
  var random: SeededGenerator

  /// 2026-03-01T09:00:00Z, in nanoseconds since 1970; whatever is random lies around it.
  static let base: Int128 = 1_772_355_600 * 1_000_000_000

  /// A session with stored and derived attributes, a constant and a definition.
  static let environment: Environment = {
    let session = ObjectType(
      "session",
      fields: [
        "active": .init(.bool), "aal": .init(.string), "count": .init(.int),
        "issued_at": .init(.timestamp), "expires_at": .init(.timestamp),
        "span": .init(.duration), "tags": .init(.list(.string)),
        "age": .init(
          .duration, derivation: .elapsed(since: AttributePath(["session", "issued_at"]))),
        "remaining": .init(
          .duration, derivation: .remaining(until: AttributePath(["session", "expires_at"]))),
      ])
    var variables: [String: Variable] = [
      "session": Variable(.object("session")),
      "now": Variable(.timestamp, origin: .now),
      "limit": Variable(.duration, origin: .constant(.duration(.seconds(3600)))),
    ]
    let plain = Environment(variables: variables, objects: ["session": session])
    if let fresh = ExpressionParser.parse("session.age < limit && session.active").value,
      let checked = ExpressionChecker.check(fresh, in: plain).value
    {
      variables["fresh"] = Variable(.bool, origin: .definition(checked))
    }
    return Environment(variables: variables, objects: ["session": session])
  }()

  private static let comparisons = ["<", "<=", ">", ">=", "==", "!="]
  private static let instants = ["session.issued_at", "session.expires_at"]
  private static let offsets: [Int128] = [
    0, 1, -1, 1_000_000_000, -1_000_000_000, 1_800_000_000_000, -1_800_000_000_000,
    3_600_000_000_000, -3_600_000_000_000, 86_400_000_000_000, -86_400_000_000_000,
    300 * 365 * 86_400_000_000_000, -300 * 365 * 86_400_000_000_000,
    -9_223_372_036_000_000_000,
  ]

  /// A condition of at most a number of levels.
  mutating func condition(depth: Int) -> String {
    guard depth > 0 else { return atom() }
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: return "(\(condition(depth: depth - 1)) && \(condition(depth: depth - 1)))"
    case 2, 3: return "(\(condition(depth: depth - 1)) || \(condition(depth: depth - 1)))"
    case 4: return "!(\(condition(depth: depth - 1)))"
    case 5:
      return "(\(atom()) ? \(condition(depth: depth - 1)) : \(condition(depth: depth - 1)))"
    default: return atom()
    }
  }

  private mutating func atom() -> String {
    let comparison = random.pick(Self.comparisons)
    let instant = random.pick(Self.instants)
    let other = random.pick(Self.instants)
    let number = Int.random(in: -1...61, using: &random)
    return switch Int.random(in: 0..<34, using: &random) {
    case 0: "session.active"
    case 1: "has(session.\(random.pick(["active", "aal", "issued_at", "age", "remaining"])))"
    case 2: "session.aal \(random.pick(["==", "!="])) \"aal\(number % 3)\""
    case 3: "session.aal in [\"aal1\", \"aal2\"]"
    case 4: "session.count \(comparison) \(number % 3)"
    case 5: "now \(comparison) \(instant)"
    case 6: "\(instant) \(comparison) now"
    case 7: "now - \(instant) \(comparison) \(span())"
    case 8: "\(instant) - now \(comparison) \(span())"
    case 9: "\(span()) \(comparison) now - \(instant)"
    case 10: "session.age \(comparison) \(span())"
    case 11: "\(span()) \(comparison) session.remaining"
    case 12: "session.span \(comparison) \(span())"
    case 13: "now \(comparison) \(date())"
    case 14: "\(instant) \(comparison) \(date())"
    case 15: "\(instant) + \(span()) \(comparison) now"
    case 16: "session.age \(comparison) session.\(random.pick(["span", "remaining"]))"
    case 17:
      "now.\(random.pick(["getHours", "getMinutes", "getSeconds"]))() \(comparison) \(number)"
    case 18: "now.getHours(\"Europe/Berlin\") \(comparison) \(number)"
    case 19: "session.\(random.pick(["age", "remaining"])).getMinutes() \(comparison) \(number)"
    case 20: "1 / session.count \(comparison) 0"
    case 21: "session.tags.\(random.pick(["exists", "all"]))(t, t == session.aal)"
    case 22: "now - \(instant) \(comparison) \(other) - now"
    case 23: "\(stepping()) \(comparison) \(number)"
    case 24: "\(number) \(comparison) \(stepping())"
    case 25: "\(number) - \(stepping()) \(comparison) session.count"
    case 26: "now.getDayOfWeek(\"Pacific/Apia\") in [\(number % 7), 3]"
    case 27:
      "session.tags.\(random.pick(["exists", "all", "existsOne"]))(i, t, t == session.aal || i > 1)"
    case 28: "sets.\(random.pick(["contains", "intersects"]))(session.tags, [session.aal, \"a\"])"
    case 29: "session.tags.distinct().sort().reverse().first().orValue(\"\") == session.aal"
    case 30: "[0, 1].sortBy(i, i == 0 ? now - \(instant) : \(other) - now)[0] == 0"
    case 31: "[\(instant), \(other)].sortBy(t, now - t)[0] == \(instant)"
    case 32: "[\(instant), \(other)].transformMap(i, t, t \(comparison) now)[\(number % 2)]"
    default: random.pick(["fresh", "true", "session.active == false"])
    }
  }

  /// A whole number that time moves in steps.
  private mutating func stepping() -> String {
    let instant = random.pick(Self.instants)
    let part = random.pick(["getHours", "getMinutes", "getSeconds", "getMilliseconds"])
    return switch Int.random(in: 0..<5, using: &random) {
    case 0: "(int(now) - int(\(instant)))"
    case 1: "(now - \(instant)).\(part)()"
    case 2: "(\(instant) - now).\(part)()"
    case 3: "session.age.\(part)()"
    default: "now.\(part)(\"Pacific/Apia\")"
    }
  }

  private mutating func span() -> String {
    "duration(\"\(Duration(nanosecondCount: random.pick(Self.offsets)).secondsText)\")"
  }

  private mutating func date() -> String {
    "timestamp(\"\(instant().rfc3339)\")"
  }

  /// An instant near or far from the base.
  mutating func instant() -> Timestamp {
    let offset = random.pick(Self.offsets) + random.pick(Self.offsets)
    return Timestamp(nanosecondsSinceEpoch: Self.base + offset) ?? .maximum
  }

  /// An instant of evaluation: within days of the base, so that bounds fit into 64 bits.
  mutating func now() -> Timestamp {
    let near = Self.offsets.filter { $0.magnitude < 1 << 56 }
    let offset = random.pick(near) + random.pick(near)
    return Timestamp(nanosecondsSinceEpoch: Self.base + offset) ?? .maximum
  }

  /// Values for some of the stored attributes; the others are missing.
  mutating func attributes() -> [AttributePath: Value] {
    let values: [String: Value] = [
      "active": .bool(Bool.random(using: &random)),
      "aal": .string(random.pick(["aal0", "aal1", "aal2", "other"])),
      "count": .int(Int64.random(in: -1...2, using: &random)),
      "issued_at": .timestamp(instant()), "expires_at": .timestamp(instant()),
      "span": .duration(Duration(nanosecondCount: random.pick(Self.offsets))),
      "tags": .list(random.pick([[], [.string("aal1")], [.string("x"), .string("aal1")]])),
    ]
    var attributes: [AttributePath: Value] = [:]
    for name in values.keys.sorted() where Int.random(in: 0..<5, using: &random) > 0 {
      attributes[AttributePath(["session", name])] = values[name]
    }
    return attributes
  }
}
