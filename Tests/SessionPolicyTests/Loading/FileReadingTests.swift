import Foundation
import PolicyDiagnostics
import PolicyTestSupport
import SessionPolicy
import Testing

@Suite("policies are read from files and directories")
struct FileReadingTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func policy(_ name: String) -> String {
    "version: 1\npolicy: \(name)\nrules:\n  - { id: r, may: refresh }\n"
  }

  @Test func everythingBelowADirectoryInTheOrderOfNames() throws {
    try directory.write(policy("b"), to: "b.yml")
    try directory.write(policy("a"), to: "deep/er/a.yaml")
    try directory.write(policy("c"), to: "c.yaml")
    try directory.write("no policy", to: "notes.txt")
    try directory.write("no: policy", to: ".hidden.yaml")
    try directory.write("no: policy", to: ".git/x.yaml")
    try directory.write("version: 1\nsuite: s\n", to: "suite.yaml")
    try directory.write("suite: [unreadable\n", to: "broken-suite.yaml")
    let (set, found) = PolicySet.load(paths: [directory.path]).parts
    #expect(found.map(\.message) == [])
    #expect(set?.policies.map(\.name.value) == ["b", "c", "a"])
    #expect(set?.policies.map(\.file.name).last == directory.path + "/deep/er/a.yaml")
  }

  @Test func oneFileByTwoWaysIsOnePolicy() throws {
    try directory.write(policy("a"), to: "a.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/b.yaml", withDestinationPath: "a.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/loop", withDestinationPath: ".")
    let (set, found) = PolicySet.load(paths: [
      directory.path, directory.path + "/a.yaml", directory.path + "/",
    ]).parts
    #expect(found.map(\.message) == [])
    #expect(set?.policies.count == 1)
  }

  @Test func whatCannotBeReadIsSaidPlainly() throws {
    let path = directory.path
    try directory.write(String(repeating: "#", count: (1 << 20) + 1), to: "large.yaml")
    #expect(mkfifo(path + "/pipe", 0o600) == 0)
    try directory.write("", to: "empty/readme.txt")
    try directory.write("version: 1\nsuite: s\n", to: "suites/s.yaml")
    let table: [(path: String, code: DiagnosticCode, message: String)] = [
      (path + "/none.yaml", .unreadableFile, "there is no file or directory `\(path)/none.yaml`"),
      (
        path + "/large.yaml", .resourceLimit,
        "`\(path)/large.yaml` has 1048577 bytes and is not read, the limit is 1048576"
      ),
      (path + "/pipe", .unreadableFile, "`\(path)/pipe` is a pipe, not a file"),
      ("/dev/zero", .unreadableFile, "`/dev/zero` is a device, not a file"),
      (path + "/empty", .unreadableFile, "there is no policy below `\(path)/empty`"),
      (path + "/suites", .unreadableFile, "there is no policy below `\(path)/suites`"),
      ("", .unreadableFile, "`` is no path"),
    ]
    for entry in table {
      let (set, found) = PolicySet.load(paths: [entry.path]).parts
      #expect(set == nil)
      #expect(found.map(\.message) == [entry.message])
      #expect(found.map(\.code) == [entry.code])
      #expect(found.map(\.location.file.name) == [entry.path])
    }
    let all = PolicySet.load(paths: table.map(\.path)).diagnostics
    #expect(all.count == table.count)
  }

  @Test func aSuiteNamedAsAPolicyIsAnError() throws {
    try directory.write("version: 1\nsuite: s\n", to: "s.yaml")
    let found = PolicySet.load(paths: [directory.path + "/s.yaml"]).diagnostics
    #expect(found.map(\.message) == ["this file is a test suite, not a policy"])
  }
}
