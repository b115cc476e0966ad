extension Decision {
  /// The answer to a request, in the form that its reader can carry on.
  ///
  /// A browser is sent to the flow of Kratos that helps (303, RFC 9110 §15.4.4), and comes back marked with
  /// what it was sent away for. Whoever comes back without having met it is told so and not sent away again:
  /// there is no loop. What it would take to follow a demand through each gateway says ``AnswerTarget``.
  ///
  /// - Parameters:
  ///   - target: Who reads the answer.
  ///   - visit: The request that is answered.
  public func answer(for target: AnswerTarget, to visit: Visit) -> HTTPAnswer {
    switch target {
    case .browser: return browserAnswer(to: visit)
    case .api: return apiAnswer(to: visit)
    case .traefik, .caddy, .envoy:
      return visit.client == .browser ? browserAnswer(to: visit) : apiAnswer(to: visit)
    case .nginx: return nginxAnswer(to: visit)
    case .oathkeeper:
      guard outcome != .proceed else { return letThrough() }
      return problem(403, visit)
    case .authzen: return authZENAnswer()
    }
  }

  /// Lets a request through, with what the service behind may want to know.
  private func letThrough() -> HTTPAnswer {
    var answer = HTTPAnswer(200, calls: requests)
    tellOutcome(in: &answer)
    return answer
  }

  private func tellOutcome(in answer: inout HTTPAnswer) {
    answer.set("X-Session-Policy-Outcome", outcome.rawValue)
    if let validUntil { answer.set("X-Session-Policy-Valid-Until", validUntil.rfc3339) }
    answer.set("X-Session-Policy-Digest", policies.digest)
  }

  private func browserAnswer(to visit: Visit) -> HTTPAnswer {
    guard outcome != .proceed else { return letThrough() }
    let mark = DemandMark(self, at: visit.now)
    let place = visit.url(of: flow(for: .browser), marked: mark)
    if visit.repeats(mark, goodFor: reauthentication?.maxAge) {
      var answer = HTTPAnswer(403, calls: requests)
      tellOutcome(in: &answer)
      // Nothing on the page but its words and one link.
      answer.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
      answer.set(
        body: AnswerPage.text(title: "That was not enough", told, link: place),
        type: "text/html; charset=utf-8")
      return answer
    }
    var answer = HTTPAnswer(303, calls: requests)
    answer.set("Location", place)
    tellOutcome(in: &answer)
    return answer
  }

  private func apiAnswer(to visit: Visit) -> HTTPAnswer {
    guard outcome != .proceed else { return letThrough() }
    return problem(401, visit, challenge: Challenge.bearer(self))
  }

  private func nginxAnswer(to visit: Visit) -> HTTPAnswer {
    guard outcome != .proceed else { return letThrough() }
    let mark = DemandMark(self, at: visit.now)
    if visit.client == .browser, visit.repeats(mark, goodFor: reauthentication?.maxAge) {
      return problem(403, visit, isRepeated: true)
    }
    var answer = problem(401, visit, challenge: Challenge.bearer(self))
    if visit.client == .browser {
      answer.set(
        "X-Session-Policy-Location", visit.url(of: flow(for: .browser), marked: mark))
    }
    return answer
  }

  private func problem(
    _ status: Int, _ visit: Visit, challenge: String? = nil, isRepeated: Bool = false
  ) -> HTTPAnswer {
    var answer = HTTPAnswer(status, calls: requests)
    if let challenge { answer.set("WWW-Authenticate", challenge) }
    tellOutcome(in: &answer)
    answer.set(
      body: ProblemDetails.text(self, status: status, visit: visit, isRepeated: isRepeated),
      type: ProblemDetails.mediaType)
    return answer
  }

  /// The flow of Kratos that begins what is asked.
  private func flow(for client: KratosRequest.Client) -> KratosRequest {
    guard outcome == .reauthenticate, let step = reauthentication?.steps.first else {
      return .signIn(client)
    }
    return client == .native ? step.native ?? step.browser : step.browser
  }
}
