package import PolicyCEL

extension PolicySet {
  /// What a condition that stands in no policy is for a snapshot, inputs read as these policies declare
  /// them; `nil` where it has no answer.
  package func answer(
    to condition: Formula, about snapshot: Snapshot, settings: KratosSettings
  ) -> Bool? {
    let now = snapshot.now ?? .maximum
    var layout = InputLayout(canonical: { SessionSchema.canonicalPath($0) })
    let predicate = Predicate(condition, layout: &layout)
    let attributes = SnapshotAttributes(
      snapshot: snapshot, settings: settings, plan: plan, horizon: settings.horizon(of: now))
    let input = Input(layout: layout, now: now, reading: attributes.reading(of:))
    var until = Int128.max
    return try? predicate.test(input, until: &until)
  }

  /// What conditions can name that stand in no policy: the built-in inputs, and all that these policies
  /// declare. Constants and definitions belong to their policies.
  package var sharedEnvironment: Environment { Self.sharedEnvironment(of: policies) }

  /// What conditions can name that stand in none of these policies.
  package static func sharedEnvironment(of policies: [Policy]) -> Environment {
    var shared = SessionSchema.environment
    for policy in policies {
      for (name, object) in policy.environment.objects {
        guard var known = shared.objects[name] else {
          shared.objects[name] = object
          continue
        }
        for (field, declared) in object.fields {
          guard var common = known.fields[field] else {
            known.fields[field] = declared
            continue
          }
          if common.values.isEmpty || declared.values.isEmpty {
            common.values = []
          } else {
            common.values += declared.values.filter { !common.values.contains($0) }
          }
          // An open place becomes a record where a policy declares something below it.
          if case .object = declared.type { common.type = declared.type }
          known.fields[field] = common
        }
        shared.objects[name] = known
      }
    }
    return shared
  }
}

extension KratosRules {
  /// Whether a login asks for a method as a factor; of methods that are not known nobody can tell, and
  /// without a configuration none is held against.
  package func offers(_ method: String, asSecondFactor isSecond: Bool) -> Bool {
    switch obstacle(to: method, as: isSecond ? .second : .first) {
    case nil: true
    case .unknown: !isSecond && settings.methods == nil
    default: false
    }
  }
}
