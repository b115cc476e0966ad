import SessionPolicy
import Synchronization

/// Answers that let somebody through, for as long as nothing could change them.
///
/// An answer is remembered until the decision's `valid_until` and not a moment longer; and no longer than a
/// maximum, for a session can be revoked at any time and Kratos tells nobody. A refusal is not remembered:
/// whoever was asked for a second factor and has shown it is let through at once. When a session turns out to
/// be over, so are all answers about it.
final class AnswerMemory: Sendable {
  /// What an answer hangs on.
  struct Key: Hashable, Sendable {
    let credential: Credential
    let inputs: Question.Inputs
  }

  /// An answer, and what bounds it.
  private struct Entry {
    let answer: ReadyAnswer
    let trace: SessionTrace
    let from: Timestamp
    let until: Timestamp?
    let end: ContinuousClock.Instant
    let epoch: Int
  }

  private let maximum: Duration
  private let entries: Mutex<Generations<Key, Entry>>

  /// - Parameters:
  ///   - maximum: How long an answer is remembered at most; zero for not at all.
  ///   - capacity: How many answers are.
  init(maximum: Duration, capacity: Int) {
    self.maximum = maximum
    entries = Mutex(Generations(capacity: maximum > .zero ? (capacity + 1) / 2 : 0))
  }

  /// How many answers are remembered.
  var count: Int { entries.withLock { $0.count } }

  /// The answer to a question; the session that it is about counts as active then.
  ///
  /// - Parameters:
  ///   - now: The present instant. A clock that was set back asks anew.
  ///   - epoch: Which policies are in force. Others ask anew.
  func answer(
    to key: Key, at now: Timestamp, epoch: Int, _ instant: ContinuousClock.Instant = .now
  ) -> ReadyAnswer? {
    entries.withLock { entries in
      guard let entry = entries.value(for: key) else { return nil }
      guard entry.epoch == epoch, instant < entry.end, now >= entry.from,
        entry.until.map({ now < $0 }) ?? true, entry.trace.isActive(at: now)
      else {
        entries.remove(key)
        return nil
      }
      return entry.answer
    }
  }

  /// Remembers an answer.
  ///
  /// - Parameters:
  ///   - until: The first instant at which it may be another one; `nil` for never.
  ///   - asked: When Kratos was asked: what happened after that, nobody here knows.
  func remember(
    _ answer: ReadyAnswer, to key: Key, about trace: SessionTrace, at now: Timestamp,
    until: Timestamp?, epoch: Int, asked: ContinuousClock.Instant
  ) {
    let entry = Entry(
      answer: answer, trace: trace, from: now, until: until, end: asked + maximum, epoch: epoch)
    entries.withLock { $0.set(entry, for: key) }
  }
}
