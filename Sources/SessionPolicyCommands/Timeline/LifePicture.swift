import PolicyTesting
import PolicyTime
import SessionPolicy

/// The life of a session with what stands around it: everything that a picture of it says, in any format.
struct LifePicture {
  let life: SessionLife
  /// The same life under the policies as they were before; `nil` for one life alone.
  let before: SessionLife?
  /// What it is of: never anything of the document, for that is personal data.
  let title: String
  /// What was asked, and the lifespan.
  let subtitle: String

  init(_ life: SessionLife, title: String, subtitle: String, before: SessionLife? = nil) {
    (self.life, self.title, self.subtitle, self.before) = (life, title, subtitle, before)
  }

  init(_ life: SessionLife, of question: LoadedQuestion, before: SessionLife? = nil) {
    let names = question.policies.policies.map(\.name.value).sorted()
    let shown = names.prefix(3).joined(separator: ", ")
    let more = names.count > 3 ? " and \(names.count - 3) more" : ""
    title = "A session under \(shown)\(more)"
    var words = [question.snapshot.request.action ?? "no action"]
    words += question.snapshot.context.members.prefix(3).map {
      "\($0.key) \($0.value.string ?? "given")"
    }
    words.append("lifespan \(life.lifespan.words(2))")
    subtitle = words.joined(separator: " · ")
    self.life = life
    self.before = before
  }

  // MARK: Words

  /// Whether all of it lies within one day.
  var isWithinDay: Bool {
    life.begin.rfc3339.prefix(10).elementsEqual(life.end.rfc3339.prefix(10))
  }

  /// The day or the days of it: `2026-03-02, UTC`.
  var days: String {
    func day(_ instant: Timestamp) -> String { String(instant.rfc3339.prefix(10)) }
    return (isWithinDay ? day(life.begin) : "\(day(life.begin)) to \(day(life.end))") + ", UTC"
  }

  /// An instant to the second, cut and never rounded, with its day where there are several.
  func label(_ instant: Timestamp) -> String {
    let text = instant.rfc3339
    let time = String(text.dropFirst(11).prefix(8))
    return isWithinDay ? time : String(text.dropFirst(5).prefix(5)) + " " + time
  }

  /// An instant to the minute, cut.
  func shortLabel(_ instant: Timestamp) -> String { String(label(instant).dropLast(3)) }

  /// What happened or turned, in a few words.
  func headline(of change: SessionLife.Change) -> String {
    if !change.events.isEmpty {
      let words = change.events.map { event -> String in
        let name = event.name.split(separator: "_").joined(separator: " ")
        return event.method.map { "\(name) with \($0)" } ?? name
      }
      return words.prefix(3).joined(separator: ", ") + (words.count > 3 ? " …" : "")
    }
    return principalCauses(of: change).first?.text ?? "time passes"
  }

  /// What is different, in words: the answer, and the expiry where an event moved it.
  func effects(of change: SessionLife.Change) -> [String] {
    var words = change.parts.filter(\.isAnswer).map { part in
      part.name == "outcome"
        ? part.to.split(separator: "_").joined(separator: " ")
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

  /// The changes that have a number, with it: all, or where there are more than two dozen those of the
  /// outcome and of extending.
  var numbered: [(number: Int, change: SessionLife.Change)] {
    let shown = life.changes.filter { change in
      change.isOfAnswer
        || change.events.contains { $0.isRefused || $0.expiry.before != $0.expiry.after }
    }
    let listed =
      shown.count <= 24
      ? shown
      : shown.filter { $0.parts.contains { $0.name == "outcome" || $0.name == "extend" } }
    return listed.prefix(200).enumerated().map { ($0 + 1, $1) }
  }

  /// The decision that holds at an instant.
  static func span(of life: SessionLife, at instant: Timestamp) -> SessionLife.Span? {
    life.spans.last { $0.from <= instant }
  }

  /// The times for which the session had one expiry.
  static func expiries(
    of life: SessionLife
  ) -> [(from: Timestamp, until: Timestamp, expiresAt: Timestamp)] {
    var found: [(from: Timestamp, until: Timestamp, expiresAt: Timestamp)] = []
    for span in life.spans {
      guard let expiry = span.expiresAt else { continue }
      if let last = found.indices.last, found[last].expiresAt == expiry {
        found[last].until = span.until
      } else {
        found.append((span.from, span.until, expiry))
      }
    }
    return found
  }

  /// What holds at now, in a sentence.
  var summary: String {
    guard let span = Self.span(of: life, at: life.now) else { return "" }
    let decision = span.decision
    var words = [decision.outcome.rawValue.split(separator: "_").joined(separator: " ")]
    let turn = life.changes.first { change in
      change.at > life.now && change.parts.contains { $0.name == "outcome" }
    }
    if let turn { words[0] += " until \(label(turn.at))" }
    if decision.extend.isAllowed, let expiry = decision.extend.expiresAt {
      words.append("extend to \(label(expiry))")
    } else if let opens = decision.extend.notBefore {
      words.append("extend from \(label(opens))")
    }
    words.append(
      decision.validUntil.map { "valid until \(label($0))" } ?? "nothing changes by time")
    return "now \(label(life.now)): " + words.joined(separator: ", ")
  }
}
