import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import SessionPolicy
import Testing

private let organization = "7f3c9a4e-5b1d-4c2a-9e8f-0a1b2c3d4e5f"

/// A line of the table with one method in the place of `M`.
struct KratosFact: CustomTestStringConvertible, Sendable {
  let testDescription: String
  var releases = KratosRelease.allCases
  var settings = KratosSettings()
  var client = KratosRequest.Client.browser
  var hasMethods = true
  var enrolled: [String]?
  let events: [(time: Duration, operation: SessionOperation)]
  let answer: String
  let state: String

  /// Every fact of the table.
  static let all = kratosFactTable.split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap {
    facts(of: String($0))
  }

  private static func facts(of line: String) -> [KratosFact] {
    let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
    guard cells.count == 6 else { return [] }
    let list = cells[2].split(separator: " ").first { $0.hasPrefix("for=") }?.dropFirst(4)
    return (list?.split(separator: ",") ?? ["password"]).compactMap {
      KratosFact(cells, String($0))
    }
  }

  private init?(_ cells: [String], _ method: String) {
    func filled(_ text: String) -> String {
      text.split(separator: " ").map { $0 == "M" ? method : String($0) }.joined(separator: " ")
    }
    testDescription = "\(cells[0]): \(cells[1]): \(filled(cells[3]))"
    answer = cells[4]
    state = filled(cells[5])
    let parts = cells[3].split(separator: ";").map { filled(trimmed($0)) }
    events = parts.compactMap(Self.event)
    guard events.count == parts.count, !events.isEmpty else { return nil }
    var releases: [KratosRelease] = []
    for word in cells[2].split(separator: " ") {
      let pair = word.split(separator: "=").map(String.init)
      let span = pair.count > 1 ? Duration(policyText: pair[1]) : nil
      switch pair[0] {
      case "tagged": releases = [.v1_3, .v25_4, .v26_2]
      case "for": break
      case "native": client = .native
      case "nothing": hasMethods = false
      case "passwordless": settings.passwordlessWebAuthn = true
      case "first_codes": settings.codeAsFirstFactor = true
      case "second_codes": settings.codeAsSecondFactor = true
      case "transient": settings.persistentCookie = false
      case "settings_aal1": settings.settingsRequiredAAL = .aal1
      case "whoami_aal1": settings.whoamiRequiredAAL = .aal1
      case "enrolled":
        enrolled = pair[1] == "none" ? [] : pair[1].split(separator: ",").map(String.init)
      case "methods":
        var methods = KratosMethods()
        let names = pair[1].split(separator: ",").map(String.init)
        for name in KratosMethods.defaults.keys where pair[1] != "default" {
          methods.set(name, enabled: pair[1] == "all" || names.contains(name))
        }
        settings.methods = methods
      case "lifespan": settings.lifespan = span ?? .zero
      case "privileged": settings.privilegedSessionMaxAge = span ?? .zero
      case "window": settings.earliestPossibleExtend = span
      case "organization": settings.organizationLifespans = [organization: span ?? .zero]
      default:
        guard let release = KratosRelease(rawValue: pair[0]) else { return nil }
        releases.append(release)
      }
    }
    if !releases.isEmpty { self.releases = releases }
  }

  /// Reads what happens: a time, an operation, and the method and person where it has them.
  private static func event(_ text: String) -> (time: Duration, operation: SessionOperation)? {
    let words = text.split(separator: " ").map(String.init)
    guard words.count > 1, let time = Duration(policyText: words[0]) else { return nil }
    let name = (words.count > 2 ? words[2] : "").split(separator: "@").map(String.init)
    let factor = AuthenticationMethod(
      method: name.first ?? "", aal: name.count > 1 ? AssuranceLevel(name[1]) : nil)
    let identity = words.last == "bob" ? Identity(id: "bob") : nil
    let operation: SessionOperation
    switch words[1] {
    case "extend": operation = .extend
    case "whoami": operation = .whoami
    case "revoke": operation = .revoke
    case "disable": operation = .setIdentityState(active: false)
    case "sign_in": operation = .signIn(factor, identity: identity)
    case "recover": operation = .recover(factor, identity: identity)
    case "refresh": operation = .refresh(factor, identity: identity)
    case "step_up": operation = .stepUp(factor)
    case "again": operation = .refreshSecondFactor(factor)
    case "enrol": operation = .enrol(factor)
    default: return nil
    }
    return (time, operation)
  }
}

private func trimmed(_ text: Substring) -> String {
  text.split(separator: " ").joined(separator: " ")
}

/// The session in words, its instants as times since it began.
private func words(_ session: Session) -> String {
  func time(_ at: Timestamp?) -> String {
    at.map { $0.elapsed(since: instant(0)) }.map { span in
      // The table says hours, however many.
      span.components.seconds % 86_400 == 0 && span > .zero && span.components.attoseconds == 0
        ? "\(span.components.seconds / 3_600)h" : span.policyText ?? "before"
    } ?? "never"
  }
  return
    (["issued", time(session.issuedAt), "authenticated", time(session.authenticatedAt), "expires"]
    + [time(session.expiresAt), session.authenticatorAssuranceLevel ?? "none"]
    + session.authenticationMethods.map(\.method)).joined(separator: " ")
}

