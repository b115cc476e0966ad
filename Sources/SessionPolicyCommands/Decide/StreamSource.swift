import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy

/// What the lines of a stream are decided by: words of the call, and policies and settings that may be
/// replaced between two lines.
struct StreamSource {
  let store: PolicyStore
  /// The release of Kratos that the call chose, whatever its configuration says.
  let release: KratosRelease?
  /// The instant to decide for, whatever a line says; `nil` for the line's own.
  let now: Timestamp?
  /// How far clocks may differ, if the call says.
  let maxSkew: Duration?
  let action: String?
  let request: [String]
  let context: [String]
  /// Whether policies are looked at before each piece of the input.
  let isWatching: Bool
  /// What is recorded, and where; `nil` for nothing.
  var recording: RecordOptions?

  /// Decides by the policies that are in force now.
  func decider() -> LineDecider {
    var settings = store.settings
    if let release { settings.chosenRelease = release }
    if let maxSkew { settings.maxSkew = maxSkew }
    let policies = store.current
    return LineDecider(
      policies: policies, settings: settings, now: now, action: action, request: request,
      context: context, fields: recording?.fields(of: policies))
  }

  /// The line that says who answers, and by which policies.
  var hello: String {
    let policies = store.current
    let hello: JSONValue = [
      "hello": [
        "engine": .string(Decision.Policies.currentEngine), "digest": .string(policies.digest),
        "policies": .number(policies.policies.count),
        "rules": .number(policies.policies.reduce(0) { $0 + $1.rules.count }),
      ]
    ]
    return JSONWriter.text(of: hello) + "\n"
  }

  /// Looks for changed policies where that is wanted; whether others are in force now.
  ///
  /// What is wrong with them is written, and those that were in force stay so.
  func refresh(on console: Console) -> Bool {
    let isAsked = console.takeReloadRequest()
    guard isAsked || isWatching else { return false }
    switch isAsked ? store.reload() : store.reloadIfChanged() {
    case .unchanged: return false
    case .replaced(_, let warnings):
      console.writeLoading(warnings)
      console.writeError("the policies were read again and are in force\n")
      return true
    case .rejected(let problems):
      console.writeError(problems.filter { $0.severity == .error })
      console.writeError("the policies that were in force stay so\n")
      return false
    }
  }
}
