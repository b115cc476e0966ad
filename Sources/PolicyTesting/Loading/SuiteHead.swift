import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import PolicyYAML
import SessionPolicy

/// What a suite says at its head: what is tested, and when.
struct SuiteHead {
  /// The name; `nil` after a report.
  let name: String?
  /// The instant at which every test begins; `nil` after a report.
  let instant: Timestamp?
  /// The policies under test; `nil` if the suite names none.
  let policies: SuiteResources.Policies?
  /// Their paths as a command can name them; `nil` if they do not load.
  let policyPaths: [String]?
  /// The identity server's settings.
  let settings: KratosSettings
  /// Their paths as a command can name them; empty for none.
  let kratosPaths: [String]
  /// The paths and the release as the suite writes them.
  let written: WrittenPaths

  /// The instant, or after a report one from which the rest of the suite can still be read.
  var now: Timestamp { instant ?? Timestamp(seconds: 0) ?? .minimum }
}

/// What suites have that do not say otherwise.
struct SuiteDefaults {
  /// The parts of the identity server's configuration.
  var kratosPaths: [String] = []
  /// The identity server's release.
  var kratosRelease: KratosRelease?
}

/// Reads the head of a suite.
struct SuiteHeadReader {
  /// What was found.
  private(set) var reader: DocumentReader
  /// What the suite refers to.
  private(set) var resources: SuiteResources

  /// The folder of the suite, from which its paths count.
  private let folder: String
  private let defaults: SuiteDefaults

  /// Goes on from what was found so far.
  init(
    _ reader: DocumentReader, resources: SuiteResources, folder: String, defaults: SuiteDefaults
  ) {
    self.reader = reader
    self.resources = resources
    self.folder = folder
    self.defaults = defaults
  }

  /// Reads the head among the fields of a suite.
  mutating func head(_ fields: FieldValues) -> SuiteHead {
    let name = fields["suite"].flatMap { reader.text($0) }
    _ = fields["description"].flatMap { reader.text($0) }
    let instant = fields["now"].flatMap { reader.instant($0)?.value }
    let policies = fields["policies"].flatMap { readPolicies($0) }
    let kratos = fields["kratos"].map { readSettings($0) } ?? defaultSettings()
    let release = fields["kratos_release"].map { readRelease($0) }
    var settings = kratos.settings
    settings.chosenRelease = release ?? defaults.kratosRelease
    return SuiteHead(
      name: name?.value, instant: instant, policies: policies?.loaded,
      policyPaths: policies?.loaded.set == nil ? nil : policies?.paths,
      settings: settings, kratosPaths: kratos.paths,
      written: WrittenPaths(
        policies: policies?.written ?? [], kratos: kratos.written, release: release ?? nil))
  }

  /// Reads the policies under test, their paths, and these as they are written.
  private mutating func readPolicies(
    _ node: DocumentNode
  ) -> (loaded: SuiteResources.Policies, paths: [String], written: [String])? {
    guard let texts = reader.texts(node) else { return nil }
    let paths = texts.value.map { FilePath.join(folder, $0) }
    let (loaded, untold) = resources.policies(at: paths)
    guard loaded.set == nil else { return (loaded, paths, texts.value) }
    let items = node.items(node.node.sequence ?? [], "item")
    for diagnostic in untold {
      let name = diagnostic.location.file.name
      // What stands below a folder that the suite names is told where the folder is named.
      let place = zip(paths, items).first { name == $0.0 || name.hasPrefix($0.0 + "/") }?.1
      reader.report(diagnostic, namedAt: place ?? node)
    }
    if untold.isEmpty, !resources.isLent {
      reader.report(
        .unreadableFile, "the policies under test do not load, so nothing of this suite is run",
        at: node, help: "mend what is reported about them")
    }
    return (loaded, paths, texts.value)
  }

  /// Reads the settings that the suite names, the paths of their parts, and these as they are written.
  private mutating func readSettings(
    _ node: DocumentNode
  ) -> (settings: KratosSettings, paths: [String], written: [String]) {
    guard let texts = reader.paths(node) else { return (KratosSettings(), [], []) }
    let paths = texts.value.map { FilePath.join(folder, $0) }
    let (read, diagnostics) = resources.settings(at: paths).parts
    let items = node.node.sequence.map { node.items($0, "item") } ?? [node]
    for diagnostic in diagnostics {
      let name = diagnostic.location.file.name
      reader.report(diagnostic, namedAt: zip(paths, items).first { $0.0 == name }?.1 ?? node)
    }
    return (read ?? KratosSettings(), paths, texts.value)
  }

  /// The settings of a suite that names none.
  private mutating func defaultSettings() -> (
    settings: KratosSettings, paths: [String], written: [String]
  ) {
    let read = resources.settings(at: defaults.kratosPaths, isGiven: true).value
    return (read ?? KratosSettings(), defaults.kratosPaths, [])
  }

  private mutating func readRelease(_ node: DocumentNode) -> KratosRelease? {
    reader.choice(node, among: KratosRelease.allCases.map(\.rawValue))
      .flatMap { KratosRelease(rawValue: $0.value) }
  }
}

extension DocumentReader {
  /// Reports what is wrong with a file; one that cannot be read at all where the suite names it.
  mutating func report(_ diagnostic: Diagnostic, namedAt node: DocumentNode) {
    let isUnread = diagnostic.location.file.bytes.isEmpty && diagnostic.location.range.length == 0
    guard isUnread else { return report(diagnostic) }
    report(
      diagnostic.code, diagnostic.message, at: node,
      help: diagnostic.help
        ?? "paths are relative to the suite's own folder, and stay below the one "
        + "where the command runs or that `--root` names")
  }
}
