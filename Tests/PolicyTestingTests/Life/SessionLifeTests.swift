import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import SessionPolicy
import Testing

@testable import PolicyTesting

/// The life of a session, recorded: where it says that answers change, and how limits fill.
@Suite struct SessionLifeTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
  private static let policies = [
    "workforce", "kratos-defaults", "nist-800-63b-4-aal2", "pci-dss-4", "sliding-with-absolute-cap",
    "sudo-mode",
  ]
  private static let sessions = [
    "admin-view", "passkey", "password-aal1", "stale-second-factor", "totp-step-up", "expired",
  ]

  private func question(
    _ policy: String, _ session: String
  ) throws -> (policies: PolicySet, snapshot: Snapshot) {
    let set = PolicySet.load(paths: ["\(Self.root)/policies/\(policy).yaml"])
    let file = try FileReader.read("\(Self.root)/samples/sessions/\(session).json")
    var snapshot = try #require(SessionReader.read(file).value)
    snapshot.request.action = "payment.create"
    snapshot.request.lastActiveAt = snapshot.session.authenticatedAt
    snapshot.request.cookieIssuedAt = snapshot.session.authenticatedAt
    return (try #require(set.value), snapshot)
  }

  /// Between two changes every instant at which anything could turn is answered as the span says.
  @Test(arguments: policies, sessions)
  func changesAreWhereTheEvaluatorHasThem(policy: String, session: String) throws {
    let (policies, snapshot) = try question(policy, session)
    let begin = try #require(snapshot.session.authenticatedAt).adding(.seconds(60))
    let now = try #require(begin)
    let end = try #require(now.adding(.seconds(40 * 86_400)))
    let life = SessionLife(
      of: snapshot, at: now, [], under: policies, settings: KratosSettings(), until: end)
    #expect(life.spans.first?.from == now)
    #expect(life.spans.last?.until == end)
    for (span, next) in zip(life.spans, life.spans.dropFirst()) { #expect(span.until == next.from) }

    var instants: Set<Timestamp> = [now]
    for span in life.spans {
      let explanation = policies.explain(snapshot, at: span.from)
      let flips = explanation.rules.flatMap(\.checks).compactMap(\.flipsAt)
      for instant in [span.from, span.until] + flips {
        for near in [-1, 0, 1] as [Int64] {
          if let at = instant.adding(.nanoseconds(near)), at >= now, at < end {
            instants.insert(at)
          }
        }
      }
    }
    #expect(instants.count >= 4)
    for instant in instants {
      let span = try #require(life.spans.last { $0.from <= instant })
      let decision = policies.decide(snapshot, at: instant)
      #expect(decision.outcome == span.decision.outcome, "\(instant.rfc3339)")
      #expect(decision.extend.isAllowed == span.decision.extend.isAllowed, "\(instant.rfc3339)")
      #expect(decision.extend.notBefore == span.decision.extend.notBefore, "\(instant.rfc3339)")
      #expect(decision.refresh.isAllowed == span.decision.refresh.isAllowed, "\(instant.rfc3339)")
      #expect(decision.reasons == span.decision.reasons, "\(instant.rfc3339)")
    }
    // And each change is one.
    for (span, next) in zip(life.spans, life.spans.dropFirst()) where span.until > span.from {
      let before = try #require(next.from.adding(.nanoseconds(-1)))
      let pair = (
        policies.explain(snapshot, at: before), policies.explain(snapshot, at: next.from)
      )
      #expect(pair.0.change(to: pair.1) != nil, "\(next.from.rfc3339)")
    }
  }

  /// Every instant that a document and the durations of a policy and of Kratos make together is a boundary at
  /// which something may turn. The evaluator is asked at each and right before it: it finds the same changes,
  /// and no other.
  @Test(arguments: policies, ["admin-view", "passkey", "totp-step-up"])
  func changesAreThoseThatAreFoundByAskingAtEveryBoundary(policy: String, session: String) throws {
    let (policies, snapshot) = try question(policy, session)
    let now = try #require(snapshot.session.authenticatedAt?.adding(.seconds(60)))
    let end = try #require(now.adding(.seconds(40 * 86_400)))
    let life = SessionLife(
      of: snapshot, at: now, [], under: policies, settings: KratosSettings(), until: end)

    let text = try String(
      decoding: FileReader.read("\(Self.root)/policies/\(policy).yaml").bytes, as: UTF8.self)
    let written = text.split { !($0.isLetter || $0.isNumber) }
      .compactMap { Duration(policyText: String($0)) }
    // Kratos' lifespan, its window and the life of its cookie.
    let durations = Set(
      written + [.zero, .seconds(86_400), .seconds(3_600), .seconds(30 * 86_400)])
    let instants =
      [
        snapshot.session.issuedAt, snapshot.session.authenticatedAt, snapshot.session.expiresAt,
        snapshot.request.lastActiveAt, snapshot.request.cookieIssuedAt,
      ] + snapshot.session.authenticationMethods.map(\.completedAt)
    var boundaries: Set<Timestamp> = []
    for instant in instants.compactMap({ $0 }) {
      for one in durations {
        for other in durations {
          // A limit, a cap with the length of an extension before it, a window before an expiry.
          for at in [instant.adding(one), instant.adding(one - other), instant.adding(.zero - one)]
          {
            if let at, now < at, at < end { boundaries.insert(at) }
          }
        }
      }
    }
    #expect(boundaries.count > 10)
    let changed = try boundaries.filter { at in
      let before = try #require(at.adding(.nanoseconds(-1)))
      return policies.explain(snapshot, at: before).change(to: policies.explain(snapshot, at: at))
        != nil
    }
    #expect(changed.sorted().map(\.rfc3339) == life.changes.map(\.at.rfc3339))
  }

  /// What a requirement says of when it turns, it does.
  @Test(arguments: policies, sessions)
  func requirementsTurnWhenTheySay(policy: String, session: String) throws {
    let (policies, snapshot) = try question(policy, session)
    let now = try #require(snapshot.session.authenticatedAt?.adding(.seconds(60)))
    let explanation = policies.explain(snapshot, at: now)
    for (place, rule) in explanation.rules.enumerated() {
      for (number, check) in rule.checks.enumerated() {
        guard let flip = check.flipsAt, let before = flip.adding(.nanoseconds(-1)) else { continue }
        func isMet(_ at: Timestamp) -> Bool? {
          let checks = policies.explain(snapshot, at: at).rules[place].checks
          return checks.indices.contains(number) ? checks[number].isMet : nil
        }
        #expect(isMet(before) == check.isMet, "\(rule.rule.qualifiedID) \(check.key)")
        #expect(isMet(flip) != check.isMet, "\(rule.rule.qualifiedID) \(check.key)")
        #expect(check.path.map { $0.hasPrefix(rule.rule.path) } ?? true)
      }
    }
  }

  /// What happens moves the session by Kratos' rules, and what is refused moves nothing.
  @Test func eventsMoveTheSessionAndRefusalsDoNot() throws {
    let (policies, snapshot) = try question("sliding-with-absolute-cap", "totp-step-up")
    let now = try #require(snapshot.session.authenticatedAt?.adding(.seconds(3_600)))
    let file = SourceFile(
      name: "events.yaml",
      text: """
        - { at: -30m, do: activity }
        - { at: 0s, do: extend }
        - { at: 22h, do: [activity, extend] }
        - { at: 23h, do: step_up, with: totp }

        """)
    let (steps, diagnostics) = LifeEvents.read(file, now: now).parts
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    let life = SessionLife(
      of: snapshot, at: now, try #require(steps), under: policies, settings: KratosSettings())
    #expect(life.begin == now.adding(.seconds(-1_800)))
    let events = life.events.filter { $0.effect != .told }
    #expect(events.map(\.name) == ["activity", "extend", "activity", "extend", "step_up"])
    #expect(events.map(\.isAssumed) == [false, false, true, true, true])
    for event in events where event.name == "extend" || event.name == "step_up" {
      if case .refused = event.effect {
        #expect(event.expiry.before == event.expiry.after)
      } else {
        #expect(event.expiry.after ?? .minimum > event.expiry.before ?? .maximum)
      }
    }
    #expect(life.changes.contains { !$0.events.isEmpty })
  }

  /// A file of events that says something else is refused, at its place.
  @Test(arguments: [
    ("timeline: []", "must be a list"), ("- { at: 1h, do: dance }", "dance"),
    ("- { at: 2h, do: activity }\n- { at: 1h, do: activity }", "before the one above"),
    ("- { at: 1h, doo: activity }", "doo"), ("", "no document"),
  ])
  func otherFilesAreRefused(text: String, message: String) {
    let now = Timestamp(seconds: 1_772_000_000) ?? .minimum
    let (steps, diagnostics) = LifeEvents.read(
      SourceFile(name: "e.yaml", text: text), now: now
    ).parts
    #expect(steps == nil)
    #expect(diagnostics.contains { $0.message.contains(message) }, "\(diagnostics.map(\.message))")
  }

  /// A condition that changes every second is followed to a bound, and the life says that it is cut.
  @Test func aRestlessLifeIsCut() throws {
    let file = SourceFile(
      name: "p.yaml",
      text: """
        version: 1
        policy: p
        rules:
          - { id: flicker, may: refresh, when: now.getSeconds() % 2 == 0 }

        """)
    let policies = try #require(PolicySet.load([file]).value)
    let now = try #require(Timestamp(rfc3339: "2026-03-01T09:00:00Z"))
    var session = Session(id: "a")
    session.active = true
    session.expiresAt = now.adding(.seconds(86_400))
    let life = SessionLife(
      of: Snapshot(session: session), at: now, [], under: policies, settings: KratosSettings())
    #expect(life.isCut)
    #expect(life.spans.count <= 1_001)
  }
}
