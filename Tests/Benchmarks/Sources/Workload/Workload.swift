public import PolicyDiagnostics
import PolicyJSON
public import SessionPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder with policies, snapshots and the answers they must give.
///
/// It holds `policy-N.yaml` for N rules, or `policy-N/part-1.yaml` and so on where one file would be
/// too large, `snapshots.ndjson`, `kratos.yml` and `expected.json`.
public struct Workload: Sendable {
  /// A file that is missing or does not read.
  public struct Failure: Error, CustomStringConvertible {
    /// What is wrong with it.
    public let description: String
  }

  /// How the identity server is set up.
  public let settings: KratosSettings
  /// The snapshots, each a document.
  public let documents: [SourceFile]
  private let folder: String
  private let expected: JSONValue

  /// Opens a folder; policies are read when they are asked for.
  public init(folder: String) throws(Failure) {
    self.folder = folder
    guard let kratos = Self.read(folder + "/kratos.yml"),
      let settings = KratosSettings.read(SourceFile(name: "kratos.yml", bytes: kratos)).value
    else { throw Failure(description: "`\(folder)/kratos.yml` does not read") }
    self.settings = settings
    guard let answers = Self.read(folder + "/expected.json"),
      let expected = JSONReader.parse(SourceFile(name: "expected.json", bytes: answers)).value
    else { throw Failure(description: "`\(folder)/expected.json` does not read") }
    self.expected = expected
    guard let lines = Self.read(folder + "/snapshots.ndjson"), !lines.isEmpty else {
      throw Failure(description: "`\(folder)/snapshots.ndjson` does not read, or is empty")
    }
    documents = lines.split(separator: UInt8(ascii: "\n")).map {
      SourceFile(name: "snapshot", bytes: Array($0))
    }
  }

  /// The files of a policy with so many rules; empty if there is none.
  public func sources(rules: Int64) -> [SourceFile] {
    if let bytes = Self.read("\(folder)/policy-\(rules).yaml") {
      return [SourceFile(name: "policy-\(rules).yaml", bytes: bytes)]
    }
    var sources: [SourceFile] = []
    while let bytes = Self.read("\(folder)/policy-\(rules)/part-\(sources.count + 1).yaml") {
      sources.append(SourceFile(name: "policy-\(rules)/part-\(sources.count + 1)", bytes: bytes))
    }
    return sources
  }

  /// The policy with so many rules; `nil` if there is none or it has errors.
  public func policies(rules: Int64) -> PolicySet? {
    let sources = sources(rules: rules)
    return sources.isEmpty ? nil : PolicySet.load(sources).value
  }

  /// The snapshots, read in full; one that does not read is left out.
  public func snapshots() -> [Snapshot] {
    documents.compactMap { SessionReader.read($0).value }
  }

  /// How many of the answers of a policy, a snapshot each, are other than expected.
  public func mistakes(in verdicts: [Verdict?], rules: Int64) -> Int {
    let answers = expected["\(rules)"]?.array ?? []
    var right = 0
    for (verdict, answer) in zip(verdicts, answers) {
      guard let verdict else { continue }
      let text =
        (verdict.outcome == .proceed ? "proceed+" : "stop+") + (verdict.isExtendAllowed ? "e" : "")
        + (verdict.isRefreshAllowed ? "r" : "")
      if text == answer.string { right += 1 }
    }
    return documents.count - right
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
