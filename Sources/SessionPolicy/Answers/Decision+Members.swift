import PolicyJSON
import PolicyTime

// What the answers of several shapes have in common.

extension Decision {
  /// Why, for those who keep the policies: the codes, each with its rule.
  var reasonsForAdministrators: String {
    reasons.map { $0.code.rawValue + ($0.rule.map { " (\($0))" } ?? "") }.joined(separator: ", ")
  }
}

extension Decision.Reauthentication {
  /// What has to be shown, as far as it is asked for, under the names that a shape has for it. Ages are in
  /// seconds.
  func members(
    level: String, methods: String, age: String? = nil
  ) -> [(String, JSONValue)?] {
    [
      aal.map { (level, .string($0.name)) },
      self.methods.map { (methods, .array($0.map { .string($0) })) },
      age.flatMap { name in
        maxAge.map { (name, .number(JSONNumber($0.components.seconds))) }
      },
    ]
  }
}
