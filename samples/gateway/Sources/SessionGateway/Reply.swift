import SessionPolicy

/// What a proxy is answered.
struct Reply: Sendable {
  /// The answer of the decision; `nil` where nothing could be decided.
  let answer: HTTPAnswer?
  /// The outcome, for counts.
  let outcome: String
  /// The cookie that has to reach the browser, as Kratos wrote it.
  let cookie: String?

  init(_ answer: HTTPAnswer, outcome: String = "proceed", cookie: String? = nil) {
    self.answer = answer
    self.outcome = outcome
    self.cookie = cookie
  }

  private init() {
    answer = nil
    outcome = "unavailable"
    cookie = nil
  }

  /// Nothing could be decided, so nobody is let through.
  static let unavailable = Reply()
}
