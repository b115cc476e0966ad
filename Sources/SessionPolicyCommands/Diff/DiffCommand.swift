import ArgumentParser
import PolicyAnalysis
import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTesting
import PolicyTime
import SessionPolicy

/// `session-policy diff`.
struct DiffCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say for which of all sessions two sets of policies decide otherwise, and how.",
    discussion: """
      OLD and NEW are a file, a directory, or REF:PATH of git. Every session is looked at, not only \
      some: what is not listed is decided alike. Each change comes with a session that shows it, as a \
      sample for a suite.

      Exit status: 0, or 1 if --fail-if says no; what could not be decided fails it too.

      Examples:

        session-policy diff main:policies policies --fail-if looser

        session-policy diff company.yaml tenant.yaml --fail-if looser --kratos kratos.yml

        session-policy diff old new --assume 'request.client.type == "browser"' --format json

        session-policy diff main:policies policies --approvals approvals.yaml --fail-if any
      """)

  /// How the comparison is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
    case sarif
  }

  @Argument(
    help: "The policies before: a file, a directory, or REF:PATH of git.",
    completion: .file(extensions: ["yaml", "yml"]))
  var old: String

  @Argument(
    help: "The policies after.", completion: .file(extensions: ["yaml", "yml"]))
  var new: String

  @Option(help: "text, json, markdown for a comment in a review, or sarif for code scanning.")
  var format: Format = .text

  @Option(help: "Exit with 1 if NEW is looser, stricter or either for some session.")
  var failIf: DiffGate?

  @Option(
    help: """
      A YAML list of changes that do not fail: fingerprint, reason and expires, the last day on which \
      it counts.
      """)
  var approvals: String?

  @Option(
    help: "A condition of CEL that holds of every session that matters; may be given several times."
  )
  var assume: [String] = []

  @OptionGroup var server: KratosOptions

  @Option(
    help: "The folder outside of which nothing is read, and in which git is asked. [default: any]")
  var root: String?

  @Option(help: "The instant at which approvals are judged, such as 2026-03-01. [default: now]")
  var now: String?

  func validate() throws {
    // Each is held against what every other one leaves.
    guard assume.count <= 100 else {
      throw ValidationError("at most 100 conditions can be assumed; join them with `&&`")
    }
  }

  func run(on console: Console) -> ExitStatus {
    guard let input = load(on: console) else { return .failure }
    let report = report(on: input)
    switch format {
    case .text: console.write(DiffText(coloring: console.coloring).text(of: report))
    case .markdown: console.write(DiffMarkdown.text(of: report))
    case .json: console.write(JSONWriter.text(of: report.json, .pretty) + "\n")
    case .sarif: console.write(JSONWriter.text(of: DiffSarif(report).json, .pretty) + "\n")
    }
    console.writeError(
      input.approvals.warnings(for: Set(report.changes.map(\.fingerprint))))
    guard let objection = failIf?.objection(to: report) else { return .success }
    console.writeError("error: \(objection)\n")
    return .findings
  }

  // MARK: Reading

  private struct Input {
    let old: PolicyOperand
    let new: PolicyOperand
    let sets: (old: PolicySet, new: PolicySet)
    let settings: KratosSettings
    let assumptions: [CheckedExpression]
    let approvals: Approvals
  }

  /// Reads everything; `nil` after all that is wrong was written.
  private func load(on console: Console) -> Input? {
    guard root.map({ console.hasFolder(root: $0) }) ?? true else { return nil }
    let folder = root.map { RootFolder($0) }
    let (old, new) = PolicyOperand.pair(old, new, within: folder, gitFolder: root ?? ".")
    var diagnostics = old.diagnostics
    diagnostics += new.diagnostics
    let settings = server.load(within: folder, &diagnostics)
    var assumptions: [CheckedExpression] = []
    if let before = old.set, let after = new.set {
      assumptions = checkedAssumptions(before, after, &diagnostics)
    }
    var problems: [String] = []
    let instant = GivenInstant.read(now, takesDates: true, &problems) ?? console.now
    let approvals = readApprovals(within: folder, at: instant, &diagnostics)
    let errors = diagnostics.filter { $0.severity == .error }
    console.writeLoading(diagnostics)
    for problem in problems { console.writeError("error: \(problem)\n") }
    guard errors.isEmpty, problems.isEmpty, let before = old.set, let after = new.set,
      let settings, let approvals
    else { return nil }
    return Input(
      old: old, new: new, sets: (before, after), settings: settings, assumptions: assumptions,
      approvals: approvals)
  }

  private func checkedAssumptions(
    _ old: PolicySet, _ new: PolicySet, _ diagnostics: inout [Diagnostic]
  ) -> [CheckedExpression] {
    guard !assume.isEmpty else { return [] }
    let environment = PolicySet.sharedEnvironment(of: old.policies + new.policies)
    return assume.compactMap { text in
      let source = SourceFile(name: "<--assume>", text: text)
      let (expression, found) = ExpressionParser.parse(
        text, sourceMap: SourceMap(identity: source), shortNames: SessionSchema.shortNames
      ).parts
      diagnostics += found
      guard let expression else { return nil }
      let (checked, problems) = ExpressionChecker.check(
        expression, in: environment, expecting: .bool, reportsUnguardedReads: false
      ).parts
      diagnostics += problems
      return checked
    }
  }

  private func readApprovals(
    within folder: RootFolder?, at now: Timestamp, _ diagnostics: inout [Diagnostic]
  ) -> Approvals? {
    guard let path = approvals else { return Approvals() }
    do throws(FileError) {
      let (approvals, found) = Approvals.read(
        try FileReader.read(path, within: folder), at: now
      ).parts
      diagnostics += found
      return approvals
    } catch {
      diagnostics.append(error.diagnostic)
      return nil
    }
  }

  // MARK: Comparing

  /// How many demands may be met again for samples, about 60 µs each; then the snapshots alone are shown.
  private static let sampleRoom = 20_000

  private func report(on input: Input) -> DiffReport {
    var analysis = Analysis(
      [input.sets.old, input.sets.new], settings: input.settings,
      assumptions: input.assumptions.map { .expression($0) })
    let difference = analysis.difference()
    // A sample is decided once more without the identifiers of its session.
    var room = Self.sampleRoom
    let changes = difference.changes.map { change -> DiffReport.Change in
      let decisions = change.witness.map { witness in
        (
          old: input.sets.old.decide(witness, settings: input.settings),
          new: input.sets.new.decide(witness, settings: input.settings)
        )
      }
      room -= decisions?.new.reauthentication?.rules.count ?? 0
      var found = DiffReport.Change(change, decisions, assuming: assume)
      found.sample = (room > 0 ? change.witness : nil).flatMap { witness in
        decisions.flatMap {
          SuiteSample(
            witness, $0.new, named: "\(change.direction.rawValue)-\(found.fingerprint)",
            policies: [input.new.path], settings: input.settings, kratos: server.kratos,
            release: server.release.kratosRelease
          ).text(for: input.sets.new)
        }
      }
      found.approval = input.approvals[found.fingerprint]
      return found
    }
    return DiffReport(
      old: input.old, new: input.new, difference: difference, changes: changes,
      assumptions: assume, gate: failIf)
  }
}

extension DiffGate: ExpressibleByArgument {}
