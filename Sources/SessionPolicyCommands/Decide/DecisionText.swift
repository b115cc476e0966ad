import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyTesting
import PolicyTime
import SessionPolicy

/// A decision as text: what happens now, why, what to do, and until when. Of what is many, some are
/// listed with the count of the others; the formats for programs have all of it.
struct DecisionText {
  let coloring: TextColoring
  let now: Timestamp

  /// The whole text, ending with a line break.
  func text(of decision: Decision) -> String {
    var rows = [headline(decision)]
    rows += section("why", why(decision))
    rows += section("do", steps(decision))
    rows += section("until", [until(decision)])
    rows.append("")
    rows += section("extend", extend(decision.extend))
    rows += section("refresh", refresh(decision.refresh))
    rows += section("ahead", deadlines(decision.deadlines))
    rows += section("calls", decision.requests.map(call))
    rows += section(
      "unknown", decision.indeterminate.map(unknown) + decision.ignored.map(undeclared))
    return rows.joined(separator: "\n") + "\n"
  }

  private func headline(_ decision: Decision) -> String {
    let name = coloring.paint(decision.outcome.rawValue, .title)
    switch decision.outcome {
    case .proceed: return name + ": the session goes on"
    case .reauthenticate: return name + ": the user has to prove themselves again"
    case .signIn: return name + ": the present session is over"
    }
  }

  /// Rows under a name in the margin; none if there is nothing to say.
  private func section(_ name: String, _ rows: [String]) -> [String] {
    Self.cut(rows, atMost: 50).enumerated().map { index, row in
      let margin = index == 0 ? name : ""
      return "  " + margin.padded(to: 9) + row
    }
  }

  /// The first of many, and how many others there are.
  private static func cut(_ items: [String], atMost limit: Int) -> [String] {
    guard items.count > limit else { return items }
    return items.prefix(limit) + ["and \(items.count - limit) more, not listed"]
  }

  /// What people are told, each sentence once, with the codes that it stands for below it.
  private func why(_ decision: Decision) -> [String] {
    var rows: [String] = []
    var told: Set<String> = []
    for reason in decision.reasons {
      if let message = reason.message, told.insert(message).inserted {
        rows.append(escapedForDisplay(message))
      }
      rows.append(cited(reason))
    }
    return rows
  }

  /// A reason's code with its rule.
  private func cited(_ reason: Reason) -> String {
    reason.code.rawValue + (reason.rule.map { " (\(escapedForDisplay($0)))" } ?? "")
  }

  private func steps(_ decision: Decision) -> [String] {
    switch decision.outcome {
    case .proceed: return []
    case .signIn:
      return [
        "sign in anew", "browser  " + call(.signIn(.browser)), "native   " + call(.signIn(.native)),
      ]
    case .reauthenticate:
      guard let due = decision.reauthentication else { return [] }
      var rows: [String] = []
      for (index, way) in due.alternatives.enumerated() {
        for (place, step) in way.enumerated() {
          rows.append((index > 0 && place == 0 ? "or " : "") + need(step, due))
          rows.append("browser  " + call(step.browser))
          if let native = step.native { rows.append("native   " + call(native)) }
          if !due.isEnrolmentKnown { rows += enrolment(before: step) }
        }
      }
      return rows
    }
  }

  /// What someone does who has no such method, where nobody says whether they do.
  private func enrolment(before step: Decision.Step) -> [String] {
    guard step.canBeEnrolled else { return [] }
    return ["who has none sets one up first, in the settings: " + call(.enrol(.browser))]
  }

  private func need(_ step: Decision.Step, _ due: Decision.Reauthentication) -> String {
    var text =
      switch step.factor {
      case .first: "show a first factor again"
      case .second: "show a second factor"
      case .enrol: "set up a method in the settings"
      }
    if let methods = step.methods {
      text += ": " + Self.cut(methods.map(escapedForDisplay), atMost: 20).joined(separator: " or ")
    }
    if step.factor != .enrol, let age = due.maxAge?.policyText { text += " (good for \(age))" }
    return text
  }

  private func call(_ request: KratosRequest) -> String {
    "\(request.method) \(request.pathAndQuery)"
      + (request.audience == .admin ? "  (admin API)" : "")
  }

