import PolicyCEL
import PolicyDiagnostics

/// An attribute as one policy reads it, where policies declare it with different values.
///
/// What is one of the values to one policy may be none to another, whose rules then have an input that
/// failed. So each of them has a slot of its own; policies that declare the same share one.
struct AttributeVariant {
  /// The attribute.
  let attribute: AttributePath
  /// The first policy that reads it so, by its place in the set.
  let policy: Int

  /// A path that no policy can write, so that the variant has a slot like any attribute.
  var path: AttributePath { attribute.appending("\(Self.mark)\(policy)") }

  private static let mark = "@"

  init(_ attribute: AttributePath, of policy: Int) {
    self.attribute = attribute
    self.policy = policy
  }

  /// The variant that a path stands for.
  init?(path: AttributePath) {
    guard path.components.count > 1, let last = path.components.last, last.hasPrefix(Self.mark),
      let policy = Int(last.dropFirst())
    else { return nil }
    self.init(AttributePath(path.components.dropLast()), of: policy)
  }
}

/// The names under which the policies of a set read their attributes, each as it declares it.
struct AttributeNames {
  /// The variants by policy and attribute; none where all policies agree.
  private let variants: [[AttributePath: AttributePath]]

  init(_ policies: [Policy], _ types: AttributeTypes) {
    var variants = policies.map { _ in [AttributePath: AttributePath]() }
    let shared =
      policies.count < 2 ? [] : policies.flatMap(\.attributes).filter { !$0.values.isEmpty }
    for attribute in Set(shared.map { SessionSchema.canonicalPath($0.path.value) }) {
      var first: [Set<Text>: Int] = [:]
      var readers: [(policy: Int, first: Int)] = []
      for policy in policies.indices {
        guard let values = types.values(of: attribute, in: policy) else { continue }
        readers.append((policy, first[values] ?? policy))
        first[values] = readers.last?.first
      }
      guard first.count > 1 else { continue }
      for reader in readers {
        variants[reader.policy][attribute] =
          AttributeVariant(attribute, of: reader.first).path
      }
    }
    self.variants = variants
  }

  /// Whether all policies read all attributes alike.
  var isPlain: Bool { variants.allSatisfy(\.isEmpty) }

  /// The one name of an attribute as a policy reads it.
  func canonical(in policy: Int) -> @Sendable (AttributePath) -> AttributePath {
    let own = variants.indices.contains(policy) ? variants[policy] : [:]
    return { path in
      let path = SessionSchema.canonicalPath(path)
      return own.isEmpty ? path : own[path] ?? path
    }
  }
}
