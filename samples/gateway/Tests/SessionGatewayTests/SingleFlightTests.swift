import Testing

@testable import SessionGateway

@Suite struct SingleFlightTests {
  @Test func whoComesMeanwhileGetsTheSameAnswer() async {
    let flight = SingleFlight<String, Int>()
    let calls = Box(0)
    let (gate, opened) = AsyncStream.makeStream(of: Void.self)
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<100 {
        group.addTask {
          await flight.value(for: "a") {
            let number = calls.change { count in
              count += 1
              return count
            }
            for await _ in gate { break }
            return number
          }
        }
      }
      // All of them have asked long before this.
      try? await Task.sleep(for: .milliseconds(100))
      opened.finish()
      for await answer in group { #expect(answer == 1) }
    }
    #expect(calls.value == 1)
  }

  @Test func whoComesLaterAsksAnewAndOthersAreOnTheirOwn() async {
    let flight = SingleFlight<String, Int>()
    #expect(await flight.value(for: "a") { 1 } == 1)
    #expect(await flight.value(for: "a") { 2 } == 2)
    #expect(await flight.value(for: "b") { 3 } == 3)
  }

  @Test func theWorkGoesOnWhenWhoBeganItLeaves() async {
    let flight = SingleFlight<String, Bool>()
    let first = Task {
      await flight.value(for: "a") {
        try? await Task.sleep(for: .milliseconds(50))
        return !Task.isCancelled
      }
    }
    first.cancel()
    #expect(await first.value)
  }
}
