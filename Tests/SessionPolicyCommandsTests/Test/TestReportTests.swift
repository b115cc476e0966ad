import Foundation
import FoundationXML
import PolicyDiagnostics
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// `session-policy test --report`, as it is called. How the page looks in a browser is for
/// `Tests/Report/report.py`.
@Suite struct TestReportTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      """
      # <b>shop</b>
      version: 1
      policy: shop
      definitions:
        paying: has(request.action) && request.action == "pay"
      rules:
        - { id: confirm, may: refresh }
        - { id: fresh, must: reauthenticate, when: paying, max_age: 15m, because: "x" }
        - { id: slide, may: extend, within: 6h, max_lifetime: 30d }

      """, to: "policies/shop.yaml")
    try write(outcome: "reauthenticate", count: 1)
  }

  /// Writes a suite of two tests, a timeline and two laws; the first test has a session for each of a count.
  private func write(outcome: String, count: Int, name: String = "payments need a login") throws {
    let sessions = (0..<count).map { "s\($0)" }
    try folder.write(
      """
      version: 1
      suite: shop
      policies: [../policies/shop.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        \(sessions.map { "\($0): { set: { id: \($0), issued_at: -1h, authenticated_at: -20m, expires_at: +23h, authentication_methods: [{ method: password, aal: aal1, completed_at: -20m }], identity: { id: i, state: active } } }" }.joined(separator: "\n  "))
      requests: { pay: { action: pay }, read: { action: read } }
      tests:
        - name: \(name)
          sessions: [\(sessions.joined(separator: ", "))]
          request: pay
          expect: { outcome: \(outcome) }
        - name: a day
          session: s0
          request: read
          timeline:
            - { at: 18h, do: [extend, whoami], then: { extend: false } }
            - { at: 20h, expect: { outcome: proceed } }
        - { name: later, session: s0, skip: { reason: not yet }, expect: { outcome: proceed } }
      laws:
        - { name: nobody slides past thirty days, when: session.age >= duration("30d"), never: { extend: true } }
        - { name: nobody slides at all, never: { extend: true } }

      """, to: "samples/shop.yaml")
  }

  private func report(_ words: String...) throws -> (run: CommandRun, page: String) {
    let path = folder.path + "/report.html"
    try? FileManager.default.removeItem(atPath: path)
    let run = CommandRun(
      ["test", folder.path + "/samples", "--root", folder.path, "--report", path] + words)
    return (run, (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
  }

  @Test func thePageShowsEverythingThatWasRun() throws {
    try write(outcome: "proceed", count: 1)
    let (run, page) = try report()
    #expect(run.status == .findings)
    #expect(run.errors.hasSuffix("report written to \(folder.path)/report.html\n"))
    for words in [
      "<title>2 failed, 2 passed: session-policy test</title>",
      "id=\"failures\"", "id=\"policies\"", "id=\"suites\"", "id=\"timelines\"", "id=\"laws\"",
      // The failure: its clause, its session, the command that makes it again.
      "max_age: 15m", "not met", "session-policy explain - --policies", "&lt;&lt;'SNAPSHOT'",
      "\"id\":\"s0\"",
      // The policy as it is written, with what was seen.
      "<li class=\"c\"># &lt;b&gt;shop&lt;/b&gt;</li>", "<u class=\"half\">",
      "◐ never false · true",
      // The skipped test with its reason, the law with its session.
      "skipped: not yet", "nobody slides at all", "does not hold", "1 proved",
      // The picture.
      "class=\"t strip\"", "id=\"life1-1\"",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("id=\"mutants\""))
    #expect(page.contains("add --mutate"))
  }

  @Test func mutantsStandInIt() throws {
    let laws = try String(contentsOfFile: folder.path + "/samples/shop.yaml", encoding: .utf8)
    let cut = try #require(laws.range(of: "laws:"))
    try String(laws[..<cut.lowerBound]).write(
      toFile: folder.path + "/samples/shop.yaml", atomically: true, encoding: .utf8)
    let (run, page) = try report("--mutate")
    #expect(run.status == .findings)
    #expect(page.contains("id=\"mutants\"") && page.contains("id=\"mutant-1\""))
    #expect(page.contains("Noticed by no test"))
    // Beside the line that is changed, with a link to what would notice it.
    let link = /<a href="#mutant-\d+">✕ \d+ changes? nobody notices<\/a>/
    #expect(page.firstMatch(of: link) != nil)
    #expect(page.contains("<code>within: 6h</code>"))
    // The same that the text says.
    let summary = try #require(run.output.split(separator: "\n").last)
    let killed = try #require(summary.split(separator: ":").last?.split(separator: " ").first)
    #expect(page.contains("<b>\(killed) of "), "\(summary)")
  }

  @Test func mutantsAreNotRunWhileTestsFail() throws {
    try write(outcome: "proceed", count: 1)
    let (run, page) = try report("--mutate")
    #expect(run.status == .findings)
    #expect(page.contains("tests fail") && page.contains("id=\"failures\""))
  }

  /// A page with nothing outside it: no address is fetched, and no script runs but its own.
  @Test func thePageAsksForNothing() throws {
    let (_, page) = try report()
    for word in [
      "http:", "https:", "//cdn", "url(\"", "@import", "<link", "<img", "<iframe", "<object",
      " src=",
      " srcset=", " onclick=", " onload=", "javascript:", "<form", "fetch(", "XMLHttp",
    ] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.components(separatedBy: "<script").count == 2)
    #expect(page.contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"))
    #expect(ReportPage.scriptDigest.utf8.count == 44 && ReportPage.scriptDigest.hasSuffix("="))
  }

  /// Nothing that is written in a policy or a suite gets out of its place.
  @Test func hostileTextStaysText() throws {
    let evil =
      #""</code></script><script>alert(1)</script><img src=x onerror=alert(1)> \u202E\u200B\u0007 ' \" &amp; -->""#
    try write(outcome: "proceed", count: 1, name: evil)
    let policy = try String(contentsOfFile: folder.path + "/policies/shop.yaml", encoding: .utf8)
    try folder.write(
      policy.replacing("because: \"x\"", with: "because: \(evil)")
        .replacing("# <b>", with: "# \u{202E}</ol></section><script>x</script>\" onmouseover=\"x"),
      to: "policies/shop.yaml")
    for words in [[], ["--format", "json"]] {
      let path = folder.path + "/evil.html"
      _ = CommandRun(
        ["test", folder.path + "/samples", "--root", folder.path, "--report", path] + words)
      let page = try String(contentsOfFile: path, encoding: .utf8)
      #expect(page.contains("alert(1)"))
      #expect(page.components(separatedBy: "<script").count == 2)
      #expect(!page.contains("<img"))
      let document = try Self.document(page)
      #expect(try document.nodes(forXPath: "//@onmouseover | //@onerror").isEmpty)
      #expect(!page.unicodeScalars.contains { ["\u{202E}", "\u{200B}", "\u{7}"].contains($0) })
      #expect(page.contains("&amp;amp;"))
    }
  }

  /// What stands in the page, as a parser of XML reads it.
  private static func document(_ page: String) throws -> XMLDocument {
    let body = try #require(page.range(of: "<body"))
    let script = try #require(page.range(of: "<script>"))
    let text = String(page[body.lowerBound..<script.lowerBound])
    return try XMLDocument(xmlString: "<html>\(text)</body></html>")
  }

  /// Elements close in order, and identifiers are told apart: a parser of XML sees to both.
  @Test func thePageIsWellFormed() throws {
    try write(outcome: "proceed", count: 12)
    let (_, page) = try report()
    let document = try Self.document(page)
    let ids = try document.nodes(forXPath: "//@id").compactMap(\.stringValue)
    #expect(Set(ids).count == ids.count)
    let links = try document.nodes(forXPath: "//@href").compactMap(\.stringValue)
    #expect(links.count > 10)
    for link in links where !link.hasPrefix("#life") {
      #expect(ids.contains(String(link.dropFirst())), "\(link)")
    }
  }

  /// Where policies have no room, nothing leads to their lines.
  @Test func linksLeadToWhatIsShown() throws {
    let long = String(repeating: "# " + String(repeating: "a", count: 98) + "\n", count: 60)
    for number in 0..<30 {
      try folder.write(
        long + """
          version: 1
          policy: p\(number)
          rules: [{ id: fresh, must: reauthenticate, max_age: 15m }]

          """, to: "policies/p\(number).yaml")
      try folder.write(
        """
        version: 1
        suite: s\(number)
        policies: [../policies/p\(number).yaml]
        now: 2026-03-01T09:00:00Z
        sessions: { ada: { set: { id: a, issued_at: -1h, authenticated_at: -20m, expires_at: +1h } } }
        tests: [{ name: a, session: ada, expect: { outcome: proceed } }]

        """, to: "samples/s\(number).yaml")
    }
    let (_, page) = try report()
    #expect(page.contains("policies more, left out here"))
    let document = try Self.document(page)
    let ids = Set(try document.nodes(forXPath: "//@id").compactMap(\.stringValue))
    let links = try document.nodes(forXPath: "//@href").compactMap(\.stringValue)
    #expect(links.contains { $0.hasPrefix("#L") })
    for link in links { #expect(ids.contains(String(link.dropFirst())), "\(link)") }
  }

  /// A run of any size has a page that opens: what has no room is counted.
  @Test(arguments: [("reauthenticate", false), ("proceed", true)])
  func aLargeRunHasAPageOfBoundedSize(outcome: String, isFailing: Bool) throws {
    try write(outcome: outcome, count: 1_000)
    let (run, page) = try report()
    #expect(run.output.contains(isFailing ? ", 1001 failed," : ", 1 failed,"))
    #expect(page.utf8.count < 300_000, "\(page.utf8.count)")
    #expect(page.utf8.count > 10_000)
    if isFailing {
      #expect(page.contains("more, left out here"))
    } else {
      #expect(page.contains("cases"))
    }
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    for path in ["/dev/full", folder.path, folder.path + "/none/report.html", "", "/dev/stdout"] {
      let run = CommandRun([
        "test", folder.path + "/samples", "--root", folder.path, "--report", path,
      ])
      #expect(run.status == .failure, "\(path)")
      #expect(run.errors.contains("error: "), "\(path): \(run.errors)")
      #expect(!run.errors.contains("report written"), "\(path)")
    }
    #expect(try report("--suggest").run.status == .failure)
  }

  /// The page is another form of the same run: the other format is what it is without it.
  @Test func otherFormatsAreTheSameBesideIt() throws {
    let alone = CommandRun(
      ["test", folder.path + "/samples", "--root", folder.path, "--format", "json"])
    let (run, page) = try report("--format", "json")
    #expect(run.output == alone.output)
    #expect(!page.isEmpty)
    #expect(try report().page == page)
  }
}
