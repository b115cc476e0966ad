import Foundation
import PolicyDiagnostics
import PolicyLint
import Testing

/// A configuration of Kratos that is named among what is linted.
@Suite struct KratosAloneTests {
  private let folder = NSTemporaryDirectory() + "kratos-alone-" + UUID().uuidString

  private func write(_ name: String, _ text: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    return folder + "/" + name
  }

  private func found(_ input: LintInput) -> [String] {
    Linter().lint(input).open.map { "\($0.diagnostic.code.id) \($0.diagnostic.path ?? "")" }
  }

  @Test func configurationAloneIsLinted() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sound = try write("kratos.yml", "session: { lifespan: 24h }\n")
    #expect(found(LintInput(paths: [sound])) == [])
    #expect(LintInput(paths: [sound]).fileCount == 1)
    let broken = try write("broken.yml", "session: { lifespan: 24 }\nselfservce: {}\n")
    #expect(
      found(LintInput(paths: [broken])) == ["S106 $.session.lifespan", "K810 $.selfservce"])
    // The parts are one configuration, wherever they are named.
    let part = try write("part.yml", "session: { lifespan: 24h }\n")
    #expect(found(LintInput(paths: [broken], kratos: [part])) == ["K810 $.selfservce"])
  }

  @Test func configurationInAFolderOfPoliciesIsNoPolicy() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try write("p.yaml", "version: 1\npolicy: p\nrules:\n  - { id: a, may: refresh }\n")
    _ = try write("kratos.yml", "session: { lifespan: 24h }\n")
    #expect(found(LintInput(paths: [folder])) == ["S105 $"])
  }
}
