import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import PolicyLint
import SessionPolicy

/// What `lint` is told besides its paths; what is left out may stand in the configuration file.
struct LintOptions: ParsableArguments {
  @Option(
    help: """
      Run only these checks: codes, names or families such as SEC, with commas between them; may be \
      given several times.
      """,
    completion: CompletedWords.checks)
  var select: [String] = []

  @Option(
    help: """
      Do not run these checks, with commas between them; may be given several times. Security checks \
      always run.
      """,
    completion: CompletedWords.checks)
  var ignore: [String] = []

  @Option(
    help: "The least severity with which findings fail: info, warning or error.",
    completion: CompletedWords.severities)
  var failLevel: String?

  @Option(
    help: "A standard that limits are compared with, such as nist-63b-4.",
    completion: CompletedWords.profiles)
  var profile: String?

  @Option(
    help: """
      The identity server's configuration, to be compared with the policies; repeated, its parts are \
      merged as Kratos merges them.
      """,
    completion: .file(extensions: ["yaml", "yml"]))
  var kratos: [String] = []

  @OptionGroup var release: KratosReleaseOption

  @Option(help: "A file of findings that do not count.", completion: .file())
  var baseline: String?

  @Option(help: "Write the present findings to a file that --baseline reads.")
  var writeBaseline: String?

  @Option(
    help: """
      The folder outside of which nothing is read that suites and the configuration name. [default: \
      this one]
      """)
  var root: String = "."

  @Option(help: "A configuration file. [default: .session-policy.yaml, if it is there]")
  var config: String?

  @Flag(help: "Make the fixes that change no decision.")
  var fix = false

  @Flag(help: "Show the other fixes too, as a diff; with --fix, make them.")
  var unsafeFixes = false

  @Flag(help: "Show fixes as a diff and write no file.")
  var diff = false

  /// Whether fixes are looked for.
  var makesFixes: Bool { fix || unsafeFixes || diff }
  /// Whether fixes are shown rather than made.
  var onlyShows: Bool { diff || !fix }
}

/// What is linted, and how.
struct LintTask {
  let paths: [String]
  let sources: [SourceFile]
  let kratos: [String]
  let release: KratosRelease?
  let root: String
  let linter: Linter
  let failLevel: Diagnostic.Severity
  let input: LintInput

  /// The same files read again.
  func reload() -> LintInput {
    LintInput(paths: paths, sources: sources, kratos: kratos, release: release, root: root)
  }
}

extension LintOptions {
  /// Reads everything; `nil` after what is wrong with the call was written.
  func load(paths: [String], on console: Console) -> LintTask? {
    guard console.hasFolder(root: root) else { return nil }
    var problems: [String] = []
    guard let configuration = configuration(on: console) else { return nil }
    let named =
      configuration.kratos.map { ("kratos", $0) }
      + (configuration.baseline.map { [("baseline", $0)] } ?? [])
    for (key, path) in named where !RootFolder(root).contains(path) {
      problems.append(
        "\(quotedForDisplay(path)), which the configuration names as `\(key)`, is outside of the "
          + "folder that may be read; name the folder with --root")
    }
    guard problems.isEmpty else {
      for problem in problems { console.writeError("error: \(problem)\n") }
      return nil
    }
    let linter = linter(configuration, on: console, &problems)
    let failLevel = level(configuration, &problems)
    var sources: [SourceFile] = []
    if paths.contains("-") {
      if let source = standardInput(console, &problems) { sources.append(source) }
      if fix, !diff { problems.append("--fix cannot write to standard input; add --diff") }
    }
    for problem in problems { console.writeError("error: \(problem)\n") }
    guard problems.isEmpty, let linter, let failLevel else { return nil }
    let files = paths.filter { $0 != "-" }
    let kratos = kratos.isEmpty ? configuration.kratos : kratos
    return LintTask(
      paths: files, sources: sources, kratos: kratos, release: release.kratosRelease, root: root,
      linter: linter, failLevel: failLevel,
      input: LintInput(
        paths: files, sources: sources, kratos: kratos, release: release.kratosRelease, root: root))
  }

  private func configuration(on console: Console) -> LintConfiguration? {
    let path = config ?? LintConfiguration.fileName
    let file: SourceFile
    do throws(FileError) {
      // The one that nobody named is whatever somebody put here, and no way to other files.
      file = try FileReader.read(path, within: config == nil ? RootFolder(".") : nil)
    } catch {
      if config == nil, error.isAbsence { return LintConfiguration() }
      console.writeError("error: \(error.message)\n")
      return nil
    }
    let (configuration, diagnostics) = LintConfiguration.read(file).parts
    console.writeError(diagnostics)
    return configuration
  }

  private func linter(
    _ configuration: LintConfiguration, on console: Console, _ problems: inout [String]
  ) -> Linter? {
    var linter = Linter()
    do throws(RuleSelection.Mistake) {
      linter.selection = try RuleSelection(
        select: select.isEmpty ? configuration.select?.value ?? [] : select.flatMap(Self.words),
        ignore: ignore.isEmpty ? configuration.ignore?.value ?? [] : ignore.flatMap(Self.words),
        keepingSecurity: select.isEmpty)
    } catch {
      problems.append(error.message + (error.help.map { "; \($0)" } ?? ""))
    }
    if let name = profile ?? configuration.profile {
      linter.profile = LimitProfile.named(name)
      if linter.profile == nil {
        let names = LimitProfile.all.map(\.name)
        problems.append(
          "there is no profile \(quotedForDisplay(name)); "
            + (didYouMean(nearestNames(to: name, among: names))
              ?? "there are " + names.joined(separator: ", ")))
      }
    }
    if let path = baseline ?? configuration.baseline {
      linter.baseline = readBaseline(path, on: console, &problems)
    }
    linter.now = console.now
    return linter
  }

  private func readBaseline(
    _ path: String, on console: Console, _ problems: inout [String]
  ) -> Baseline? {
    // One that is about to be written need not be there.
    guard writeBaseline == nil else { return nil }
    do throws(FileError) {
      let (baseline, diagnostics) = Baseline.read(
        try FileReader.read(path, limit: Baseline.fileLimit)
      ).parts
      problems += diagnostics.map { "\(quotedForDisplay(path)): \($0.message)" }
      return baseline
    } catch {
      problems.append(error.message)
      return nil
    }
  }

  private func level(
    _ configuration: LintConfiguration, _ problems: inout [String]
  ) -> Diagnostic.Severity? {
    guard let failLevel else { return configuration.failLevel ?? .error }
    let level = Diagnostic.Severity(rawValue: failLevel)
    if level == nil {
      problems.append("--fail-level is info, warning or error, not \(quotedForDisplay(failLevel))")
    }
    return level
  }

  private func standardInput(_ console: Console, _ problems: inout [String]) -> SourceFile? {
    do throws(InputError) {
      return try console.readSource(limit: FileReader.documentLimit, "a policy")
    } catch {
      problems.append(error.diagnostic.message)
      return nil
    }
  }

  private static func words(_ option: String) -> [String] {
    option.split(separator: ",").map(String.init)
  }
}
