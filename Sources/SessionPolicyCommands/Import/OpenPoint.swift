import PolicyLint
import PolicyTime
import SessionPolicy

/// Something that Kratos leaves open, and what of ours closes it.
///
/// Which standards ask for it, and how much, is said by their profiles alone.
enum OpenPoint: CaseIterable {
  case lifetime, idle, everyone, agingFactor, anyFactor

  /// What is open, and the key that would close it.
  var words: String {
    switch self {
    case .lifetime:
      "no absolute end; a session that is extended again and again lives for ever. `max_lifetime` "
        + "here, and a `must: sign_in` with the same beside it, end it."
    case .idle:
      "no idle limit, for Kratos keeps no time of last activity. `max_idle` here, and a `must` with "
        + "it, need `request.last_active_at` from the caller."
    case .everyone:
      "who has set up no second factor is never asked for one. `must: reauthenticate` with "
        + "`aal: aal2` and no `when` asks everybody."
    case .agingFactor:
      "a second factor never grows old. `aal: aal2` together with `max_age` asks for it again."
    case .anyFactor:
      "any factor will do, a password too where the session has two. `aal: aal2` beside `max_age` "
        + "asks for the second one anew."
    }
  }

  /// The profiles of `lint --profile` that ask for a limit, with what they ask; empty where none does.
  var profiles: [String] {
    guard let measure else { return [] }
    return LimitProfile.all.compactMap { profile in
      let limits = profile.limits.filter { $0.measure == measure && $0.audience == .everyone }
      let numbered = limits.filter { $0.most != nil || measure == .factors }
      let asked = (numbered.isEmpty ? limits : numbered).map(Self.words)
      return asked.isEmpty ? nil : "\(profile.name) (\(asked.joined(separator: "; ")))"
    }
  }

  /// The ready-made policies that close it, of those that do so for the most.
  var policies: [String] {
    switch self {
    case .lifetime: ["sliding-with-absolute-cap", "consumer-remember-me", "workforce"]
    case .idle: ["pci-dss-4", "hipaa", "nist-800-63b-4-aal2"]
    case .everyone: ["nist-800-63b-4-aal2", "owasp-asvs-5-l2", "passkeys-first"]
    case .agingFactor: ["cis-administrators", "nist-800-63b-4-aal2"]
    case .anyFactor: ["owasp-asvs-5-l2", "sudo-mode"]
    }
  }

  private var measure: LimitProfile.Limit.Measure? {
    switch self {
    case .lifetime: .overall
    case .idle: .idle
    case .everyone: .factors
    case .agingFactor, .anyFactor: nil
    }
  }

  private static func words(_ limit: LimitProfile.Limit) -> String {
    let amount = limit.most.map { $0.written + " " } ?? ""
    let weight = limit.weight == .addressable ? "addressable" : limit.weight.rawValue
    return amount + (limit.level > .aal1 ? "at \(limit.level.name) " : "")
      + "\(limit.section) \(weight)"
  }
}

extension CommentedText {
  /// Says what Kratos leaves open, and what closes it.
  mutating func open(_ point: OpenPoint, indent: Int = 2) {
    comment("Open in Kratos: \(point.words)", indent: indent, hanging: 2)
    let profiles = point.profiles
    if !profiles.isEmpty {
      comment(
        "Profiles: \(profiles.joined(separator: ", ")).", indent: indent, inset: 2, hanging: 4)
    }
    comment(
      "Policies: \(point.policies.joined(separator: ", ")).", indent: indent, inset: 2, hanging: 4)
  }
}
