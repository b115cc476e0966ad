import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyLint
import Testing

@testable import SessionPolicyCommands

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Text of a policy, a comment or a file's name never gets out of its place in any format.
@Suite struct HostileTextTests {
  static let payloads = [
    "]]></failure></testcase><testcase name=\"x\"/>", "<![CDATA[", "&lt;&#0;&bogus;", "\"'`",
    "\n::stop-commands::x", "\r\n::error file=x::y", "%0A::add-mask::secret", "a,file=b::c",
    "\u{1B}[31mred\u{1B}[0m", "\u{0}\u{8}\u{7F}\u{9B}", "\u{2028}\u{2029}\u{85}",
    "\u{202E}gnp.exe", "\u{FFFE}\u{FFFF}\u{FEFF}", "\",\"severity\":\"info", "\\\"}\\u0000",
    "[click](https://example.org)", "`; rm -rf /`", "$(id)", "\u{1F600}e\u{301}",
  ]

  /// A policy that says a payload wherever policies say anything.
  private static func source(_ payload: String, isRaw: Bool) -> SourceFile {
    let quoted = payload.unicodeScalars.map { scalar -> String in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
    let text = isRaw ? payload : quoted
    return SourceFile(
      name: "policies/\(payload).yaml",
      text: """
        version: 1
        policy: p
        rules:
          # lint: ignore SEC001: \(isRaw ? payload : payload.filter { !$0.isNewline })
          - id: slide
            may: extend
          - id: "\(text)"
            may: "\(text)"
            "\(text)": 1
            when: 'request.action == 1'
        """)
  }

  private static let cases: [(payload: String, isRaw: Bool)] =
    payloads.flatMap { [($0, false), ($0, true)] }

  private func result(_ source: SourceFile) -> LintResult {
    Linter().lint(LintInput(paths: [], sources: [source]))
  }

  @Test func everyPayloadIsFound() {
    for (payload, isRaw) in Self.cases {
      #expect(
        !result(Self.source(payload, isRaw: isRaw)).open.isEmpty, "\(payload.debugDescription)")
    }
  }

  @Test func textShowsEveryControlAndHasOneHeadForEachFinding() {
    for (payload, isRaw) in Self.cases {
      let open = result(Self.source(payload, isRaw: isRaw)).open.map(\.diagnostic)
      for style in [DiagnosticFormatter(), DiagnosticFormatter(style: .concise)] {
        let text = style.format(open)
        let hidden = text.unicodeScalars.filter {
          $0 != "\n" && ($0.properties.generalCategory == .control || $0.value == 0x202E)
        }
        #expect(hidden.isEmpty, "\(payload.debugDescription)")
      }
      let lines = DiagnosticFormatter(style: .concise).format(open).split(separator: "\n")
      #expect(lines.count == open.count, "\(payload.debugDescription)")
      for line in lines { #expect(line.hasPrefix("policies/"), "\(payload.debugDescription)") }
    }
  }

  @Test func everyAnnotationIsOneCommandWithItsOwnParameters() {
    for (payload, isRaw) in Self.cases {
      let open = result(Self.source(payload, isRaw: isRaw)).open.map(\.diagnostic)
      let text = GitHubAnnotations.text(of: open)
      let lines = text.unicodeScalars.split {
        "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0)
      }
      .map { String($0) }
      #expect(lines.count == open.count, "\(payload.debugDescription)")
      for line in lines {
        let isCommand = ["::error file=", "::warning file=", "::notice file="]
          .contains { line.hasPrefix($0) }
        #expect(isCommand, "\(line)")
        // Up to the next `::` there are parameters: each once, none from the policy.
        let parameters = line.dropFirst(2).components(separatedBy: "::").first ?? ""
        let names = parameters.split(separator: " ", maxSplits: 1).last?.split(separator: ",")
          .map { $0.prefix { $0 != "=" } }
        #expect(names.map { Set($0).count == $0.count } == true, "\(line)")
        #expect(names?.last == "title", "\(line)")
      }
    }
  }

  @Test func junitIsWellFormedWithOneCaseForEachFinding() {
    for (payload, isRaw) in Self.cases {
      let source = Self.source(payload, isRaw: isRaw)
      let result = result(source)
      let counter = ElementCounter(LintJUnit.text(of: result, files: [source]))
      #expect(counter.isWellFormed, "\(payload.debugDescription)")
      #expect(counter.counts["testcase"] == result.findings.count)
      #expect(counter.counts["failure"] == result.open.count)
      #expect((counter.counts["skipped"] ?? 0) == result.suppressedCount)
      let known: Set = ["testsuites", "testsuite", "testcase", "failure", "skipped"]
      #expect(Set(counter.counts.keys).subtracting(known) == [])
    }
  }

  @Test func jsonAndSarifReadBackAsTheyWereTold() throws {
    for (payload, isRaw) in Self.cases {
      let result = result(Self.source(payload, isRaw: isRaw))
      func read(_ value: JSONValue) -> JSONValue? {
        let text = JSONWriter.text(of: value, .pretty)
        return JSONReader.parse(SourceFile(name: "report", text: text)).value
      }
      let json = LintSummary(result).json
      #expect(read(json) == json, "\(payload.debugDescription)")
      let sarif = SarifReport(result).json
      #expect(read(sarif) == sarif, "\(payload.debugDescription)")
      let found = try #require(sarif["runs"]?.array?.first?["results"]?.array)
      #expect(found.count == result.findings.count)
      for entry in found {
        let uri = entry["locations"]?.array?.first?["physicalLocation"]?["artifactLocation"]?["uri"]
        let isPlain = uri?.string?.utf8.allSatisfy { (0x21...0x7E).contains($0) } == true
        #expect(isPlain, "\(payload.debugDescription)")
      }
    }
  }

  @Test func bytesThatAreNoTextAreReportedInEveryFormat() throws {
    let bytes = Array("version: 1\npolicy: caf".utf8) + [0xE9, 0xFF, 0xC0, 0x80] + Array("\n".utf8)
    let source = SourceFile(name: "p.yaml", bytes: bytes)
    let result = result(source)
    #expect(result.open.map(\.diagnostic.code) == [.invalidEncoding])
    #expect(ElementCounter(LintJUnit.text(of: result, files: [source])).isWellFormed)
    #expect(
      GitHubAnnotations.text(of: result.open.map(\.diagnostic)).hasPrefix("::error file=p.yaml"))
    let text = JSONWriter.text(of: SarifReport(result).json)
    #expect(JSONReader.parse(SourceFile(name: "report", text: text)).value != nil)
  }
}

/// Counts the elements of an XML text.
private final class ElementCounter: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]
  private(set) var isWellFormed = false

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[elementName, default: 0] += 1
  }
}
