import PolicyCEL
import PolicyDiagnostics
import PolicyJSON

extension Decision {
  /// Which policies decided, so that a recorded decision can be made again.
  public struct Policies: Hashable, Sendable {
    /// SHA-256 over the digests of the files, sorted, so that their names and their order do not count.
    public var digest: String
    /// The version of the engine that decided.
    public var engine: String

    /// The version of this engine: the one place where it stands.
    public static let currentEngine = "0.1.0"

    /// What no policies are.
    public init() { self.init(digests: []) }

    init(_ policies: [Policy]) {
      self.init(digests: policies.map { SHA256.digest(of: $0.file.bytes) })
    }

    private init(digests: [[UInt8]]) {
      let sorted = digests.sorted { $0.lexicographicallyPrecedes($1) }
      digest = "sha256:" + SHA256.text(of: sorted.joined())
      engine = Self.currentEngine
    }
  }

  /// Something that the caller sent and no policy reads.
  public struct Ignored: Hashable, Sendable {
    /// The attribute, such as `context.riskk`.
    public var attribute: String
    /// The declared attribute that may have been meant.
    public var suggestion: String?
  }
}

extension Snapshot {
  /// What stands below `context` and no policy declares.
  func ignored(by declared: [AttributePath]) -> [Decision.Ignored] {
    var found: [Decision.Ignored] = []
    func visit(_ object: JSONObject, below path: [String]) {
      for member in object.members where found.count < Decision.Ignored.limit {
        let inner = path + [member.key]
        if declared.contains(AttributePath(inner)) { continue }
        if declared.contains(where: { $0.lies(below: inner) }) {
          if let object = member.value.object { visit(object, below: inner) }
          continue
        }
        // A dot in a key is no way to what lies below.
        let name = inner.dropFirst().reduce(inner.first ?? "") {
          $1.contains(".") ? "\($0)[\"\($1)\"]" : "\($0).\($1)"
        }
        let meant = AttributePath(inner).description
        found.append(
          Decision.Ignored(
            attribute: name,
            suggestion: declared.map(\.description).first { $0 == meant }
              ?? nearestNames(to: meant, among: declared.map(\.description)).first))
      }
    }
    visit(context, below: ["context"])
    return found
  }
}

extension Decision.Ignored {
  /// The most that are told of one snapshot.
  fileprivate static let limit = 100
}

extension AttributePath {
  /// Whether it goes on from a path.
  fileprivate func lies(below path: [String]) -> Bool {
    components.count > path.count && components.starts(with: path)
  }
}

extension PolicySet {
  /// What the policies are, whatever they are called and in whatever order they were loaded: `sha256:` and the
  /// digest of their files' own digests. It names a set in logs, caches and records.
  public var digest: String { plan.identity.digest }
}
