import Foundation
import PolicyLint
import SessionPolicy
import Testing

@testable import SessionPolicyCommands

/// A release is one version, said alike wherever it is said, and a changelog that can be looked things up in.
@Suite struct ReleaseTests {
  /// A heading `## [0.1.0] - 2026-11-27` of the changelog, with the lines below it.
  private struct Release {
    let name: String
    let date: String
    let lines: [String]
  }

  private static let version = Decision.Policies.currentEngine

  private static func text(of path: String) throws -> String {
    try String(contentsOfFile: CommandRun.root + "/" + path, encoding: .utf8)
  }

  private static func releases() throws -> [Release] {
    try text(of: "CHANGELOG.md").components(separatedBy: "\n## ").dropFirst().map { section in
      let lines = section.components(separatedBy: "\n")
      let heading = lines[0].components(separatedBy: " - ")
      return Release(
        name: heading[0].trimmingCharacters(in: ["[", "]"]),
        date: heading.dropFirst().joined(), lines: Array(lines.dropFirst()))
    }
  }

  private static func numbers(_ version: String) -> [Int] {
    version.split(separator: ".").compactMap { Int($0) }
  }

  @Test func theNewestReleaseIsTheVersionOfTheEngine() throws {
    let releases = try Self.releases()
    #expect(releases.first?.name == "Unreleased")
    #expect(releases.first?.date == "")
    #expect(releases.dropFirst().first?.name == Self.version)
    #expect(CommandRun(["--version"]).output == Self.version + "\n")
  }

  @Test func releasesHaveDatesAndGoBackInTime() throws {
    let releases = try Self.releases().dropFirst()
    for release in releases {
      #expect(Self.numbers(release.name).count == 3, "\(release.name)")
      #expect(Timestamp(rfc3339: release.date + "T00:00:00Z") != nil, "\(release.date)")
    }
    for (newer, older) in zip(releases, releases.dropFirst()) {
      #expect(newer.date >= older.date)
      #expect(Self.numbers(older.name).lexicographicallyPrecedes(Self.numbers(newer.name)))
    }
  }

  /// Kinds are those of Keep a Changelog; whoever looks for what became of `lint` goes to its area.
  @Test func changesOfAReleaseStandByKindAndArea() throws {
    let kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
    for release in try Self.releases().dropFirst() {
      var kind: Substring?
      var area: Substring?
      for line in release.lines {
        if line.hasPrefix("### ") {
          kind = line.dropFirst(4)
          area = nil
          #expect(kinds.contains { $0 == line.dropFirst(4) }, "\(release.name): \(line)")
        } else if line.hasPrefix("#### ") {
          area = line.dropFirst(5)
        } else if line.hasPrefix("- ") {
          #expect(kind != nil && area != nil, "\(release.name): \(line)")
        }
      }
      #expect(area != nil, "\(release.name)")
    }
  }

  /// Everything else asks `Decision.Policies.currentEngine`; of checks it is said since which release there are.
  @Test func theVersionStandsInOnePlace() throws {
    let root = CommandRun.root + "/Sources"
    let holders = try FileManager.default.subpathsOfDirectory(atPath: root).filter { path in
      guard path.hasSuffix(".swift") else { return false }
      let lines = try Self.text(of: "Sources/" + path).split(separator: "\n")
      return lines.contains { $0.contains("\"\(Self.version)\"") && !$0.contains("since: ") }
    }
    #expect(holders == ["SessionPolicy/Deciding/Decision+Policies.swift"])
    let names = try Self.releases().map(\.name)
    for rule in LintRule.all {
      #expect(names.contains(rule.since), "\(rule.code.id): \(rule.since)")
    }
  }

  /// What a reader copies has the name of the package of this release.
  @Test func pagesNameThePackageOfThisRelease() throws {
    for (name, text) in try DocumentationPages.all() {
      for part in text.components(separatedBy: "session-policy_").dropFirst() {
        guard let named = part.components(separatedBy: "_amd64.deb").first, named.count < 20 else {
          continue
        }
        #expect([Self.version, "…"].contains(named), "\(name): \(named)")
      }
    }
  }
}
