import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import SessionPolicy

/// How the identity server is set up, for every command that decides by it.
struct KratosOptions: ParsableArguments {
  @Option(
    help: "The identity server's configuration; repeated, its parts are merged as Kratos does.",
    completion: .file(extensions: ["yaml", "yml"]))
  var kratos: [String] = []

  @OptionGroup var release: KratosReleaseOption

  /// Loads the settings; `nil` after what is wrong with them was added.
  ///
  /// - Parameter folder: The folder outside of which nothing is read; `nil` for no such folder.
  func load(
    within folder: RootFolder? = nil, _ diagnostics: inout [Diagnostic]
  ) -> KratosSettings? {
    guard !kratos.isEmpty else { return KratosSettings(release: release.kratosRelease) }
    for path in kratos where !(folder?.contains(path) ?? true) {
      diagnostics.append(FileError(path: path, .outside).diagnostic)
      return nil
    }
    let (settings, found) = KratosSettings.load(paths: kratos, for: release.kratosRelease).parts
    diagnostics += found
    return settings
  }
}
