import SessionPolicy

/// The whole way: policies from a folder, a session, a decision.
func firstDecision(at now: Timestamp) throws {
  let policies = try PolicySet.load(paths: ["policies"]).get()
  let session = Session(id: "s-1", methods: ["password": now])
  let snapshot = Snapshot(session: session, request: Request(action: "payment.create"))
  let decision = policies.decide(snapshot, at: now)
  print(decision.outcome, decision.validUntil?.rfc3339 ?? "for ever")
}

/// Answers for one request: the body of whoami, and what the user is about to do.
func allows(
  _ whoami: [UInt8], action: String, amount: Double, at now: Timestamp, by store: PolicyStore
) throws -> Bool {
  let decision = try store.decide(
    reading: SourceFile(name: "whoami", bytes: whoami),
    request: Request(action: action, lastActiveAt: now),
    context: ["amount": .number(amount), "channel": "web"], at: now
  ).get()
  switch decision.outcome {
  case .proceed: return true
  case .reauthenticate:
    for step in decision.reauthentication?.steps ?? [] { print(step.browser.pathAndQuery) }
  case .signIn:
    for reason in decision.reasons { print(reason.code.rawValue, reason.message ?? "") }
  }
  print(decision.jsonText)
  return false
}

/// Keeps the last good policies and settings in force while their files change.
func serve() throws -> PolicyStore {
  let store = try PolicyStore(paths: ["policies"], kratos: ["kratos.yml"]) { event in
    switch event {
    case .decided(let decision): print("decided: \(decision.outcome.rawValue)")
    case .reloaded(.rejected(let problems)): print(DiagnosticFormatter().format(problems))
    case .reloaded: print("the policies in force are new")
    }
  }
  // Now and then, or when the system reports a change:
  store.reloadIfChanged()
  return store
}

/// The short answer, and until when it may be kept.
func isPermitted(_ file: SourceFile, by policies: PolicySet, at now: Timestamp) throws -> Bool {
  let prepared = try policies.prepare(reading: file).get()
  let (verdict, validUntil) = prepared.verdictUntil(at: now)
  print(verdict.isExtendAllowed, verdict.isRefreshAllowed, validUntil?.rfc3339 ?? "for ever")
  // For the reasons: prepared.decision(at: now)
  return verdict.outcome == .proceed
}
