import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension ReportPage {
  /// How many passed cases of a test are named.
  private static let named = 24

  /// Each suite with its tests and their cases.
  ///
  /// - Parameter room: How many bytes they may take.
  func suites(room: Int) -> String {
    var bounded = BoundedMarkup(room)
    var omitted = 0
    for suite in report.suites where suite.name != nil {
      // Rather without the names of cases than without the suite.
      let hasRoom =
        bounded.add { markup in details(of: suite, namingCases: true, &markup) }
        || bounded.add { markup in details(of: suite, namingCases: false, &markup) }
      if !hasRoom { omitted += 1 }
    }
    var markup = bounded.markup
    Self.more(&markup, omitted, "suite")
    return markup.text
  }

  private func details(
    of suite: SuiteResult, namingCases: Bool, _ markup: inout Markup
  ) {
    let failed = suite.count(.failed) + suite.count(.error)
    Self.fold(&markup, id: nil) {
      if failed > 0 {
        sign(.failed, &$0)
      } else {
        $0.element("span", [("class", "yes")], "✓ ")
      }
      $0.element("b", suite.name ?? "")
      $0.content(" ")
      $0.element("code", suite.file.name)
    } aside: {
      $0.content("\(suite.count(.passed)) passed")
      if failed > 0 { $0.element("span", [("class", "no")], ", \(failed) failed") }
      if suite.count(.skipped) > 0 { $0.content(", \(suite.count(.skipped)) skipped") }
    } _: { markup in
      var groups: [(name: String, tests: [TestResult])] = []
      for test in suite.tests {
        if groups.last?.name != test.name { groups.append((test.name, [])) }
        groups[groups.count - 1].tests.append(test)
      }
      markup.element("ul", [("class", "plain tests")]) { markup in
        for group in groups.prefix(namingCases ? 400 : 60) {
          let hasPassed = group.tests.allSatisfy { $0.outcome == .passed }
          markup.element("li", hasPassed ? [] : [("class", "off")]) {
            cases(of: group.name, group.tests, naming: namingCases, &$0)
          }
        }
      }
      Self.more(&markup, groups.count - (namingCases ? 400 : 60), "test")
    }
  }

  /// The sign of an outcome; what passed is signed by the style of its list.
  private func sign(_ outcome: TestOutcome, _ markup: inout Markup) {
    switch outcome {
    case .passed: break
    case .failed, .error: markup.element("span", [("class", "no")], "✕ ")
    case .skipped: markup.element("span", [("class", "muted")], "○ ")
    }
  }

  /// A test with its cases: those that did not pass by name, the others as far as there is room.
  private func cases(
    of name: String, _ tests: [TestResult], naming: Bool, _ markup: inout Markup
  ) {
    let worst: TestOutcome =
      tests.contains { $0.outcome == .failed || $0.outcome == .error }
      ? .failed : tests.contains { $0.outcome == .passed } ? .passed : .skipped
    sign(worst, &markup)
    markup.content(name)
    if let reason = tests.lazy.compactMap(\.skipReason).first {
      markup.element("span", [("class", "muted")], ", skipped: \(reason)")
    }
    let bad = tests.filter { $0.outcome == .failed || $0.outcome == .error }
    let good = tests.filter { $0.outcome == .passed }
    let named = good.prefix(Self.named)
    // Each with each is said in few words.
    let product = naming && bad.isEmpty && named.count == good.count ? Self.product(named) : nil
    let listed = bad.prefix(50) + (naming ? named : [])
    markup.element("p") {
      if let product { return $0.content(product) }
      for (number, test) in listed.enumerated() {
        if number > 0 { $0.content(", ") }
        if test.outcome != .passed { sign(test.outcome, &$0) }
        $0.content(test.session + (test.request.map { " × \($0)" } ?? ""))
      }
      let more = bad.count + good.count - listed.count
      if more > 0 {
        $0.content(listed.isEmpty ? counted(more, "case") : " and \(counted(more, "case"))")
      }
    }
  }

  /// Cases that are each of some sessions with each of some requests, in words: `ada, bo × pay, read`; `nil`
  /// where they are not.
  private static func product(_ tests: some Collection<TestResult>) -> String? {
    func unique(_ names: [String]) -> [String] {
      var seen: Set<String> = []
      return names.filter { seen.insert($0).inserted }
    }
    let sessions = unique(tests.map(\.session))
    let requests = unique(tests.compactMap(\.request))
    guard sessions.count > 1, requests.count * sessions.count == tests.count else { return nil }
    return sessions.joined(separator: ", ") + " × " + requests.joined(separator: ", ")
  }
}
