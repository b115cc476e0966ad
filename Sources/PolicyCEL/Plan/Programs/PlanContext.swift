package import PolicyTime

/// What an instant is that keeps its distance from now, whenever that is: what an attribute comes to in a
/// world where something has only just been done.
///
/// An expression planned with companions reads `now` in their place, so that its comparisons note when
/// they flip as those with now do, and not as those with an instant that stands still. In the elements of a
/// list, ``instant`` stands for now.
package enum NowCompanion: Sendable {
  /// Now itself.
  case now
  /// The instant that lies ahead of now by a duration, which an attribute holds.
  case ahead(AttributePath)

  /// What stands for now in the elements of a list: no instant of the past is the last of the calendar.
  package static let instant = Timestamp.maximum
}

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

  /// The attributes that keep a distance from now.
  let companions: [AttributePath: NowCompanion]

  init(layout: InputLayout, companions: [AttributePath: NowCompanion] = [:]) {
    self.layout = layout
    self.companions = companions
  }
}
