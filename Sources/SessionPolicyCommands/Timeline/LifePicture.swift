import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

extension Suite {
  /// A little after the last step of a case, so that what a suite tells fills the picture; `nil` for a case
  /// that only decides.
  func end(ofPicture testCase: SuiteCase) -> Timestamp? {
    guard case .timeline(let steps, _) = testCase.content,
      let first = steps.first?.instants.first, let last = steps.last?.instants.last
    else { return nil }
    let length = last - min(first, .zero)
    return now.adding(last + max(.seconds(60), length / 8))
  }
}

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

  /// The life that a case of a suite tells.
  init(
    _ life: SessionLife, of testCase: SuiteCase, named test: String, in suite: Suite,
    before: SessionLife? = nil
  ) {
    let request = testCase.request.map { " × \($0)" } ?? ""
    self.init(
      life, title: "\(test): \(testCase.session)\(request)",
      subtitle: "\(suite.name) · lifespan \(life.lifespan.words(2))", before: before)
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

  /// An instant to the second, cut and never rounded, with its day where there are several, or where it is
  /// another one than that of the picture.
  func label(_ instant: Timestamp) -> String {
    let text = instant.rfc3339
    let time = String(text.dropFirst(11).prefix(8))
    let isOfDay = text.prefix(10).elementsEqual(life.begin.rfc3339.prefix(10))
    return isWithinDay && isOfDay ? time : String(text.dropFirst(5).prefix(5)) + " " + time
  }

  /// An instant to the minute, cut.
  func shortLabel(_ instant: Timestamp) -> String { String(label(instant).dropLast(3)) }

  /// The decision that holds at an instant.
  static func span(of life: SessionLife, at instant: Timestamp) -> SessionLife.Span? {
    life.spans.last { $0.from <= instant }
  }

  /// The times of one answer each, but for those that are over at once: an extension can be repeated a
  /// nanosecond after it was granted, and nobody sees that it could not before.
  static func visibleSpans(of life: SessionLife) -> [SessionLife.Span] {
    var found: [SessionLife.Span] = []
    for span in life.spans {
      if span.until.elapsed(since: span.from) < atOnce, let last = found.indices.last,
        span.until < life.end
      {
        found[last].until = span.until
      } else {
        found.append(span)
      }
    }
    return found
  }

  /// What lasts no longer than this is over at once.
  static let atOnce = Duration.milliseconds(1)

  /// What happened, by instant: the event that stands for all of it, and the words of all.
  var happened: [(event: SessionLife.Event, words: String)] {
    var found: [(event: SessionLife.Event, words: String)] = []
    for event in life.events where event.at >= life.begin {
      let words = event.words + (event.isRefused ? ", \(event.outcome)" : "")
      guard let last = found.indices.last, found[last].event.at == event.at else {
        found.append((event, words))
        continue
      }
      found[last].words += ", " + words
      let isWeightier =
        EventMark(event).character.weight > EventMark(found[last].event).character.weight
      if isWeightier { found[last].event = event }
    }
    return found
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
    var words = [inWords(decision.outcome.rawValue)]
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
