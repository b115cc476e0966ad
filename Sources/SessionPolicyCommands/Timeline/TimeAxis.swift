import PolicyTesting
import PolicyTime

/// The ticks of a time axis: the smallest step of clocks and calendars whose labels have room.
struct TimeAxis {
  /// An instant with its label.
  struct Tick {
    let at: Timestamp
    let label: String
  }

  /// The ticks, in order.
  let ticks: [Tick]
  /// Their distance in seconds.
  let step: Int64

  private static let steps: [Int64] = [
    1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800,
    604_800, 2_592_000, 7_776_000, 31_536_000,
  ]

  /// The ticks of a life.
  ///
  /// - Parameter room: How many there are at the most.
  init(_ life: SessionLife, room: Int) {
    let seconds = max(1, Int64(life.end.elapsed(since: life.begin).inSeconds))
    let step = Self.steps.first { seconds / $0 <= Int64(max(1, room)) } ?? seconds
    self.step = step
    let start = life.begin.seconds
    // Whole steps since 1970 are whole hours and days in UTC.
    let offset = start % step
    let first = offset == 0 ? start : start + step - (offset < 0 ? offset + step : offset)
    var ticks: [Tick] = []
    var day = ""
    var second = first
    while let instant = Timestamp(seconds: second), instant <= life.end, ticks.count < 500 {
      let text = instant.rfc3339
      let date = String(text.dropFirst(5).prefix(5))
      let time = String(text.dropFirst(11).prefix(step < 60 ? 8 : 5))
      // Over a midnight the first label of a day is its date.
      let isNewDay = !day.isEmpty && day != date
      ticks.append(Tick(at: instant, label: step >= 86_400 || isNewDay ? date : time))
      day = date
      second += step
    }
    self.ticks = ticks
  }
}
