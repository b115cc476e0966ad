import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import Testing

@testable import SessionPolicy

/// Decides the snapshots of the shared workload, whose right answers are known.
@Suite struct WorkloadTests {
  @Test(arguments: [(1, 1_000), (10, 1_000), (100, 300), (1_000, 40)])
  func decisionsAreThoseExpected(rules: Int, snapshots: Int) throws {
    guard let folder = SharedDocuments.folder else {
      print("skipped: there is no shared workload beside the project")
      return
    }
    func file(_ name: String) throws -> SourceFile {
      try FileReader.read("\(folder)/bench/\(name)", limit: 64 << 20)
    }
    let expected = try #require(
      JSONReader.parse(try file("expected.json")).value?["\(rules)"]?.array)
    let (loaded, problems) = PolicySet.load([try file("policy-\(rules).yaml")]).parts
    let policies = try #require(loaded, "\(DiagnosticFormatter().format(problems))")
    let settings = try #require(KratosSettings.read(try file("kratos.yml")).value)
    let lines = try file("snapshots.ndjson").bytes.split(separator: UInt8(ascii: "\n"))
    var wrong: [Int] = []
    for (index, line) in lines.prefix(snapshots).enumerated() {
      let source = SourceFile(name: "snapshots.ndjson:\(index + 1)", bytes: Array(line))
      let snapshot = try #require(SessionReader.read(source).value)
      let decision = policies.decide(snapshot, settings: settings)
      let answer =
        (decision.outcome == .proceed ? "proceed" : "stop") + "+"
        + (decision.extend.isAllowed ? "e" : "") + (decision.refresh.isAllowed ? "r" : "")
      if answer != expected[index].string { wrong.append(index) }
    }
    #expect(wrong.isEmpty)
  }
}
