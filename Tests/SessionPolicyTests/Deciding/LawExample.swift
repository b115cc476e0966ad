import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// One session that examples are about: what it is like is told here, and each example says what differs.
///
/// It was issued two hours ago by a password, which was shown again an hour ago, and ends in 22 hours; its
/// user did something five minutes ago. Kratos gives 24 hours and extends whenever it is asked.
struct LawExample {
  static let now = Timestamp(rfc3339: "2026-03-01T09:00:00Z") ?? .minimum

  /// An instant by its distance from now, as in `-20m` and `+22h`.
  static func at(_ distance: String) -> Timestamp {
    let span = Duration(policyText: String(distance.dropFirst())) ?? .zero
    return now.adding(distance.hasPrefix("-") ? .zero - span : span) ?? .maximum
  }

  static var session: Session {
    Session(
      id: "4b1f6c1e-9c1d-4a43-8a77-0d4cf2f1a001", expiresAt: at("+22h"),
      authenticatedAt: at("-1h"), issuedAt: at("-2h"), authenticatorAssuranceLevel: "aal1",
      authenticationMethods: [method("password", "-1h")],
      identity: Identity(id: "5c1f6c1e-9c1d-4a43-8a77-0d4cf2f1a002", state: "active"))
  }

  /// A completed method.
  static func method(_ name: String, _ distance: String) -> AuthenticationMethod {
    AuthenticationMethod(
      method: name, aal: name == "totp" ? .aal2 : .aal1, completedAt: at(distance))
  }

  var snapshot = Snapshot(
    session: Self.session, request: Request(action: "pay", lastActiveAt: Self.at("-5m")))
  var settings = KratosSettings()
  var now = Self.now
  /// The identity as it is written, if it is to say what the type does not.
  var identity: JSONValue?
  /// Whether the document says nothing of methods.
  var leavesOutMethods = false

  /// The snapshot as a document.
  private var document: SourceFile {
    var session = snapshot.session.document.object?.members.map { ($0.key, $0.value) } ?? []
    if let identity { session = session.map { $0.0 == "identity" ? ($0.0, identity) : $0 } }
    if leavesOutMethods { session.removeAll { $0.0 == "authentication_methods" } }
    let whole: JSONValue = [
      "session": .object(JSONObject(session)), "request": snapshot.request.document,
      "context": .object(snapshot.context),
    ]
    return SourceFile(name: "snapshot.json", text: JSONWriter.text(of: whole))
  }

  /// The policy `p` of some rules.
  static func policies(_ rules: String) throws -> PolicySet {
    let text = "version: 1\npolicy: p\nattributes: { context.risk: string }\nrules:\n" + rules
    let (set, problems) = PolicySet.load([SourceFile(name: "p.yaml", text: text)]).parts
    return try #require(set, "\(DiagnosticFormatter().format(problems))")
  }

  /// The decision, the same by every way that leads to one: by a document in one pass, by a lent one, by
  /// the explanation, and as far as they say, by the short answers.
  func decide(_ rules: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws
    -> Decision
  {
    let policies = try Self.policies(rules)
    let document = document
    let snapshot = try #require(SessionReader.read(document).value)
    let decision = policies.decide(snapshot, at: now, settings: settings)
    let text = JSONWriter.text(of: decision.json())
    let scanned = try #require(
      policies.prepare(reading: document, at: now, settings: settings).value)
    let explained = policies.explain(snapshot, at: now, settings: settings).decision
    for other in [scanned.decision(), explained] {
      #expect(JSONWriter.text(of: other.json()) == text, sourceLocation: sourceLocation)
    }
    for prepared in [scanned, policies.prepare(snapshot, at: now, settings: settings)] {
      #expect(prepared.verdict() == Verdict(decision), sourceLocation: sourceLocation)
      let (verdict, until) = prepared.verdictUntil()
      #expect(verdict == Verdict(decision), sourceLocation: sourceLocation)
      // Early perhaps, where nothing was found within the steps, but never late.
      guard let before = until?.adding(.nanoseconds(-1)), before > now else { continue }
      #expect(
        prepared.verdict(at: before).outcome == decision.outcome, sourceLocation: sourceLocation)
    }
    return decision
  }

  /// A decision in one line: `proceed · extend to +1d by r · refresh no: forbidden (r) · until +22h`.
  static func summary(_ decision: Decision) -> String {
    func list(_ reasons: [Reason]) -> String {
      reasons.map { reason in
        reason.code.rawValue + (reason.rule.map { " (\($0.dropFirst(2)))" } ?? "")
      }.joined(separator: ", ")
    }
    func names(_ rules: [String]) -> String {
      rules.map { String($0.dropFirst(2)) }.joined(separator: ", ")
    }
    var parts = [decision.outcome.rawValue]
    if !decision.reasons.isEmpty { parts[0] += ": " + list(decision.reasons) }
    let extend = decision.extend
    if extend.isAllowed {
      parts.append("extend to \(distance(extend.expiresAt)) by \(names(extend.rules))")
    } else {
      let opening = extend.notBefore.map { " not before \(distance($0)) by \(names(extend.rules))" }
      parts.append("extend no\(opening ?? ""): \(list(extend.reasons))")
    }
    let refresh = decision.refresh
    parts.append(
      refresh.isAllowed
        ? "refresh by \(names(refresh.rules))" : "refresh no: \(list(refresh.reasons))")
    parts.append("until \(distance(decision.validUntil))")
    return parts.joined(separator: " · ")
  }

  /// An instant by its distance from now.
  static func distance(_ instant: Timestamp?) -> String {
    guard let difference = instant?.elapsed(since: now) else { return "for ever" }
    let span = difference < .zero ? .zero - difference : difference
    let (seconds, rest) = span.components
    var text = seconds == 0 && rest != 0 ? "" : Duration.seconds(seconds).policyText ?? "0s"
    if rest != 0 { text += "\(rest / 1_000_000_000)ns" }
    return (difference < .zero ? "-" : "+") + text
  }
}

/// A row of a table of examples.
struct LawRow: CustomTestStringConvertible, Sendable {
  let name: String
  let rules: String
  let change: @Sendable (inout LawExample) -> Void
  let expected: String

  init(
    _ name: String, _ rules: String, _ expected: String,
    _ change: @escaping @Sendable (inout LawExample) -> Void = { _ in }
  ) {
    self.name = name
    self.rules = rules
    self.change = change
    self.expected = expected
  }

  var testDescription: String { name }

  /// The decision of the example that differs from the usual one as the row says.
  func decide() throws -> Decision {
    var example = LawExample()
    change(&example)
    return try example.decide(rules)
  }
}
