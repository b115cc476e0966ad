import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML
import SessionPolicy

/// A configuration of Kratos as it was read to be imported.
struct ImportedKratos {
  /// What Kratos does by it.
  let behaviour: KratosBehaviour
  /// The parts as they were read.
  let sources: [SourceFile]
  /// Whether Kratos starts with it; if not, what is wrong is something that sessions do not depend on.
  let isWhole: Bool

  /// Reads the parts of a configuration; `nil` after what is wrong with them was written.
  static func read(
    _ names: [String], for release: KratosRelease?, on console: Console
  ) -> ImportedKratos? {
    guard names.count(where: { $0 == "-" }) <= 1 else {
      console.writeError("error: standard input can be read once; name `-` once\n")
      return nil
    }
    var sources: [SourceFile] = []
    var problems: [Diagnostic] = []
    for name in names {
      do throws(FileError) {
        if name == "-" {
          do throws(InputError) {
            sources.append(
              try console.readSource(limit: KratosSettings.fileLimit, "a configuration of Kratos"))
          } catch {
            problems.append(error.diagnostic)
          }
        } else {
          sources.append(try FileReader.read(name, limit: KratosSettings.fileLimit))
        }
      } catch {
        problems.append(error.diagnostic)
      }
    }
    guard problems.isEmpty else {
      console.writeError(problems)
      return nil
    }
    let (configuration, found) = KratosConfiguration.read(sources, for: release).parts
    console.writeError(found)
    guard let configuration, let settings = configuration.settings(despite: found, for: release)
    else {
      console.writeError("error: nothing is imported, for it would be a guess\n")
      return nil
    }
    let isWhole = configuration.settings != nil
    if !isWhole {
      console.writeError(
        "warning: Kratos does not start with this; sessions do not depend on what is wrong, and the rest is imported\n"
      )
    }
    return ImportedKratos(
      behaviour: KratosBehaviour(
        settings, from: sources.map(\.name),
        namesMethods: configuration.document["selfservice"]?["methods"]?.mapping != nil),
      sources: sources,
      isWhole: isWhole)
  }
}
