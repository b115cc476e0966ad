import SessionPolicy
import Testing

@testable import SessionGateway

@Suite struct AnswerMemoryTests {
  private let key = AnswerMemory.Key(
    credential: .cookie("a"),
    inputs: Question.Inputs(action: "read", address: nil, isBrowser: true, others: []))
  private let answer: HTTPAnswer
  private let start = Samples.now
  private let trace = SessionTrace(session: "s")

  init() throws { answer = try Samples.answer }

  private func memory(
    until: Timestamp?, maximum: Duration = .seconds(60), _ instant: ContinuousClock.Instant
  ) -> AnswerMemory {
    let memory = AnswerMemory(maximum: maximum, capacity: 10)
    memory.remember(
      ReadyAnswer(answer), to: key, about: trace, at: start, until: until, epoch: 1, asked: instant)
    return memory
  }

  @Test func untilItsEndAndNotAMomentLonger() throws {
    let instant = ContinuousClock.now
    let until = try #require(start.adding(.seconds(10)))
    let before = try #require(until.adding(.nanoseconds(-1)))
    #expect(
      memory(until: until, instant).answer(to: key, at: before, epoch: 1, instant)?.answer == answer
    )
    #expect(trace.lastActive == before)
    #expect(memory(until: until, instant).answer(to: key, at: until, epoch: 1, instant) == nil)
  }

  @Test func aMaximumHoldsWhateverTheClockOfTheDaySays() {
    let instant = ContinuousClock.now
    let almost = instant + .seconds(60) - .nanoseconds(1)
    #expect(memory(until: nil, instant).answer(to: key, at: start, epoch: 1, almost) != nil)
    #expect(
      memory(until: nil, instant).answer(to: key, at: start, epoch: 1, instant + .seconds(60))
        == nil)
  }

  @Test func aClockThatWasSetBackAsksAnew() throws {
    let instant = ContinuousClock.now
    let earlier = try #require(start.adding(.nanoseconds(-1)))
    #expect(memory(until: nil, instant).answer(to: key, at: earlier, epoch: 1, instant) == nil)
  }

  @Test func otherPoliciesAskAnew() {
    let instant = ContinuousClock.now
    #expect(memory(until: nil, instant).answer(to: key, at: start, epoch: 2, instant) == nil)
  }

  @Test func anotherQuestionHasAnotherAnswer() {
    let instant = ContinuousClock.now
    let memory = memory(until: nil, instant)
    for (credential, action, address) in [
      (Credential.sessionToken("a"), "read", nil), (.cookie("b"), "read", nil),
      (.cookie("a"), "pay", nil), (.cookie("a"), "read", "192.0.2.1"),
    ] as [(Credential, String, String?)] {
      let other = AnswerMemory.Key(
        credential: credential,
        inputs: Question.Inputs(action: action, address: address, isBrowser: true, others: []))
      #expect(memory.answer(to: other, at: start, epoch: 1, instant) == nil)
    }
  }

  @Test func aMaximumOfZeroRemembersNothing() {
    let instant = ContinuousClock.now
    let memory = memory(until: nil, maximum: .zero, instant)
    #expect(memory.count == 0)
    #expect(memory.answer(to: key, at: start, epoch: 1, instant) == nil)
  }

  @Test func allAnswersAboutASessionEndWithIt() {
    let instant = ContinuousClock.now
    let memory = memory(until: nil, instant)
    trace.end()
    #expect(memory.answer(to: key, at: start, epoch: 1, instant) == nil)
    #expect(memory.count == 0)
  }
}
