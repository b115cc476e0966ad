import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import SessionPolicy

/// What suites refer to, each read once in a run: policies, settings and session documents.
struct SuiteResources {
  /// Policies that are tested together.
  struct Policies {
    let set: PolicySet?
    let diagnostics: [Diagnostic]
    /// Every rule by its full name.
    let rules: Set<Text>
    /// What the policies declare, by path.
    let attributes: [Text: AttributeDeclaration]
  }

  private var policies: [Text: Policies] = [:]
  private var settings: [Text: KratosSettings] = [:]
  private var documents: [Text: Session] = [:]
  /// The files of policies, those lent by whoever read and reported them before among them.
  private var shelf: PolicyShelf
  /// The folder outside of which nothing is read.
  private let root: RootFolder
  /// Whether there are lent files, whose reader says itself what is wrong with them.
  let isLent: Bool
  /// What was reported already, so that a hundred suites do not repeat it.
  private var told: Set<Text> = []

  /// What is told of configurations that are used all the same.
  private(set) var warnings: [Diagnostic] = []

  /// Every path that was looked at, whether or not it could be read.
  private(set) var paths: Set<Text> = []

  /// How many of each kind are kept before all of them are let go.
  private static let limit = 128

  /// Starts with nothing read but what is lent.
  init(below root: RootFolder, lending shelf: PolicyShelf? = nil) {
    self.root = root
    self.shelf = shelf ?? PolicyShelf()
    isLent = shelf != nil
  }

  /// The policies of some paths, and what is wrong with them that was not told before.
  mutating func policies(at paths: [String]) -> (policies: Policies, untold: [Diagnostic]) {
    self.paths.formUnion(paths.lazy.map(Text.init))
    let key = Text(paths.joined(separator: "\u{0}"))
    let isNew = told.insert(Text("policies \(key.string)")).inserted
    if let known = policies[key] { return (known, isNew ? known.diagnostics : []) }
    let before = shelf
    var loader = PolicyLoader(shelf)
    loader.load(DirectoryReader(paths, within: root))
    let read = loader.finish()
    shelf = loader.shelf
    var attributes: [Text: AttributeDeclaration] = [:]
    for attribute in (read.set?.policies ?? []).flatMap(\.attributes) {
      attributes[Text(attribute.path.value.description)] = attribute
    }
    let strangers = read.files.filter { !$0.isPolicyLike }.map(\.source.name)
    let loaded = Policies(
      set: read.set,
      diagnostics: Self.shown(
        read.diagnostics, hiding: strangers, "no policy; policies have a key `policy`"),
      rules: Set((read.set?.policies ?? []).flatMap(\.rules).map { Text($0.qualifiedID) }),
      attributes: attributes)
    if policies.count >= Self.limit { policies.removeAll() }
    policies[key] = loaded
    return (loaded, isNew ? loaded.diagnostics.filter { !before.holds($0) } : [])
  }

  /// The settings of a configuration, or what is wrong with it.
  ///
  /// - Parameter isGiven: Whether the user named the configuration, and not a file.
  mutating func settings(
    at parts: [String], isGiven: Bool = false
  ) -> Loaded<KratosSettings> {
    guard !parts.isEmpty else { return Loaded(KratosSettings()) }
    paths.formUnion(parts.lazy.map(Text.init))
    let key = Text(parts.joined(separator: "\u{0}"))
    if let known = settings[key] { return Loaded(known) }
    var files: [SourceFile] = []
    var unread: [Diagnostic] = []
    for path in parts {
      do throws(FileError) {
        let file = try FileReader.read(
          path, limit: KratosSettings.fileLimit, within: isGiven ? nil : root)
        if isGiven || KratosSettings.isConfigurationLike(file) {
          files.append(file)
        } else {
          unread.append(Self.hidden(path, "no configuration of Kratos"))
        }
      } catch {
        unread.append(error.diagnostic)
      }
    }
    guard unread.isEmpty else { return Loaded(nil, unread) }
    let loaded = KratosSettings.read(files)
    if let read = loaded.value {
      if settings.count >= Self.limit { settings.removeAll() }
      settings[key] = read
    }
    if told.insert(Text("settings \(key.string)")).inserted {
      warnings += loaded.diagnostics.filter(\.isOfJoinedKeys)
    }
    return Loaded(loaded.value, loaded.diagnostics.filter { $0.severity == .error })
  }

  /// The session of a document, or what is wrong with it.
  mutating func session(at path: String) -> Loaded<Session> {
    paths.insert(Text(path))
    if let known = documents[Text(path)] { return Loaded(known) }
    do throws(FileError) {
      let file = try FileReader.read(path, limit: JSONLimits.standard.size, within: root)
      let (snapshot, diagnostics) = SessionReader.read(file).parts
      if let snapshot {
        if documents.count >= Self.limit { documents.removeAll() }
        documents[Text(path)] = snapshot.session
      }
      return Loaded(
        snapshot?.session,
        Self.shown(
          diagnostics, hiding: SessionReader.isSessionLike(file) ? [] : [path],
          "no session document"))
    } catch {
      return Loaded(nil, [error.diagnostic])
    }
  }

  /// The errors among findings. Of files of another kind, which a suite may name that has no business
  /// with them, nothing is shown but that they are of another kind.
  private static func shown(
    _ found: [Diagnostic], hiding strangers: [String], _ kind: String
  ) -> [Diagnostic] {
    let isStrange = { (diagnostic: Diagnostic) in
      !diagnostic.location.file.bytes.isEmpty && strangers.contains(diagnostic.location.file.name)
    }
    let errors = found.filter { $0.severity == .error }
    let hidden = Set(errors.filter(isStrange).map(\.location.file.name))
    return errors.filter { !isStrange($0) }
      + hidden.sorted().map { Self.hidden($0, kind) }
  }

  /// What is said of a file of another kind.
  private static func hidden(_ name: String, _ kind: String) -> Diagnostic {
    Diagnostic(
      .wrongKind, .error, "\(quotedForDisplay(name)) is \(kind)",
      at: SourceLocation(SourceFile(name: name, bytes: []), SourceRange(0, 0)))
  }
}
