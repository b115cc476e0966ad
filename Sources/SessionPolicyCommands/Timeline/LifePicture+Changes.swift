import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

// Which changes of a life a picture numbers, and their words.

extension LifePicture {
  /// A change that has a number.
  struct Entry {
    let number: Int
    let change: SessionLife.Change
    /// How often it came again in the same way, with those numbered just before it if they do too, and when
    /// it last did.
    var again: (count: Int, until: Timestamp)?
  }

  /// What happened or turned, in a few words.
  func headline(of change: SessionLife.Change) -> String {
    if !change.events.isEmpty {
      let words = change.events.map(\.words)
      return words.prefix(3).joined(separator: ", ") + (words.count > 3 ? " …" : "")
    }
    return principalCauses(of: change).first?.text ?? "time passes"
  }

  /// What is different, in words: the answer, the expiry where an event moved it, and how often it was so
  /// again.
  func effects(of entry: Entry) -> [String] {
    let again = entry.again.map { "\($0.count) times more until \(label($0.until))" }
    return effects(of: entry.change) + [again].compactMap { $0 }
  }

  private func effects(of change: SessionLife.Change) -> [String] {
    var words = change.parts.filter(\.isAnswer).map { part in
      part.name == "outcome"
        ? inWords(part.to)
        : "\(part.name): \(part.to)"
    }
    for event in change.events {
      switch event.effect {
      case .refused(let why): words.append("\(event.name) refused: \(why)")
      case .unchanged(let why): words.append("\(event.name): \(why)")
      case .changed, .told: break
      }
      if event.expiry.before != event.expiry.after, let after = event.expiry.after {
        words.append(
          "expires \(event.expiry.before.map { label($0) + " → " } ?? "")\(label(after))")
      }
    }
    return words.isEmpty ? change.parts.prefix(2).map { "\($0.name) \($0.to)" } : words
  }

  /// Where a change comes from, in words: rule, what turned, what it saw.
  func origins(of change: SessionLife.Change) -> [String] {
    principalCauses(of: change).prefix(3).map { cause in
      [cause.rule ?? "Kratos", cause.text, cause.saw].compactMap { $0 }.joined(separator: ", ")
    }
  }

  /// What turned, as far as the answer changed by it.
  private func principalCauses(of change: SessionLife.Change) -> [Explanation.Change.Cause] {
    var found: [Explanation.Change.Cause] = []
    for part in change.parts where part.isAnswer || !change.isOfAnswer {
      for cause in change.causes(of: part.name) where !found.contains(cause) { found.append(cause) }
    }
    return found
  }

  // MARK: Which

  /// The changes that have a number: all that are of the answer or of the expiry, or where there are more than
  /// two dozen those of the outcome and of extending. What comes again and again in the same way is there
  /// once.
  var numbered: [Entry] {
    let shown = settled.filter { change in
      change.isOfAnswer
        || change.events.contains { $0.isRefused || $0.expiry.before != $0.expiry.after }
    }
    let folded = folded(shown)
    let listed =
      folded.count <= 24
      ? folded
      : folded.filter { entry in
        entry.again != nil
          || entry.change.parts.contains { $0.name == "outcome" || $0.name == "extend" }
      }
    return listed.prefix(200).enumerated().map {
      Entry(number: $0 + 1, change: $1.change, again: $1.again)
    }
  }

  /// The changes, those that follow at once joined to the one before.
  private var settled: [SessionLife.Change] {
    var found: [SessionLife.Change] = []
    for change in life.changes {
      guard let last = found.last, change.events.isEmpty,
        change.at.elapsed(since: last.at) < Self.atOnce
      else {
        found.append(change)
        continue
      }
      found[found.count - 1] = last.followed(by: change)
    }
    return found
  }

  /// Up to how many changes together may come again and again.
  private static let period = 4

  /// Changes, of which those that come at least three times in a row are there once.
  private func folded(_ changes: [SessionLife.Change]) -> [Entry] {
    let kinds = changes.map(kind)
    var found: [Entry] = []
    var place = 0
    while place < changes.count {
      var (period, times) = (1, 0)
      for length in 1...Self.period {
        var count = 0
        while repeats(kinds, at: place, length, after: count + 1) { count += 1 }
        if count >= 2, length * count > period * times { (period, times) = (length, count) }
      }
      let end = place + period * (times + 1)
      for next in place..<place + period {
        found.append(Entry(number: 0, change: changes[next]))
      }
      if times > 0 { found[found.count - 1].again = (times, changes[end - 1].at) }
      place = end
    }
    return found
  }

  /// Whether so many kinds from a place on are there again after so many rounds.
  private func repeats(_ kinds: [[String]], at place: Int, _ length: Int, after count: Int) -> Bool
  {
    let next = place + length * count
    guard next + length <= kinds.count else { return false }
    return kinds[next..<next + length].elementsEqual(kinds[place..<place + length])
  }

  /// What is alike in changes that differ by their instants alone.
  private func kind(of change: SessionLife.Change) -> [String] {
    [headline(of: change)] + change.parts.filter(\.isAnswer).map { "\($0.name) \($0.to)" }
      + change.events.map { "\($0.name) \($0.outcome)" }
  }
}

extension SessionLife.Change {
  /// This change and one that follows at once: what is different after both.
  fileprivate func followed(by next: Self) -> Self {
    var both = self
    // Of what turned twice the second turn counts.
    both.causes.removeAll { cause in
      next.causes.contains { $0.rule == cause.rule && $0.part == cause.part }
    }
    both.causes += next.causes
    for part in next.parts {
      if let place = both.parts.firstIndex(where: { $0.name == part.name }) {
        both.parts[place].to = part.to
      } else {
        both.parts.append(part)
      }
    }
    both.parts.removeAll { $0.from == $0.to }
    return both
  }
}

extension SessionLife.Event {
  /// What happened, in words: `refresh with password`.
  var words: String { inWords(name) + (method.map { " with \($0)" } ?? "") }
}
