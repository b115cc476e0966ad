import Testing

@testable import SessionGateway

@Suite struct GenerationsTests {
  @Test func whatIsAskedForStays() {
    var entries = Generations<Int, Int>(capacity: 10)
    entries.set(0, for: 0)
    for number in 1...1_000 {
      entries.set(number, for: number)
      #expect(entries.value(for: 0) == 0)
      #expect(entries.count <= 20)
    }
    #expect(entries.value(for: 1) == nil)
    #expect(entries.value(for: 1_000) == 1_000)
    entries.remove(0)
    #expect(entries.value(for: 0) == nil)
  }

  @Test func noCapacityKeepsNothing() {
    var entries = Generations<Int, Int>(capacity: 0)
    entries.set(1, for: 1)
    #expect(entries.value(for: 1) == nil)
  }
}
