package import PolicyDiagnostics
package import PolicyYAML

/// A configuration of Kratos as it was read, with its YAML for checks that look further.
package struct KratosConfiguration: Sendable {
  /// The parts it was given in, in their order.
  package let parts: [(source: SourceFile, document: YAMLNode)]
  /// All parts as one tree, in which each node keeps its place.
  package let document: YAMLNode
  /// What it says; `nil` if there is an error in it.
  package let settings: KratosSettings?

  /// Reads a configuration; `nil` after an error that leaves nothing to look at.
  ///
  /// Whatever is said of it shows no secret of it.
  package static func read(
    _ files: [SourceFile], for release: KratosRelease? = nil
  ) -> Loaded<KratosConfiguration> {
    var parts: [(source: SourceFile, document: YAMLNode)] = []
    var whole: YAMLNode?
    var diagnostics: [Diagnostic] = []
    for file in files.lazy.map(\.asConfiguration) {
      let (document, problems) = readPart(file)
      diagnostics += problems
      if let document { parts.append((file, document)) }
    }
    let isPartial = !parts.contains { RepeatedKeys.isStartable($0.document) }
    for (index, part) in parts.enumerated() {
      let (document, problems) = RepeatedKeys.joined(part.document, isPartial: isPartial)
      diagnostics += problems
      parts[index].document = document
      let resolved = document.withMergeKeysResolved
      whole = whole?.merged(with: resolved) ?? resolved
    }
    guard let whole, parts.count == files.count else { return Loaded(nil, diagnostics) }
    diagnostics += ConfigurationCheck(whole).diagnostics
    let isSound = !diagnostics.contains { $0.severity == .error }
    return Loaded(
      KratosConfiguration(
        parts: parts, document: whole,
        settings: isSound ? KratosSettings(whole, for: release) : nil),
      diagnostics)
  }

  /// The settings of a configuration that Kratos refuses for something else: `nil` where one of the errors
  /// may be about what sessions depend on, so that to read on would be to guess.
  ///
  /// - Parameter diagnostics: Everything that was found when it was read.
  package func settings(
    despite diagnostics: [Diagnostic], for release: KratosRelease? = nil
  ) -> KratosSettings? {
    settings
      ?? (diagnostics.contains(where: Self.isAboutSettings)
        ? nil : KratosSettings(document, for: release))
  }

  /// Whether something that was found may change what is read into the settings.
  private static func isAboutSettings(_ diagnostic: Diagnostic) -> Bool {
    // What is no longer listed may be anything.
    if diagnostic.code == .resourceLimit { return true }
    guard diagnostic.severity == .error else { return false }
    guard let path = diagnostic.path, diagnostic.code != .duplicateKey else { return true }
    let isStrangeKey = [.kratosUnknownKey, .kratosMisplacedKey].contains(diagnostic.code)
    let key = path.split(separator: ".").last.map(String.init) ?? ""
    return isStrangeKey && readKeys.contains { $0.hasSameBytes(as: key) }
      || isStrangeKey && !nearestNames(to: key, among: readKeys).isEmpty
      || readPlaces.contains { place in
        path == "$" || path == place
          || [".", "["].contains { path.hasPrefix(place + $0) || place.hasPrefix(path + $0) }
      }
  }

  /// What is read into settings, as machine paths: all below each counts, and all on the way to it.
  private static let readPlaces = [
    "$.session", "$.selfservice.methods",
    "$.selfservice.flows.settings.privileged_session_max_age",
    "$.selfservice.flows.settings.required_aal", "$.selfservice.flows.login.lifespan",
    "$.feature_flags.faster_session_extend",
  ]
  /// The keys that may have been meant where a key stands that Kratos does not have there.
  private static let readKeys =
    [
      "lifespan", "earliest_possible_extend", "whoami", "cookie", "persistent", "passwordless",
    ] + readPlaces.flatMap { $0.split(separator: ".").dropFirst().map(String.init) }

  /// Reads one part; `nil` for what Kratos' reader of YAML refuses, and for another kind of file.
  private static func readPart(
    _ file: SourceFile
  ) -> (document: YAMLNode?, problems: [Diagnostic]) {
    var limits = YAMLLimits.policy
    limits.bytes = KratosSettings.fileLimit
    var (document, problems) = YAMLParser.parse(file, limits: limits, options: .lenient).parts
    if document == nil, let mark = templateMark(in: file) {
      // What is wrong with the YAML of a template says nothing about what comes of it.
      problems = [
        Diagnostic(
          .kratosTemplate, .error,
          "this is a template, with `{{` in it, and Kratos fills nothing in", at: mark,
          help: "give the file that comes of it")
      ]
    }
    guard let document, !problems.contains(where: { $0.severity == .error }) else {
      return (nil, problems)
    }
    if let foreign = ForeignFile(document, givenFor: .configuration) {
      return (nil, problems + [foreign.diagnostic])
    }
    return (document, problems)
  }

  /// The first line that another program is to fill in, outside comments.
  private static func templateMark(in file: SourceFile) -> SourceLocation? {
    let mark = Array("{{".utf8)
    for number in 1...file.lineCount {
      let line = file.lineRange(number)
      let bytes = file.bytes[line.start..<line.end]
      guard bytes.first(where: { $0 != UInt8(ascii: " ") }) != UInt8(ascii: "#") else { continue }
      for start in bytes.indices.dropLast() where bytes[start...].starts(with: mark) {
        return SourceLocation(file, SourceRange(start, start + mark.count))
      }
    }
    return nil
  }
}
