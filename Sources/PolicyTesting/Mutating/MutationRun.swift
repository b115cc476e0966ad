import Dispatch
import PolicyAnalysis
import PolicyDiagnostics
package import SessionPolicy
import Synchronization

/// Tests the tests: changes policies in small ways and looks whether any of their suites notices.
///
/// A mutant is a text that is loaded like any policy, so that nothing here says a second time what a policy
/// means. Suites were read once; only their decisions are made again, up to the first that fails. Where
/// none does, the analysis says whether any session at all is decided otherwise.
package struct MutationRun: Sendable {
  /// Bounds on all of the work, counted and not timed, so that the same mutants are run everywhere.
  package struct Limits: Sendable {
    /// How much may be read and decided: in bytes of policies, about 1 µs each, which every mutant loads anew.
    package var reading = 8_000_000
    /// How much the analysis may look at for all of them, and for one; see ``Analysis/Limits``.
    package var work = 100_000_000
    package var workOfOne = 10_000_000

    package init() {}
  }

  /// A policy file and the suites that test it.
  private struct Subject: Sendable {
    let file: PolicyFile
    var suites: [Int]
  }

  private let suites: [SelectedSuite]
  private let subjects: [Subject]
  /// Every file that some suite tests, by the object its source is.
  private let files: [ObjectIdentifier: PolicyFile]
  private let limits: Limits
  /// The mutants, in the order of their files and places.
  package let mutants: [Mutant]
  private let owners: [Int]

  /// Finds the mutants of all policies that some suites test.
  ///
  /// - Parameters:
  ///   - suites: Suites that passed.
  ///   - old: Policies as they were, if only what has changed since is to be tested.
  package init(
    _ suites: [SelectedSuite], changedSince old: [Policy]? = nil, limits: Limits = Limits()
  ) {
    var subjects: [Subject] = []
    var places: [ObjectIdentifier: Int] = [:]
    for (number, passed) in suites.enumerated() {
      for policy in passed.suite.policies.policies {
        let key = ObjectIdentifier(policy.file)
        if let place = places[key] {
          subjects[place].suites.append(number)
        } else {
          places[key] = subjects.count
          subjects.append(Subject(file: PolicyFile(policy.file), suites: [number]))
        }
      }
    }
    subjects.sort { $0.file.source.name < $1.file.source.name }
    let before = old.map {
      Set($0.flatMap { Self.mutants(of: PolicyFile($0.file)) }.map(\.subject))
    }
    var (mutants, owners): ([Mutant], [Int]) = ([], [])
    for (number, subject) in subjects.enumerated() {
      for mutant in Self.mutants(of: subject.file)
      where !(before?.contains(mutant.subject) ?? false) {
        mutants.append(mutant)
        owners.append(number)
      }
    }
    self.suites = suites
    self.subjects = subjects
    self.limits = limits
    self.mutants = mutants
    self.owners = owners
    files = Dictionary(
      subjects.map { (ObjectIdentifier($0.file.source), $0.file) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func mutants(of file: PolicyFile) -> [Mutant] {
    guard let policy = file.policy, let name = policy.policy?.name.value else { return [] }
    return MutantFinder(policy.document, in: file.source, policy: name).mutants.sorted {
      let (one, other) = ($0.location.range, $1.location.range)
      return (one.start, one.end) < (other.start, other.end)
    }
  }

  /// Every test and law that is run, by suite.
  package var tests: [TestName] {
    suites.flatMap { selected in
      selected.cases.map { TestName($0.test, $0.testCase, in: selected.suite) }
        + selected.laws.map { TestName(selected.suite.laws[$0], in: selected.suite) }
    }
  }

  /// Runs all of them, on all cores.
  ///
  /// - Parameter progress: Told now and then how many are done.
  package func run(_ progress: (Int) -> Void = { _ in }) -> [MutantResult] {
    let count = runnable
    let batch = 64
    let work = min(limits.workOfOne, limits.work / max(1, count))
    var results: [MutantResult] = []
    while results.count < count {
      let start = results.count
      let size = min(batch, count - start)
      let found = Mutex<[MutantResult?]>(Array(repeating: nil, count: size))
      DispatchQueue.concurrentPerform(iterations: size) { number in
        let result = judge(start + number, work: work)
        found.withLock { $0[number] = result }
      }
      results += found.withLock { $0 }.compactMap { $0 }
      progress(results.count)
    }
    return results
      + mutants[count...].map { MutantResult(mutant: $0, fate: .leftOut, runs: 0, sample: nil) }
  }

  /// How many mutants are run: the first ones, as far as bounds go.
  private var runnable: Int {
    let costs = subjects.map { subject in
      subject.suites.reduce(0) { $0 + Self.cost(of: suites[$1]) }
    }
    var cost = 0
    return owners.prefix { owner in
      cost += costs[owner]
      return cost <= limits.reading
    }.count
  }

  /// What it takes to load the policies of a suite anew and to run it, in bytes of policies.
  private static func cost(of selected: SelectedSuite) -> Int {
    let policies = selected.suite.policies
    return policies.policies.reduce(0) { $0 + $1.file.bytes.count }
      + (selected.cases.count + selected.laws.count) * (2 + policies.weight / 8)
  }

  // MARK: One mutant

  /// A suite with the changed policies in the place of its own.
  private struct Changed {
    let selected: SelectedSuite
    let suite: Suite
    let files: [ObjectIdentifier]
  }

  /// What a comparison depends on.
  private struct Comparison: Hashable {
    let files: [ObjectIdentifier]
    let settings: KratosSettings
  }

  private func judge(_ number: Int, work: Int) -> MutantResult {
    let mutant = mutants[number]
    let subject = subjects[owners[number]]
    func result(_ fate: MutantResult.Fate, _ runs: Int = 0, sample: String? = nil) -> MutantResult {
      MutantResult(mutant: mutant, fate: fate, runs: runs, sample: sample)
    }
    let file = PolicyFile(mutant.source)
    var sets: [[ObjectIdentifier]: PolicySet] = [:]
    var changed: [Changed] = []
    for place in subject.suites {
      let passed = suites[place]
      let key = passed.suite.policies.policies.map { ObjectIdentifier($0.file) }
      if sets[key] == nil {
        let loaded = load(key, replacing: subject.file, by: file)
        guard let set = loaded.set else {
          let error = loaded.diagnostics.first { $0.severity == .error }
          return result(.refused(error?.message ?? "it does not load"))
        }
        sets[key] = set
      }
      guard let set = sets[key] else { continue }
      changed.append(Changed(selected: passed, suite: passed.suite.testing(set), files: key))
    }
    var runs = 0
    for suite in changed {
      var runner = SuiteRunner(suite.suite)
      runner.isExplaining = false
      var coverage = PolicyCoverage(isEnabled: false)
      for (test, testCase) in suite.selected.cases {
        runs += 1
        let outcome = runner.run(test, testCase, coverage: &coverage).outcome
        if outcome == .failed || outcome == .error {
          return result(.killed(TestName(test, testCase, in: suite.suite)), runs)
        }
      }
    }
    for suite in changed where !suite.selected.laws.isEmpty {
      var runner = LawRunner(suite.suite)
      for law in suite.selected.laws {
        runs += 1
        if runner.run(law).outcome == .failed {
          return result(.killed(TestName(suite.suite.laws[law], in: suite.suite)), runs)
        }
      }
    }
    return compare(mutant, changed, runs: runs, work: work)
  }

  /// Loads policies as they were loaded before, one of them being another.
  private func load(
    _ keys: [ObjectIdentifier], replacing old: PolicyFile, by new: PolicyFile
  ) -> LoadedPolicies {
    var loader = PolicyLoader()
    for key in keys {
      guard let file = files[key] else { continue }
      loader.load(file.source === old.source ? new : file, skippingSuites: false)
    }
    return loader.finish()
  }

  /// Looks for a session that is decided otherwise, under the settings of each of the suites.
  private func compare(
    _ mutant: Mutant, _ changed: [Changed], runs: Int, work: Int
  ) -> MutantResult {
    var seen: Set<Comparison> = []
    var unknowns: Set<String> = []
    var survivor: MutantResult?
    for suite in changed {
      let (old, new) = (suite.selected.suite, suite.suite)
      guard seen.insert(Comparison(files: suite.files, settings: old.settings)).inserted else {
        continue
      }
      var limits = Analysis.Limits()
      limits.work = work
      var analysis = Analysis([old.policies, new.policies], settings: old.settings, limits: limits)
      // What was last looked at is what is found, unless nothing that was will do.
      var looked: Looked?
      let finding = analysis.firstDifference { part, witness in
        let one = look(at: mutant, part, witness, old, new)
        if looked?.text == nil, looked == nil || one.text != nil { looked = one }
        return one.text != nil
      }
      switch finding {
      case .equal: continue
      case .unknown(let names): unknowns.formUnion(names)
      case .differs(let part, let witness):
        let shown = looked ?? look(at: mutant, part, witness, old, new)
        let result = MutantResult(
          mutant: mutant, fate: .survived(shown.difference), runs: runs, sample: shown.text)
        if shown.text != nil { return result }
        survivor = survivor ?? result
      }
    }
    return survivor
      ?? MutantResult(
        mutant: mutant, fate: unknowns.isEmpty ? .equal : .unknown(unknowns.sorted()), runs: runs,
        sample: nil)
  }

  /// A session that is decided otherwise.
  private struct Looked {
    let difference: MutantResult.Difference
    /// A suite that kills the mutant by it; `nil` where suites have no such session.
    let text: String?
  }

  private func look(
    at mutant: Mutant, _ part: DecisionPart, _ witness: Snapshot, _ old: Suite, _ new: Suite
  ) -> Looked {
    let difference = MutantResult.Difference(
      witness: witness, part: part,
      old: old.policies.decide(witness, settings: old.settings),
      new: new.policies.decide(witness, settings: old.settings))
    let sample = SuiteSample(
      witness, difference.old, unlike: difference.new, named: mutant.sampleName, in: old)
    return Looked(
      difference: difference, text: sample.tellsApart ? sample.text(for: old.policies) : nil)
  }
}

extension Mutant {
  /// What a test is called that kills it.
  fileprivate var sampleName: String {
    let name = owner + ": " + words
    return String(name.filter { $0 != "`" })
  }
}

extension TestName {
  fileprivate init(_ test: SuiteTest, _ testCase: SuiteCase, in suite: Suite) {
    let request = testCase.request.map { ", request \($0)" } ?? ""
    self.init(
      "\(test.name.value) [session \(testCase.session)\(request)]", at: testCase.location, suite)
  }

  fileprivate init(_ law: SuiteLaw, in suite: Suite) {
    self.init("law: \(law.name.value)", at: law.name.location, suite)
  }

  private init(_ name: String, at location: SourceLocation, _ suite: Suite) {
    let position = location.file.position(at: location.range.start)
    self.init(file: suite.file.name, name: name, line: position.line, column: position.column)
  }
}
