import PolicyCEL
import SessionPolicy

extension Completion {
  /// The ways of having authenticated that some rules can tell apart: each method that they name, as the
  /// factors that it can be, and one first and one second factor that they do not name.
  static func classes(of policies: [PolicySet]) -> [Completion] {
    let rules = policies.flatMap(\.policies).flatMap(\.rules)
    let named = Set(
      rules.flatMap(\.alternatives).flatMap { $0.methods?.value ?? [] }.map(Text.init))
    var classes: [Completion] = []
    for method in named.sorted() {
      if AuthenticationMethod.canBeFirstFactor(method.string) {
        classes.append(Completion(method: method, isSecondFactor: false))
      }
      if AuthenticationMethod.canBeSecondFactor(method.string) {
        classes.append(Completion(method: method, isSecondFactor: true))
      }
    }
    for (isSecond, usual) in [
      (false, ["password", "oidc", "code", "passkey"]),
      (true, ["totp", "lookup_secret", "webauthn", "code"]),
    ] {
      guard let other = usual.map(Text.init).first(where: { !named.contains($0) }) else { continue }
      classes.append(Completion(method: other, isSecondFactor: isSecond))
    }
    return classes
  }
}