  private func until(_ decision: Decision) -> String {
    decision.validUntil.map(moment) ?? "anything but time changes"
  }

  /// An instant with its distance from now.
  func moment(_ instant: Timestamp) -> String {
    let distance = instant.elapsed(since: now)
    let span = distance < .zero ? .zero - distance : distance
    let words = span < .seconds(1) ? "less than a second" : span.words(2, inARow: true)
    return instant.rfc3339 + (distance < .zero ? " (\(words) ago)" : " (in \(words))")
  }

  /// Whether the session may be extended or refreshed, and why not: those that parts of the decision, such
  /// as `extend.expires_at`, are about.
  func permissions(_ decision: Decision, behind parts: [String]) -> [String] {
    func isMeant(_ name: String) -> Bool {
      parts.contains { $0 == name || $0.hasPrefix(name + ".") }
    }
    return
      (parts.contains(where: FieldTable.isAboutExtending)
      ? section("extend", extend(decision.extend)) : [])
      + (isMeant("refresh") ? section("refresh", refresh(decision.refresh)) : [])
  }

  private func extend(_ extend: Decision.Extend) -> [String] {
    if extend.isAllowed {
      var row = "yes"
      if let expiry = extend.expiresAt { row += ", to " + moment(expiry) }
      return [row + rules(extend.rules)]
    }
    var rows = extend.reasons.map(cited)
    if let from = extend.notBefore { rows.append("from " + moment(from) + rules(extend.rules)) }
    return ["no"].adding(rows)
  }

  private func refresh(_ refresh: Decision.Refresh) -> [String] {
    refresh.isAllowed ? ["yes" + rules(refresh.rules)] : ["no"].adding(refresh.reasons.map(cited))
  }

  private func rules(_ rules: [String]) -> String {
    rules.isEmpty
      ? "" : " (" + Self.cut(rules.map(escapedForDisplay), atMost: 20).joined(separator: ", ") + ")"
  }

  private func deadlines(_ deadlines: Decision.Deadlines) -> [String] {
    var rows: [String] = []
    if let expiry = deadlines.expiresAt {
      rows.append((expiry <= now ? "expired " : "expires ") + moment(expiry))
    }
    for (name, deadline) in [
      ("extendable from ", deadlines.extendableFrom),
      ("re-authentication due ", deadlines.reauthenticateAt),
      ("sign-in due ", deadlines.signInAt),
      // What is told already is not told twice.
      ("window opens ", deadlines.extendableFrom == nil ? deadlines.windowOpensAt : nil),
      ("not extended once idle at ", deadlines.idleAt),
      ("extended at most to ", deadlines.cappedAt == deadlines.signInAt ? nil : deadlines.cappedAt),
    ] {
      if let deadline {
        rows.append(name + moment(deadline.at) + rules([deadline.rule].compactMap { $0 }))
      }
    }
    if let cookie = deadlines.cookieAt { rows.append("cookie ends " + moment(cookie)) }
    return rows
  }

  private func unknown(_ unknown: Decision.Indeterminate) -> String {
    let subject = unknown.attribute.map { "`\(escapedForDisplay($0))` is " } ?? ""
    let rule = unknown.rule.map { " (\(escapedForDisplay($0)))" } ?? ""
    let cause = InputCause(rawValue: unknown.cause).map(words) ?? escapedForDisplay(unknown.cause)
    return subject + cause + rule
  }

  private func words(_ cause: InputCause) -> String {
    switch cause {
    case .missing: "missing"
    case .wrongType: "of another kind than declared"
    case .outsideValues: "none of the declared values"
    case .inFuture: "in the future"
    case .notSent: "not sent"
    }
  }

  private func undeclared(_ ignored: Decision.Ignored) -> String {
    let meant = ignored.suggestion.map { "; did you mean `\(escapedForDisplay($0))`?" } ?? ""
    return "`\(escapedForDisplay(ignored.attribute))` is declared by no policy" + meant
  }
}

extension [String] {
  /// The first row with the first of more rows behind it, and the rest below.
  fileprivate func adding(_ more: [String]) -> [String] {
    guard let first, let next = more.first else { return self + more }
    return [first + ", " + next] + more.dropFirst().map { "    " + $0 }
  }
}
