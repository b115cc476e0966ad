import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import SessionPolicy

/// What `decide`, `explain` and `timeline` are asked about.
struct SnapshotOptions: ParsableArguments {
  @Argument(
    help: "A session document or a snapshot; - reads standard input.",
    completion: .file(extensions: ["json"]))
  var file: String = "-"

  @Option(
    help: "A policy file or a directory of them; may be given several times.",
    completion: .file(extensions: ["yaml", "yml"]))
  var policies: [String] = []

  @Option(help: "What the user is about to do: request.action.")
  var action: String?

  @Option(
    help: """
      A field of the request as KEY=VALUE, such as country=DE or device.managed=true; may be given \
      several times.
      """,
    completion: CompletedWords.requestFields)
  var request: [String] = []

  @Option(help: "A field of the context as KEY=VALUE; may be given several times.")
  var context: [String] = []

  @Option(help: "The instant to decide for, such as 2026-03-01T09:00:00Z. [default: now]")
  var now: String?

  @OptionGroup var server: KratosOptions

  @Option(
    help: """
      How far clocks may differ, such as 30s: an instant of the past that lies further ahead is no \
      input. [default: 5m]
      """)
  var maxSkew: String?
}

/// How a result is written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

/// Everything a decision needs, loaded.
struct LoadedQuestion {
  let policies: PolicySet
  let settings: KratosSettings
  let snapshot: Snapshot
  let now: Timestamp
}

extension SnapshotOptions {
  /// Loads policies, settings and the session; `nil` after all that is wrong with them was written.
  func load(on console: Console) -> LoadedQuestion? {
    guard hasPolicies(console) else { return nil }
    var diagnostics: [Diagnostic] = []
    let loaded = PolicySet.load(paths: policies)
    diagnostics += loaded.diagnostics
    let settings = server.load(&diagnostics)
    let snapshot = loadSnapshot(on: console, &diagnostics)
    var problems: [String] = []
    let instant = GivenInstant.read(now, &problems) ?? snapshot?.now ?? console.now
    let skew = givenSkew(&problems)
    var changed = snapshot
    changed?.apply(action: action, request: request, &problems)
    changed?.applyContext(context, policies: loaded.value, &problems)

    guard report(diagnostics, problems, on: console), let set = loaded.value, var settings,
      let changed
    else { return nil }
    if let skew { settings.maxSkew = skew }
    return LoadedQuestion(policies: set, settings: settings, snapshot: changed, now: instant)
  }

  /// Loads policies and settings, for what is asked of all sessions; `nil` after all that is wrong was
  /// written.
  func loadPolicies(on console: Console) -> (policies: PolicySet, settings: KratosSettings)? {
    guard hasPolicies(console) else { return nil }
    var diagnostics: [Diagnostic] = []
    let loaded = PolicySet.load(paths: policies)
    diagnostics += loaded.diagnostics
    let settings = server.load(&diagnostics)
    var problems: [String] = []
    let isOfOne =
      file != "-" || action != nil || !request.isEmpty || !context.isEmpty || now != nil
      || maxSkew != nil
    if isOfOne { problems.append("this is asked of all sessions; leave out what speaks of one") }
    guard report(diagnostics, problems, on: console), let set = loaded.value, let settings else {
      return nil
    }
    return (set, settings)
  }

  /// Loads what every line of a stream is decided by; `nil` after all that is wrong was written.
  func loadStream(isWatching: Bool, on console: Console) -> StreamSource? {
    guard hasPolicies(console) else { return nil }
    var diagnostics: [Diagnostic] = []
    var store: PolicyStore?
    do throws(PolicyError) {
      store = try PolicyStore(paths: policies, kratos: server.kratos)
    } catch {
      diagnostics += error.diagnostics
    }
    var problems: [String] = []
    // What is wrong with the words themselves is told once, and not for every line.
    var empty = Snapshot(session: Session(id: ""))
    empty.apply(action: action, request: request, &problems)
    empty.applyContext(context, policies: store?.current, &problems)
    let instant = GivenInstant.read(now, &problems)
    let skew = givenSkew(&problems)
    if file != "-" { problems.append("a stream is read from standard input; leave the file out") }
    diagnostics += store?.warnings ?? []
    guard report(diagnostics, problems, on: console), let store else { return nil }
    return StreamSource(
      store: store, release: server.release.kratosRelease, now: instant, maxSkew: skew,
      action: action,
      request: request,
      context: context, isWatching: isWatching)
  }

  /// Whether there is anything to decide by. The parser does not ask, for it would miss the option
  /// before it names the one that is misspelt.
  private func hasPolicies(_ console: Console) -> Bool {
    guard policies.isEmpty else { return true }
    console.writeError(
      "error: there is nothing to decide by; name a policy file or a directory with --policies\n")
    return false
  }

  /// Writes what is wrong; `false` if anything is.
  private func report(
    _ diagnostics: [Diagnostic], _ problems: [String], on console: Console
  ) -> Bool {
    console.writeLoading(diagnostics)
    for problem in problems { console.writeError("error: \(problem)\n") }
    return problems.isEmpty && !diagnostics.contains { $0.severity == .error }
  }

  private func loadSnapshot(
    on console: Console, _ diagnostics: inout [Diagnostic]
  ) -> Snapshot? {
    let limit = JSONLimits.standard.size
    let source: SourceFile
    if file == "-" {
      do throws(InputError) {
        source = try console.readSource(limit: limit, "a session document")
      } catch {
        diagnostics.append(error.diagnostic)
        return nil
      }
    } else {
      guard let file = read(file, limit: limit, &diagnostics) else { return nil }
      source = file
    }
    let result = SessionReader.read(source)
    diagnostics += result.diagnostics
    return result.value
  }

  private func read(
    _ path: String, limit: Int, _ diagnostics: inout [Diagnostic]
  ) -> SourceFile? {
    do throws(FileError) {
      return try FileReader.read(path, limit: limit)
    } catch {
      diagnostics.append(error.diagnostic)
      return nil
    }
  }

  /// How far clocks may differ, as the call says; `nil` if it does not, or cannot be read.
  private func givenSkew(_ problems: inout [String]) -> Duration? {
    guard let maxSkew else { return nil }
    let skew = maxSkew == "0" ? .zero : Duration(policyText: maxSkew)
    if skew == nil {
      problems.append(
        "`--max-skew \(escapedForDisplay(maxSkew))` is no duration; write it as 30s, or 0 for none")
    }
    return skew
  }
}
