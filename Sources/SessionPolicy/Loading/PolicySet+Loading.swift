public import PolicyDiagnostics
import PolicyDocuments

extension PolicySet {
  /// Loads policies that decide together.
  ///
  /// Everything wrong with any of them is reported at once.
  ///
  /// - Parameter sources: One policy each.
  /// - Returns: The set, `nil` if there is an error, and everything found, in the order of its places.
  public static func load(
    _ sources: [SourceFile]
  ) -> Loaded<PolicySet> {
    var loader = PolicyLoader()
    for source in sources { loader.load(source, skippingSuites: false) }
    return loader.finish().loaded
  }

  /// Loads policies from files and directories.
  ///
  /// A directory stands for every `*.yaml` and `*.yml` below it, without those whose names begin with
  /// a dot and without test suites. A file above 1 MiB, a pipe or a device is refused unread.
  ///
  /// - Parameter paths: Files and directories.
  /// - Returns: The set, `nil` if there is an error, and everything found, in the order of its places.
  public static func load(paths: [String]) -> Loaded<PolicySet> {
    load(DirectoryReader(paths))
  }

  /// Loads the policies among files that were found.
  static func load(_ found: DirectoryReader) -> Loaded<PolicySet> {
    var loader = PolicyLoader()
    loader.load(found)
    return loader.finish().loaded
  }
}
