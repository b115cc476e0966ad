import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import Testing

/// When conditions flip in which a number goes up in steps.
@Suite struct StepTests {
  /// 2026-03-01T09:00:00Z; the session is two hours old and ends in a day.
  private static let now = RandomConditions.base

  private struct Found: Equatable {
    var answer: Bool
    /// Seconds until the answer may be another; `nil` for never.
    var seconds: Double?
    /// The same of what moves evenly.
    var even: Double?
  }

  private static func test(_ text: String) throws -> Found {
    let (checked, problems) = ExpressionChecker.check(
      try parsed(text), in: RandomConditions.environment, expecting: .bool
    ).parts
    let condition = try #require(checked, "\(text): \(problems.map(\.message))")
    var layout = InputLayout()
    let predicate = Predicate(.expression(condition), layout: &layout)
    let instant = try #require(Timestamp(nanosecondsSinceEpoch: now))
    let input = Input(layout: layout, now: instant) { path in
      switch path.description {
      case "session.issued_at":
        Timestamp(nanosecondsSinceEpoch: now - 7_200_000_000_000).map { .timestamp($0) }
      case "session.expires_at":
        Timestamp(nanosecondsSinceEpoch: now + 86_400_000_000_000).map { .timestamp($0) }
      case "session.active": .bool(true)
      default: nil
      }
    }
    func seconds(_ flip: Int128) -> Double? {
      flip == .max ? nil : Double(flip - now) / 1_000_000_000
    }
    var until = Int128.max
    let answer = try predicate.test(input, until: &until)
    return Found(
      answer: answer, seconds: seconds(until), even: seconds(predicate.evenFlip(of: input).flip))
  }

  @Test(
    arguments: [
      ("session.age.getHours() < 20", true, 64_800.0),
      ("session.age.getHours() >= 20", false, 64_800),
      ("20 > session.age.getHours()", true, 64_800), ("session.age.getHours() == 2", true, 3_600),
      ("session.age.getHours() != 5", true, 10_800),
      ("session.age.getMinutes() <= 120", true, 60), ("session.age.getSeconds() < 7300", true, 100),
      ("(session.expires_at - now).getHours() >= 3", true, 75_600.000000001),
      ("(now - session.expires_at).getHours() < 0", true, 82_800.000000001),
      ("session.remaining.getMinutes() == 0", false, 82_800.000000001 + 3_540),
      ("int(now) - int(session.issued_at) < 10800", true, 3_600),
      ("int(session.expires_at) - int(now) > 60", true, 86_340),
      ("int(now) + 5 >= int(session.expires_at)", false, 86_395),
      ("int(now) < 1772355700", true, 100),
    ] as [(String, Bool, Double)])
  func `even steps flip exactly`(text: String, answer: Bool, seconds: Double) throws {
    let found = try Self.test(text)
    #expect(found.answer == answer)
    let until = try #require(found.seconds)
    #expect(abs(until - seconds) < 0.000_001, "\(until)")
    #expect(found.even == found.seconds)
  }

  @Test(arguments: [
    ("session.age.getHours() >= 0", true), ("int(now) > 5", true),
    ("session.age.getSeconds() < -5", false),
  ])
  func `what can no longer change has no flip`(text: String, answer: Bool) throws {
    #expect(try Self.test(text) == Found(answer: answer, seconds: nil, even: nil))
  }

  @Test(
    arguments: [
      ("now.getHours() < 20", true, 39_600.0), ("now.getHours('Pacific/Apia') == 23", false, 3_600),
      ("now.getMinutes() == 59", false, 3_540), ("now.getSeconds() < 30", true, 30),
      ("now.getDayOfWeek() == 0", true, 54_000), ("now.getFullYear() == 2026", true, 26_406_000),
    ] as [(String, Bool, Double)])
  func `fields of the calendar flip at their boundaries`(
    text: String, answer: Bool, seconds: Double
  ) throws {
    let found = try Self.test(text)
    #expect(found == Found(answer: answer, seconds: seconds, even: nil))
  }

  @Test(
    arguments: [
      ("now.getSeconds() < 30 && session.age < duration('3h')", 30.0, 3_600.0),
      ("session.age < duration('3h') || string(now) == ''", 3_600, 3_600),
      ("string(now) == '' || session.age < duration('3h')", 0.000000001, 3_600),
      ("string(now) == '' && session.age > duration('3h')", 0.000000001, 3_600),
      (
        "cel.bind(n, now, n > session.expires_at) || now > session.expires_at", 0.000000001,
        86_400.000000001
      ),
    ] as [(String, Double, Double)])
  func `what changes again and again does not hide what changes once`(
    text: String, seconds: Double, even: Double
  ) throws {
    let found = try Self.test(text)
    #expect(abs(try #require(found.seconds) - seconds) < 0.000_000_01)
    #expect(abs(try #require(found.even) - even) < 0.000_001)
  }

  @Test func `a definition that moves is compared as what it stands for`() throws {
    var environment = RandomConditions.environment
    let (age, _) = ExpressionChecker.check(try parsed("now - session.issued_at"), in: environment)
      .parts
    environment.variables["old"] = Variable(.duration, origin: .definition(try #require(age)))
    let (checked, _) = ExpressionChecker.check(
      try parsed("old < duration('3h') && old.getHours() < 4"), in: environment
    ).parts
    var layout = InputLayout()
    let predicate = Predicate(.expression(try #require(checked)), layout: &layout)
    let now = try #require(Timestamp(nanosecondsSinceEpoch: Self.now))
    let input = Input(layout: layout, now: now) { _ in
      Timestamp(nanosecondsSinceEpoch: Self.now - 7_200_000_000_000).map { .timestamp($0) }
    }
    var until = Int128.max
    #expect(try predicate.test(input, until: &until))
    #expect(until == Self.now + 3_600_000_000_000)
  }
}
