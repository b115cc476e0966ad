/// What planning several expressions shares.
final class PlanContext {
  /// The slots of all of them.
  var layout: InputLayout
  /// Named definitions, planned once each, by name.
  var definitions: [String: Routine] = [:]
  /// Which named definitions are timestamps or durations that move.
  var movingDefinitions: [String: Bool] = [:]
  /// Which named definitions time alone can never change.
  var timelessDefinitions: [String: Bool] = [:]

  init(layout: InputLayout) {
    self.layout = layout
  }
}