private func words(_ result: SessionOperationResult) -> String {
  switch result {
  case .changed: "changed"
  case .newSession: "new"
  case .cookieRenewed: "renewed"
  case .unchanged: "nothing"
  case .refused(let refusal):
    ["\(refusal.status)", refusal.id].compactMap { $0 }.joined(separator: " ")
  }
}

@Test func everyLineOfTheTableIsAFact() {
  let lines = kratosFactTable.split(separator: "\n").filter { !$0.hasPrefix("#") }
  let read = Set(KratosFact.all.map { $0.testDescription.split(separator: ":").prefix(2).joined() })
  let written = Set(
    lines.map { $0.split(separator: "|").prefix(2).map { trimmed($0) }.joined(separator: " ") })
  #expect(read.count == written.count)
  #expect(KratosFact.all.count > 200)
}

@Test(arguments: KratosFact.all) func kratosDoesAsItsSourceSays(_ fact: KratosFact) throws {
  for release in fact.releases {
    var settings = fact.settings
    settings.release = release
    var session = KratosRules(settings).begun(
      id: "s", identity: Identity(id: "ada"),
      by: AuthenticationMethod(
        method: "password",
        organization: settings.organizationLifespans.isEmpty ? nil : organization),
      at: instant(0))
    if !fact.hasMethods {
      session.authenticationMethods = []
      session.authenticatorAssuranceLevel = nil
    }
    var life = SimulatedSession(
      session, at: instant(0), settings: settings, client: fact.client,
      enrolledMethods: fact.enrolled)
    var before = words(life.session)
    for (place, event) in fact.events.enumerated() {
      let at = try #require(instant(0).adding(event.time))
      before = words(life.session)
      let result = life.apply(event.operation, at: at)
      if place == fact.events.count - 1 {
        #expect(words(result) == fact.answer, "\(release)")
      } else if case .refused(let refusal) = result {
        Issue.record("\(release): \(event.operation): \(refusal.message)")
      }
    }
    if fact.state != "*" {
      let expected = fact.state == "-" ? before : fact.state
      #expect(words(life.session) == expected, "\(release)")
    }
  }
}

@Test func anEmptyListOfMethodsIsNobodyWhateverWasStored() throws {
  func session(_ text: String) throws -> Session {
    try #require(SessionReader.read(SourceFile(name: "s", text: text)).value?.session)
  }
  let listed = try session(
    #"{"id": "s", "authenticator_assurance_level": "aal2", "authentication_methods": []}"#)
  #expect(KratosRules().recomputedLevel(of: listed) == .aal0)
  let old = try session(#"{"id": "s", "authenticator_assurance_level": "aal2"}"#)
  #expect(KratosRules().recomputedLevel(of: old) == .aal2)
}

@Test func whatOnlyTheHeadWritesTellsTheRelease() {
  func session(_ methods: [AuthenticationMethod]) -> Session {
    Session(id: "s", authenticationMethods: methods)
  }
  let carried = session([AuthenticationMethod(method: "oidc", aal: .aal2)])
  let reported = session([AuthenticationMethod(method: "oidc", aal: .aal1, upstreamACR: "gold")])
  let plain = session(["oidc", "totp"].map { AuthenticationMethod(method: $0) })
  let expected: [(Session, KratosRelease)] = [
    (carried, .head), (reported, .head), (plain, .v26_2),
  ]
  for (session, release) in expected {
    #expect(KratosSettings().release(for: session) == release)
    #expect(KratosSettings(release: .v25_4).release(for: session) == .v25_4)
  }
  #expect(KratosRules().recomputedLevel(of: carried) == .aal2)
  #expect(carried.assuranceLevel == .aal2)
  #expect(KratosRules(KratosSettings(release: .v26_2)).recomputedLevel(of: carried) == .aal1)
}

@Test func aRefusalSaysWhatKratosAnswers() {
  let password = AuthenticationMethod(method: "password")
  var life = SimulatedSession(
    KratosRules().begun(id: "s", identity: Identity(id: "ada"), by: password, at: instant(0)),
    at: instant(0))
  func message(_ operation: SessionOperation) -> String? {
    guard case .refused(let refusal) = life.apply(operation, at: life.now) else { return nil }
    return refusal.message
  }
  #expect(
    message(.signIn(password))
      == "Kratos answers 400 `session_already_available`, for there is a live session already")
  #expect(
    message(.stepUp(password))
      == "Kratos answers 400, for no strategy is responsible: `password` is never asked for there")
  life.advance(to: instant(2))
  #expect(
    message(.enrol(AuthenticationMethod(method: "totp")))
      == "Kratos answers 403 `session_refresh_required`, for the session was not authenticated "
      + "within `privileged_session_max_age`")
}
