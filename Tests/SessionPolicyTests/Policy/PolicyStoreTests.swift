import PolicyDiagnostics
import PolicyTestSupport
import Synchronization
import Testing

@testable import SessionPolicy

@Suite("a store keeps good policies in force while files change")
struct PolicyStoreTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ rule: String, to name: String = "p.yaml") throws {
    try directory.write(
      "version: 1\npolicy: \(name.prefix(1))\nrules:\n  - { id: \(rule), may: refresh }\n",
      to: name)
  }

  private func rules(_ store: PolicyStore) -> [String] {
    store.current.policies.flatMap { $0.rules.map(\.qualifiedID) }
  }

  @Test func nothingIsReadAgainUntilItChanges() throws {
    try write("one")
    let store = try PolicyStore(paths: [directory.path])
    guard case .unchanged = store.reloadIfChanged() else {
      Issue.record("nothing had changed")
      return
    }
    try write("another")
    guard case .replaced(let set, let warnings) = store.reloadIfChanged() else {
      Issue.record("the change went unseen")
      return
    }
    #expect(warnings.isEmpty)
    #expect(set.policies.count == 1)
    #expect(rules(store) == ["p/another"])
  }

  @Test func newAndRemovedFilesAreChanges() throws {
    try write("one")
    let store = try PolicyStore(paths: [directory.path])
    try write("two", to: "q.yaml")
    #expect(store.reloadIfChanged().isReplaced)
    #expect(rules(store) == ["p/one", "q/two"])
    try directory.remove("p.yaml")
    #expect(store.reloadIfChanged().isReplaced)
    #expect(rules(store) == ["q/two"])
  }

  @Test func anErrorLeavesTheLastGoodInForceAndIsToldOnce() throws {
    try write("one")
    let store = try PolicyStore(paths: [directory.path])
    try write("one, broken: true")
    guard case .rejected(let problems) = store.reloadIfChanged() else {
      Issue.record("a broken file was put in force")
      return
    }
    #expect(problems.map(\.code) == [.unknownField])
    #expect(rules(store) == ["p/one"])
    guard case .unchanged = store.reloadIfChanged() else {
      Issue.record("the same error was told twice")
      return
    }
    guard case .rejected = store.reload() else {
      Issue.record("an explicit reload reads in any case")
      return
    }
    try directory.remove("p.yaml")
    guard case .rejected = store.reloadIfChanged() else {
      Issue.record("no policy at all was put in force")
      return
    }
    #expect(rules(store) == ["p/one"])
    try write("mended")
    #expect(store.reloadIfChanged().isReplaced)
    #expect(rules(store) == ["p/mended"])
  }

  @Test func aStoreNeverBeginsWithABrokenFile() throws {
    try directory.write("version: 1\n", to: "p.yaml")
    let error = #expect(throws: PolicyError.self) {
      try PolicyStore(paths: [directory.path])
    }
    #expect(error?.diagnostics.isEmpty == false)
  }

  @Test func theSettingsOfKratosAreWatchedToo() throws {
    try write("one")
    try directory.write("session: { lifespan: 1h }\n", to: "kratos.yml")
    let events = Mutex<[String]>([])
    let store = try PolicyStore(
      paths: [directory.path + "/p.yaml"], kratos: [directory.path + "/kratos.yml"]
    ) { event in
      let name =
        switch event {
        case .decided(let decision): "decided \(decision.outcome.rawValue)"
        case .reloaded(.replaced): "replaced"
        case .reloaded(.rejected): "rejected"
        case .reloaded(.unchanged): "unchanged"
        }
      events.withLock { $0.append(name) }
    }
    #expect(store.settings.lifespan == .seconds(3_600))
    try directory.write("session: { lifespan: 30m }\n", to: "kratos.yml")
    #expect(store.reloadIfChanged().isReplaced)
    #expect(store.settings.lifespan == .seconds(1_800))
    try directory.write("session: { lifespan: soon }\n", to: "kratos.yml")
    guard case .rejected(let problems) = store.reloadIfChanged() else {
      Issue.record("settings with an error were put in force")
      return
    }
    #expect(problems.first?.location.file.name == directory.path + "/kratos.yml")
    #expect(store.settings.lifespan == .seconds(1_800))
    guard case .unchanged = store.reloadIfChanged() else {
      Issue.record("the same error was told twice")
      return
    }
    _ = store.decide(Snapshot(session: Session(id: "s")), at: .minimum)
    let read = store.decide(reading: SourceFile(name: "whoami", text: "{}"))
    #expect(read.hasErrors)
    #expect(events.withLock { $0 } == ["replaced", "rejected", "decided sign_in"])
  }

  @Test func aStoreNeverBeginsWithBrokenSettings() throws {
    try write("one")
    #expect(throws: PolicyError.self) {
      try PolicyStore(paths: [directory.path], kratos: [directory.path + "/missing.yml"])
    }
  }

  @Test func manyThreadsSeeOneSetOrTheOther() async throws {
    try write("one")
    let store = try PolicyStore(paths: [directory.path])
    try write("two")
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<50 {
        group.addTask {
          if index % 10 == 0 { store.reload() }
          let seen = store.current.policies.flatMap { $0.rules.map(\.id.value) }
          #expect(seen == ["one"] || seen == ["two"])
        }
      }
    }
  }
}

extension PolicyStore.ReloadResult {
  fileprivate var isReplaced: Bool {
    if case .replaced = self { true } else { false }
  }
}
